"""Coming in anew: three people, a letter to the old address, no session and no factor left."""

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.urls import reverse

from accounts.models import Role
from accounts.permissions import can_begin_sign_in_anew
from accounts.sign_in import second_factor
from activities.staffing import colleagues
from core.errors import RuleBroken
from notices import sign_in_reset
from notices.models import Message
from tests.factories.accounts import MembershipFactory, TeamFactory, UserFactory
from tests.portals.shown_form import press

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    team = TeamFactory()
    leader, other, worker = (UserFactory() for _number in range(3))
    MembershipFactory(user=leader, team=team, role=Role.LEADER)
    MembershipFactory(user=other, team=team, role=Role.LEADER)
    MembershipFactory(user=worker, team=team)
    return leader, other, worker


def test_the_old_address_is_told_and_nothing_of_before_opens(
    people, signed_in, django_capture_on_commit_callbacks
):
    leader, _other, worker = people
    client = signed_in(worker)
    Authenticator.objects.create(user=worker, type=Authenticator.Type.TOTP, data={})
    old = worker.email
    with django_capture_on_commit_callbacks(execute=True):
        sign_in_reset.begin_anew(worker, email="Ny@example.no", by=leader)
    assert Message.objects.get(user=worker).address == old
    assert [letter.to for letter in mail.outbox] == [["ny@example.no"]]
    worker.refresh_from_db()
    assert (worker.email, worker.has_usable_password()) == ("ny@example.no", False)
    assert not second_factor.is_set_up(worker)
    answer = client.get("/staff/")
    assert (answer.status_code, answer["Location"][:13]) == (302, "/konto/login/")


def test_the_first_factor_waits_until_another_leader_has_met_them(people, signed_in):
    leader, other, worker = people
    change = sign_in_reset.begin_anew(worker, email=worker.email, by=leader)
    worker.refresh_from_db()
    client = signed_in(worker, factor=False)
    for name in ("mfa_activate_totp", "mfa_add_webauthn"):
        assert client.get(reverse(name)).status_code == 302, name
        assert client.post(reverse(name)).status_code == 302, name
    assert "Møt en leder først" in client.get(reverse("second_factor")).content.decode()
    for nobody in (leader, worker, UserFactory(administrator=True)):
        with pytest.raises(RuleBroken):
            sign_in_reset.confirm_in_person(change, by=nobody)
    sign_in_reset.confirm_in_person(change, by=other)
    sign_in_reset.confirm_in_person(change, by=leader)  # a repeat
    assert not second_factor.waits_for_a_leader(worker)


def test_who_waits_sets_up_no_factor_while_their_roles_are_ended(people, signed_in):
    leader, _other, worker = people
    team = worker.memberships.get().team
    sign_in_reset.begin_anew(worker, email="leaders-own@example.no", by=leader)
    colleagues.end_membership(
        worker, team=team, by=leader
    )  # a password is enough for whoever has no role
    worker.refresh_from_db()
    client = signed_in(worker, factor=False)
    for name in ("mfa_activate_totp", "mfa_add_webauthn"):
        for ask in (client.get, client.post):
            answer = ask(reverse(name))
            assert (answer.status_code, reverse("second_factor") in answer["Location"]) == (
                302,
                True,
            ), name
    assert "Møt en leder først" in client.get(reverse("second_factor")).content.decode()


def test_a_second_beginning_does_not_open_what_the_first_one_closed(people):
    leader, other, worker = people
    first = sign_in_reset.begin_anew(worker, email="a@example.no", by=leader)
    second = sign_in_reset.begin_anew(worker, email="b@example.no", by=other)
    sign_in_reset.confirm_in_person(second, by=leader)
    assert second_factor.waits_for_a_leader(worker)
    sign_in_reset.confirm_in_person(first, by=other)
    assert not second_factor.waits_for_a_leader(worker)


def test_where_there_is_no_other_leader_one_of_another_team_meets_them():
    alone, worker, elsewhere = UserFactory(), UserFactory(), UserFactory()
    team = TeamFactory()
    MembershipFactory(user=alone, team=team, role=Role.LEADER)
    MembershipFactory(user=worker, team=team)
    MembershipFactory(user=elsewhere, role=Role.LEADER)
    change = sign_in_reset.begin_anew(worker, email=worker.email, by=alone)
    assert sign_in_reset.confirm_in_person(change, by=elsewhere).confirmed_by == elsewhere


@pytest.mark.parametrize("role", [Role.WORKER, Role.FINANCE, Role.AUDITOR, Role.EDITOR])
def test_only_a_leader_begins_and_never_for_themselves(people, role):
    leader, _other, worker = people
    nobody = MembershipFactory(team=worker.memberships.get().team, role=role).user
    stranger = MembershipFactory(role=Role.LEADER).user
    for by, whose in ((nobody, worker), (stranger, worker), (leader, leader)):
        with pytest.raises(RuleBroken):
            sign_in_reset.begin_anew(whose, email="x@example.no", by=by)


def test_an_address_of_somebody_else_is_not_taken(people):
    leader, other, worker = people
    with pytest.raises(RuleBroken, match="En annen logger inn"):
        sign_in_reset.begin_anew(worker, email=other.email.upper(), by=leader)


def test_both_leaders_find_it_among_their_colleagues(people, signed_in):
    leader, other, worker = people
    address = reverse("staff:colleague_sign_in", args=[worker.pk])
    page = signed_in(leader).get(reverse("staff:sign_ins")).content.decode()
    assert address in page
    signed_in(leader).post(address, {"email": "ny@example.no"})
    page = signed_in(other).get(reverse("staff:sign_ins")).content.decode()
    assert "venter på å møte deg" in page
    press(signed_in(other), address)
    assert not second_factor.waits_for_a_leader(worker)


def test_the_admin_has_no_door_to_users_and_groups(signed_in, people):
    client = signed_in(UserFactory(administrator=True))
    _leader, _other, worker = people
    before = worker.email
    for address in (f"/admin/users/edit/{worker.pk}/", "/admin/users/", "/admin/groups/"):
        assert client.get(address).status_code == 404
        assert client.post(address, {"email": "x@example.no"}).status_code == 404
    worker.refresh_from_db()
    assert worker.email == before


def test_whoever_knows_an_address_shuts_nobody_of_another_team_out(people, signed_in):
    _leader, _other, worker = people
    stranger = MembershipFactory(role=Role.LEADER)
    for _time in range(2):
        colleagues.invite(
            worker.email, name="", team=stranger.team, role=Role.EDITOR, by=stranger.user
        )
        with pytest.raises(RuleBroken):
            sign_in_reset.begin_anew(worker, email="stranger@example.no", by=stranger.user)
        page = signed_in(stranger.user).get(reverse("staff:sign_ins")).content.decode()
        assert reverse("staff:colleague_sign_in", args=[worker.pk]) not in page
        colleagues.end_membership(worker, team=stranger.team, by=stranger.user)


def test_a_new_role_at_home_moves_nobody_and_leaving_does(people):
    leader, _other, worker = people
    stranger, home = MembershipFactory(role=Role.LEADER), worker.memberships.get().team
    colleagues.invite(worker.email, name="", team=stranger.team, role=Role.EDITOR, by=stranger.user)
    colleagues.set_roles(worker, team=home, roles=[Role.FINANCE], by=leader)
    assert not can_begin_sign_in_anew(stranger.user, worker)
    assert can_begin_sign_in_anew(leader, worker)
    colleagues.end_membership(worker, team=home, by=leader)
    assert can_begin_sign_in_anew(stranger.user, worker)
