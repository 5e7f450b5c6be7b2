"""Who may do what with money, role by role."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import Role
from payouts import permissions
from tests.factories.accounts import MembershipFactory, TeamFactory, UserFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.payouts import BudgetFactory, ThresholdFactory

pytestmark = pytest.mark.django_db

PAYS = {"leader", "worker", "finance"}
HOLDS = {"leader", "finance"}
READS = HOLDS | {"auditor"}
PAYER = "310000019"
QUESTIONS_OF_A_TEAM = (
    (permissions.can_pay, PAYS),
    (permissions.can_see_pay, PAYS | {"auditor"}),
    (permissions.can_correct_payments, HOLDS),
    (permissions.can_hold_budgets, HOLDS),
    (permissions.can_see_bank_accounts, HOLDS),
    (permissions.can_handle_bank_batches, HOLDS),
    (permissions.can_see_batches, READS),
)


@pytest.mark.parametrize("role", Role.values)
def test_each_role_in_its_own_team_and_in_another(role: str) -> None:
    membership, other = MembershipFactory(role=role), TeamFactory()
    user, team = membership.user, membership.team

    for question, roles in QUESTIONS_OF_A_TEAM:
        assert (question(user, team), question(user, other)) == (role in roles, False), question

    near, far = ParticipantFactory(team=team), ParticipantFactory(team=other)
    assert (
        permissions.can_note_pay_choice(user, near),
        permissions.can_note_pay_choice(user, far),
    ) == (role in PAYS, False)


@pytest.mark.parametrize("role", Role.values)
def test_the_books_are_the_installations(role: str) -> None:
    user = MembershipFactory(role=role).user

    assert permissions.can_read_books(user) == (role in READS)
    assert permissions.can_set_account_codes(user) == (role in HOLDS)


@pytest.mark.parametrize("role", Role.values)
def test_a_budget_is_approved_by_another_than_who_made_it(role: str) -> None:
    membership = MembershipFactory(role=role)
    user, team = membership.user, membership.team

    assert permissions.can_approve_budget(user, BudgetFactory(team=team)) == (role in HOLDS)
    assert not permissions.can_approve_budget(user, BudgetFactory(team=team, made_by=user))
    assert not permissions.can_approve_budget(user, BudgetFactory())


@pytest.mark.parametrize("role", Role.values)
def test_a_threshold_is_of_those_with_the_same_legal_payer(role: str) -> None:
    user = MembershipFactory(role=role, team=TeamFactory(organisation_number=PAYER)).user
    others, own = ThresholdFactory(), ThresholdFactory(made_by=user)
    elsewhere = ThresholdFactory(organisation_number="310000027")

    assert [permissions.can_end_threshold(user, one) for one in (others, own, elsewhere)] == [
        role in HOLDS, role in HOLDS, False,
    ]  # fmt: skip
    assert [permissions.can_verify_threshold(user, one) for one in (others, own, elsewhere)] == [
        role in HOLDS, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize("role", Role.values)
def test_the_whole_payroll_is_seen_by_who_keeps_the_money_of_every_team(role: str) -> None:
    threshold, keeps = ThresholdFactory(), role in {"finance", "auditor"}
    membership = MembershipFactory(role=role, team=TeamFactory(organisation_number=PAYER))
    TeamFactory(organisation_number="310000027")  # another legal payer

    assert permissions.can_see_whole_payroll(membership.user, threshold) == keeps

    second = TeamFactory(organisation_number=PAYER)
    assert not permissions.can_see_whole_payroll(membership.user, threshold)
    MembershipFactory(user=membership.user, role=role, team=second)
    assert permissions.can_see_whole_payroll(membership.user, threshold) == keeps


def test_an_administrator_and_nobody_at_all_have_no_right() -> None:
    team, threshold = TeamFactory(organisation_number=PAYER), ThresholdFactory()
    budget = BudgetFactory(team=team)

    for user in (UserFactory(administrator=True), AnonymousUser()):
        answers: list[Any] = [question(user, team) for question, _roles in QUESTIONS_OF_A_TEAM]
        answers += [permissions.can_read_books(user), permissions.can_set_account_codes(user)]
        answers += [
            question(user, threshold)
            for question in (
                permissions.can_end_threshold,
                permissions.can_verify_threshold,
                permissions.can_see_whole_payroll,
            )
        ]
        assert set(answers) == {False}
        assert not permissions.can_approve_budget(user, budget)
