"""One writer of roles, which Wagtail's groups follow."""

from typing import Any

import pytest
from django.test import Client
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from accounts.models import Membership, Role, Team
from accounts.roles import memberships, wagtail_groups
from core.errors import RuleBroken
from tests.factories.accounts import MembershipFactory, TeamFactory, UserFactory

pytestmark = pytest.mark.django_db


def groups_of(user: Any) -> list[str]:
    return sorted(user.groups.values_list("name", flat=True))


def test_a_role_is_given_once_and_its_history_says_by_whom() -> None:
    leader, user, team = UserFactory(), UserFactory(), TeamFactory()
    first = memberships.give(user, team=team, role=Role.WORKER, by=leader)
    assert memberships.give(user, team=team, role="worker", by=leader) == first
    assert [row.history_user for row in first.history.all()] == [leader]


def test_an_ended_role_is_opened_again() -> None:
    user, team = UserFactory(), TeamFactory()
    first = memberships.give(user, team=team, role=Role.WORKER, by=None)
    memberships.end(first, by=None)
    assert not Team.objects.of(user, [Role.WORKER]).exists()
    assert memberships.give(user, team=team, role=Role.WORKER, by=None) == first
    assert Team.objects.of(user, [Role.WORKER]).get() == team
    assert first.history.count() == 3


def test_ending_twice_changes_nothing() -> None:
    membership = MembershipFactory()
    ended_at = memberships.end(membership, by=None).ended_at
    assert memberships.end(membership, by=None).ended_at == ended_at


def test_a_team_keeps_a_leader() -> None:
    only = MembershipFactory(leader=True)
    with pytest.raises(RuleBroken) as broken:
        memberships.end(only, by=None)
    assert broken.value.message == "Teamet må ha en leder. Gjør en annen til leder først."
    MembershipFactory(leader=True, team=only.team)
    memberships.end(only, by=None)
    assert Membership.objects.active().filter(team=only.team).count() == 1


def test_a_leader_whose_login_is_closed_does_not_count() -> None:
    only = MembershipFactory(leader=True)
    MembershipFactory(leader=True, team=only.team, user__is_active=False)
    with pytest.raises(RuleBroken):
        memberships.end(only, by=None)


@pytest.mark.parametrize(
    ("role", "active", "sentence"),
    [
        ("boss", True, "Rollen finnes ikke."),
        (Role.WORKER, False, "Kontoen er stengt. Åpne den før du gir en rolle."),
    ],
)
def test_what_cannot_be_given_is_said(role: str, active: bool, sentence: str) -> None:
    with pytest.raises(RuleBroken, match=sentence):
        memberships.give(UserFactory(is_active=active), team=TeamFactory(), role=role, by=None)
    assert Membership.objects.count() == 0


@pytest.mark.parametrize("role", list(Role))
def test_only_storytellers_get_a_group(role: Role) -> None:
    user, team = UserFactory(), TeamFactory(name="Alna")
    memberships.give(user, team=team, role=role, by=None)
    wanted = {Role.LEADER: ["Alna – leder"], Role.EDITOR: ["Alna – redaktør"]}
    assert groups_of(user) == wanted.get(role, [])


def test_the_group_empties_when_the_role_ends_and_keeps_other_teams() -> None:
    user, alna, grorud = UserFactory(), TeamFactory(name="Alna"), TeamFactory(name="Grorud")
    ending = memberships.give(user, team=alna, role=Role.EDITOR, by=None)
    memberships.give(user, team=grorud, role=Role.EDITOR, by=None)
    memberships.end(ending, by=None)
    assert groups_of(user) == ["Grorud – redaktør"]


def test_a_renamed_team_keeps_its_groups_and_pictures() -> None:
    user, team = UserFactory(), TeamFactory(name="Gamle Oslo")
    memberships.give(user, team=team, role=Role.EDITOR, by=None)
    team.name = "Gamlebyen"
    team.save()
    wagtail_groups.mirror(team)
    assert groups_of(user) == ["Gamlebyen – redaktør"]
    assert wagtail_groups.collection_of(team).name == "Gamlebyen"
    assert Collection.objects.count() == 2


def test_storytellers_write_below_the_home_pages_with_their_own_pictures() -> None:
    user, team = UserFactory(), TeamFactory()
    memberships.give(user, team=team, role=Role.EDITOR, by=None)
    home_pages = Page.objects.filter(depth=2)
    rights = GroupPagePermission.objects.filter(group__user=user)
    assert sorted(rights.values_list("page_id", "permission__codename")) == sorted(
        (page.pk, right)
        for page in home_pages
        for right in ("add_page", "change_page", "publish_page")
    )
    pictures = GroupCollectionPermission.objects.filter(group__user=user)
    assert sorted(pictures.values_list("collection_id", "permission__codename")) == [
        (wagtail_groups.collection_of(team).pk, right)
        for right in ("add_image", "change_image", "choose_image")
    ]


def test_a_narrower_subtree_is_kept() -> None:
    user, team = UserFactory(), TeamFactory()
    memberships.give(user, team=team, role=Role.EDITOR, by=None)
    stories = Page.objects.get(depth=2).add_child(instance=Page(title="Historier"))
    wagtail_groups.let_edit_below(team, pages=[stories])
    memberships.give(UserFactory(), team=team, role=Role.LEADER, by=None)
    rights = GroupPagePermission.objects.filter(group__user=user)
    assert set(rights.values_list("page", flat=True)) == {stories.pk}


@pytest.mark.parametrize(
    ("role", "status"),
    [(role, 200 if role in (Role.LEADER, Role.EDITOR) else 403) for role in Role],
)
def test_who_gets_into_the_admin(role: Role, status: int, signed_in: Any) -> None:
    user = UserFactory()
    memberships.give(user, team=TeamFactory(), role=role, by=None)
    assert signed_in(user).get("/admin/").status_code == status


def test_the_staff_flag_of_django_opens_nothing(signed_in: Any) -> None:
    client: Client = signed_in(UserFactory(is_staff=True))
    assert client.get("/admin/").status_code == 403
