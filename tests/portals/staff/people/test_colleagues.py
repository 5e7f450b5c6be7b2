"""Who is at work: one tap accepts what is proposed, and nothing before it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from activities.models import Absence, Shift, Skill, WorkingHours
from tests.factories.accounts import MembershipFactory
from tests.factories.activities import SessionFactory
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db


def test_proposals_are_accepted_in_one_tap(signed_in):
    here = scene()
    here.colleague()
    session = SessionFactory(team=here.team, activity=here.activity)
    client = signed_in(here.worker)
    day = timezone.localtime(session.starts_at).date().isocalendar()
    url = reverse("staff:suggest") + f"?uke={day.year}-W{day.week:02d}"
    page = client.get(url)
    choices = page.context["suggestion"].choices
    assert len(choices) == 2
    assert Shift.objects.filter(session=session).count() == 0
    sent = [f"{one.session.pk}:{one.staff.pk}:{one.part}" for one in choices]
    for _tap in range(2):
        client.post(url, {"choice": [*sent, "x:y:z", "1", ""]})

    assert Shift.objects.filter(session=session).count() == 2


def test_a_leader_needs_a_deputy_and_is_told_on_the_form(signed_in):
    here = scene()
    leader = here.colleague(Role.LEADER)
    client = signed_in(leader)
    day = timezone.localdate()
    sent = {"staff": leader.pk, "first_day": day, "last_day": day}
    page = client.post(reverse("staff:absence_new"), sent)
    assert "En leder velger en stedfortreder" in page.content.decode()
    client.post(reverse("staff:absence_new"), sent | {"deputy": here.worker.pk})
    away = Absence.objects.get()
    assert away.deputy == here.worker
    client.post(reverse("staff:absence_end", args=[away.pk]))
    assert Absence.objects.count() == 0


def test_hours_and_skills_are_one_form(signed_in):
    here = scene()
    skill = Skill.objects.create(name="førerkort")
    client = signed_in(here.colleague(Role.LEADER))
    url = reverse("staff:colleague_edit", args=[here.worker.pk])
    client.post(url, {"skills": [skill.pk], "from_0": "08:00", "to_0": "15.30", "from_1": "08"})

    assert list(here.worker.skills.all()) == [skill]
    assert [str(row.ends) for row in WorkingHours.objects.all()] == ["15:30:00"]


@pytest.mark.parametrize("item_count", [1, 3])
def test_lists_ask_the_same_however_many(signed_in, django_assert_num_queries, item_count):
    here = scene()
    for _n in range(item_count):
        here.colleague()
        SessionFactory(team=here.team, activity=here.activity)
    client = signed_in(here.worker)
    with django_assert_num_queries(11):
        client.get(reverse("staff:colleagues"))


def test_a_name_opens_the_colleague_in_the_team_that_is_shown(signed_in):
    here, there = scene(), scene()
    leader = here.colleague(Role.LEADER)
    MembershipFactory(user=leader, team=there.team, role=Role.LEADER)
    client = signed_in(leader)
    for one in (here, there):
        page = client.get(f"{reverse('staff:colleagues')}?team={one.team.slug}").content.decode()
        url = reverse("staff:colleague_edit", args=[one.worker.pk])
        address = f"{url}?team={one.team.slug}"
        assert f'href="{address}"' in page
        form = client.get(address)
        assert (form.status_code, str(one.team) in form.context["lead"]) == (200, True)


def test_who_has_not_come_yet_is_said(signed_in):
    here = scene()
    here.colleague()
    here.worker.last_login = timezone.now()
    here.worker.save()
    page = signed_in(here.worker).get(reverse("staff:colleagues"))
    words = [one.in_words for one in page.context["table"].shown]
    assert [one.endswith(" · har ikke logget inn ennå") for one in words].count(True) == 1
