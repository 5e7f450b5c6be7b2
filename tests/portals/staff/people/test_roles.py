"""Bringing a colleague in, changing what they are, and letting them go."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts.models import Invitation, Membership, Role, SignInChange, User
from accounts.roles import memberships
from accounts.sign_in import second_factor
from activities.models import OnCall, Shift
from activities.staffing import colleagues
from core.errors import RuleBroken
from notices import sign_in_reset
from notices.models import Message, Task
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.activities import SessionFactory, ShiftFactory
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db
NEW = {"name": "Per Vik", "email": "per@alna.example", "role": "worker", "language": "nn"}


def roles_in(here, user):
    return colleagues.roles_of(user, team=here.team)


def test_a_leader_invites_a_colleague_whom_another_leader_meets(
    signed_in, django_capture_on_commit_callbacks
):
    here = scene()
    leader, other = here.colleague(Role.LEADER), here.colleague(Role.LEADER)
    client = signed_in(leader)
    page = client.get(reverse("staff:colleagues")).content.decode()
    assert reverse("staff:colleague_invite") in page

    with django_capture_on_commit_callbacks(execute=True):
        for _tap in range(2):
            client.post(reverse("staff:colleague_invite"), NEW)

    per = User.objects.get(email="per@alna.example")
    assert (roles_in(here, per), per.language) == (["worker"], "nn")
    assert here.team.name in mail.outbox[-1].body
    assert second_factor.waits_for_a_leader(per)
    change = SignInChange.objects.get()
    with pytest.raises(RuleBroken):
        sign_in_reset.confirm_in_person(change, by=leader)
    meet = signed_in(other).get(reverse("staff:colleague_sign_in", args=[per.pk]))
    assert "har invitert en ny kollega" in meet.content.decode()
    sign_in_reset.confirm_in_person(change, by=other)
    assert not second_factor.waits_for_a_leader(per)


def test_the_only_leader_there_is_invites_alone():
    here = scene()
    leader = here.colleague(Role.LEADER)
    colleagues.invite("per@alna.example", name="Per", team=here.team, role="worker", by=leader)
    assert SignInChange.objects.count() == 0


def test_who_works_in_another_team_comes_in_as_they_are():
    here, there = scene(), scene()
    leader = here.colleague(Role.LEADER)
    there.colleague(Role.LEADER)
    colleagues.invite(there.worker.email, name="x", team=here.team, role="finance", by=leader)
    assert (roles_in(here, there.worker), SignInChange.objects.count()) == (["finance"], 0)


@pytest.mark.parametrize("who", ["myself", "a business", "the installation"])
def test_a_login_that_is_no_colleagues_is_not_made_one(who):
    here = scene()
    leader = here.colleague(Role.LEADER)
    login = {"myself": lambda: leader, "a business": UserFactory,
             "the installation": lambda: UserFactory(administrator=True)}[who]()  # fmt: skip
    with pytest.raises(RuleBroken):
        colleagues.invite(login.email, name="x", team=here.team, role="finance", by=leader)
    assert Invitation.objects.count() == 0


def test_those_who_hold_the_money_hear_of_every_role():
    here = scene()
    leader, finance = here.colleague(Role.LEADER), here.colleague(Role.FINANCE)
    auditor = here.colleague(Role.AUDITOR)
    for _tap in range(2):
        colleagues.set_roles(here.worker, team=here.team, roles=["finance", "worker"], by=leader)
    told = set(Message.objects.values_list("user", flat=True))
    assert (told, Message.objects.count()) == ({finance.pk, auditor.pk}, 2)
    assert f"{leader} har gitt {here.worker}" in Message.objects.first().body


def test_nobody_gives_themselves_a_role_or_leads_another_team():
    here, there = scene(), scene()
    leader = here.colleague(Role.LEADER)
    MembershipFactory(user=leader, team=there.team, role=Role.AUDITOR)  # another hat there
    acts = [
        lambda: colleagues.set_roles(
            leader, team=here.team, roles=["leader", "finance"], by=leader),
        lambda: colleagues.set_roles(there.worker, team=there.team, roles=["editor"], by=leader),
        lambda: colleagues.end_membership(there.worker, team=there.team, by=leader),
        lambda: colleagues.invite(
            "x@x.example", name="x", team=there.team, role="worker", by=leader),
        lambda: colleagues.set_roles(here.worker, team=here.team, roles=[], by=leader),
        lambda: colleagues.set_roles(here.worker, team=here.team, roles=["king"], by=leader),
        lambda: colleagues.set_roles(leader, team=here.team, roles=["worker"], by=leader),
        lambda: colleagues.end_membership(leader, team=here.team, by=leader),
    ]  # fmt: skip
    before = list(Membership.objects.order_by("pk").values())
    for act in acts:
        with pytest.raises(RuleBroken):
            act()
    assert list(Membership.objects.order_by("pk").values()) == before


def test_roles_are_changed_on_a_form_that_knows_its_version(signed_in):
    here = scene()
    leader = here.colleague(Role.LEADER)
    client = signed_in(leader)
    url = reverse("staff:colleague_roles", args=[here.worker.pk])
    version = client.get(url).context["form"]._version()

    memberships.give(here.worker, team=here.team, role=Role.EDITOR, by=leader)
    page = client.post(url, {"roles": ["finance"], "version": version})
    assert "En annen har lagret endringer" in page.content.decode()
    client.post(url, {"roles": ["finance", "worker"]})

    assert roles_in(here, here.worker) == ["finance", "worker"]


def test_who_goes_leaves_shifts_tasks_and_people_to_others_and_can_come_back(signed_in):
    here = scene()
    leader, going = here.colleague(Role.LEADER), here.worker
    ahead = SessionFactory(
        team=here.team, activity=here.activity, state="published", min_staff=1,
        starts_at=timezone.now() + timedelta(days=5),
    )  # fmt: skip
    shift = ShiftFactory(session=ahead, staff=going)
    person = here.person("Ola")
    task = Task.objects.create(key="x", team=here.team, kind="tell", text="x", assigned_to=going)
    now = timezone.now()
    OnCall.objects.create(
        team=here.team, staff=going, starts_at=now, ends_at=now + timedelta(hours=2)
    )
    client = signed_in(leader)
    url = reverse("staff:colleague_end", args=[going.pk])
    roles = reverse("staff:colleague_roles", args=[going.pk])
    assert url in client.get(roles).content.decode()
    asked = client.get(url)
    assert "1 vakt trenger en annen" in asked.context["consequence"]
    assert "1 deltaker trenger en ny primærkontakt" in asked.context["consequence"]

    next_day = SessionFactory(
        team=here.team, activity=here.activity, starts_at=now + timedelta(days=6)
    )
    second = ShiftFactory(session=next_day, staff=going)
    client.post(url, {"shown": asked.context["shown"]})
    assert roles_in(here, going) == ["worker"]  # another number was shown
    second.delete()
    client.post(url, {"shown": client.get(url).context["shown"]})

    assert roles_in(here, going) == []
    assert Shift.objects.working().count() == 0
    waiting = {task.waits_for: task for task in Task.objects.open().exclude(waits_for="")}
    assert waiting["session_lacks_staff"].assigned_to == leader
    assert (waiting["contact_gone"].participant, waiting["contact_gone"].assigned_to) == (
        person, leader,
    )  # fmt: skip
    task.refresh_from_db()
    assert (task.assigned_to, OnCall.objects.count()) == (leader, 0)
    assert signed_in(going).get(reverse("staff:today")).status_code == 403

    assert "har sluttet" in client.get(reverse("staff:colleagues")).content.decode()
    client.post(roles, {"roles": ["worker"]})
    assert list(Shift.objects.working()) == [shift]
    assert Task.objects.open().exclude(waits_for="").count() == 0


def test_the_letter_of_who_goes_before_they_came_opens_nothing_and_can_be_sent_again(signed_in):
    here = scene()
    leader = here.colleague(Role.LEADER)
    made = colleagues.invite(
        "per@alna.example", name="Per", team=here.team, role="worker", by=leader
    )
    client = signed_in(leader)
    again = reverse("staff:colleague_letter", args=[made.user_id])
    assert again in client.get(reverse("staff:colleagues")).content.decode()
    client.post(again)
    assert Invitation.objects.count() == 2
    assert Invitation.objects.filter(expires_at__gt=timezone.now()).count() == 1

    colleagues.end_membership(made.user, team=here.team, by=leader)
    assert not Invitation.objects.filter(expires_at__gt=timezone.now()).exists()
