"""Lease income is earmarked by a second person, never more than has come in."""

import pytest
from django.db import IntegrityError, transaction

from core.errors import RuleBroken
from ledger import chart
from ledger.models import Entry
from payouts.budgets import budgets
from payouts.earnings import promises
from payouts.models import Budget, Reservation
from payouts.reconciliation import verification
from tests.factories.accounts import MembershipFactory
from tests.factories.activities import ActivityFactory, SessionFactory, with_staff
from tests.factories.payouts import BudgetFactory, RateFactory
from tests.payouts.helpers import booked

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def lease_budget(*, income: int = 100_000, amount: int = 80_000) -> tuple[Budget, object]:
    """Return a budget of lease income, and a leader of its team who did not make it."""
    leader = MembershipFactory(role="leader")
    budget = BudgetFactory(team=leader.team, source="lease_income", amount_ore=amount)
    booked(key="rent", debit="bank", credit=chart.lease_income(leader.team), ore=income)
    return budget, leader.user


def test_earmarking_moves_income_to_the_budget_once() -> None:
    budget, leader = lease_budget()
    assert budget.free_ore == 0

    for _twice in range(2):
        budget = budgets.earmark(budget, ore=60_000, by=leader, key="one")

    assert (budget.earmarked_ore, budget.free_ore) == (60_000, 60_000)
    entries = Entry.objects.filter(kind="earmark")
    assert list(entries.values_list("debit", "credit", "ore")) == [
        (f"lease_income:{budget.team_id}", f"earmarked:{budget.pk}", 60_000)
    ]
    assert verification.verify() == []


@pytest.mark.parametrize("ore", [0, -1, 80_001])
def test_sums_that_do_not_fit_are_refused(ore: int) -> None:
    budget, leader = lease_budget()
    with pytest.raises(RuleBroken):
        budgets.earmark(budget, ore=ore, by=leader, key="one")


def test_never_more_than_the_team_has_had_in() -> None:
    budget, leader = lease_budget(income=50_000)
    other = lease_budget_of_another_team()
    with pytest.raises(RuleBroken):
        budgets.earmark(budget, ore=50_001, by=leader, key="one")
    budgets.earmark(budget, ore=50_000, by=leader, key="two")
    with pytest.raises(RuleBroken):
        budgets.earmark(budget, ore=1, by=leader, key="three")
    assert Budget.objects.get(pk=other.pk).earmarked_ore == 0


def lease_budget_of_another_team() -> Budget:
    budget = BudgetFactory(source="lease_income")
    booked(key="other", debit="bank", credit=chart.lease_income(budget.team), ore=9_000)
    return budget


def test_four_eyes_and_the_right_source() -> None:
    budget, leader = lease_budget()
    Budget.objects.filter(pk=budget.pk).update(made_by=leader, approved_by=None)
    with pytest.raises(RuleBroken):
        budgets.earmark(budget, ore=1, by=leader, key="one")
    grant = BudgetFactory(team=budget.team)
    with pytest.raises(RuleBroken):
        budgets.earmark(grant, ore=1, by=leader, key="one")


def test_only_what_is_earmarked_can_be_promised() -> None:
    budget, leader = lease_budget()
    activity = ActivityFactory()
    RateFactory(activity=activity)
    draft = with_staff(SessionFactory(activity=activity, team=budget.team, places=2))
    with pytest.raises(RuleBroken):
        promises.offer(draft, by=leader)

    budgets.earmark(budget, ore=30_000, by=leader, key="one")
    promises.offer(draft, by=leader)

    budget.refresh_from_db()
    assert (budget.committed_ore, budget.free_ore) == (30_000, 0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Budget.objects.filter(pk=budget.pk).update(committed_ore=30_001)


def test_a_budget_with_lease_income_set_aside_is_not_taken_away() -> None:
    budget, leader = lease_budget()
    Budget.objects.filter(pk=budget.pk).update(approved_by=None)
    budgets.earmark(budget, ore=60_000, by=leader, key="one")
    with pytest.raises(RuleBroken):
        budgets.remove(budget, by=leader)
    assert verification.verify() == []
    assert Budget.objects.filter(pk=budget.pk).exists()


def test_what_is_free_is_what_can_be_used_less_what_is_set_aside() -> None:
    sums = {"amount_ore": 100, "earmarked_ore": 40, "committed_ore": 10}

    assert Budget(source=Budget.Source.GRANT, **sums).free_ore == 90
    assert Budget(source=Budget.Source.LEASE_INCOME, **sums).free_ore == 30
    assert Reservation(count=3, rate_ore=100, extra_ore=7).ore == 307
