"""The questions about leading, inviting and the access log."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts import permissions
from accounts.models import Role
from tests.factories.accounts import MembershipFactory, TeamFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(
    ("question", "roles"),
    [
        (permissions.can_lead, {Role.LEADER}),
        (permissions.can_invite, {Role.LEADER}),
    ],
)
def test_each_role_in_its_own_team_and_in_another(question: Any, roles: Any, role: Role) -> None:
    membership = MembershipFactory(role=role)
    assert question(membership.user, membership.team) == (role in roles)
    assert question(membership.user, TeamFactory()) is False


def test_a_system_administrator_does_not_thereby_work_anywhere() -> None:
    administrator, team = UserFactory(administrator=True), TeamFactory()
    assert not permissions.is_staff_member(administrator)
    assert not permissions.can_lead(administrator, team)


def test_a_role_counts_until_it_ends_and_while_the_login_is_open() -> None:
    assert permissions.is_staff_member(MembershipFactory().user)
    ended = MembershipFactory(ended_at=timezone.now() - timedelta(seconds=1))
    assert not permissions.is_staff_member(ended.user)
    assert not permissions.is_staff_member(MembershipFactory(user__is_active=False).user)
    assert not permissions.is_staff_member(AnonymousUser())


def test_who_needs_a_second_factor_takes_one_query(django_assert_num_queries: Any) -> None:
    member, partner = MembershipFactory().user, UserFactory()
    with django_assert_num_queries(1):
        assert permissions.needs_second_factor(member)
    with django_assert_num_queries(1):
        assert not permissions.needs_second_factor(partner)
    with django_assert_num_queries(0):
        assert permissions.needs_second_factor(UserFactory.build(administrator=True))
        assert not permissions.needs_second_factor(AnonymousUser())
