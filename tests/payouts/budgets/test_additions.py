"""More money for a budget: found by one, approved by another, and found again in the books."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from core.errors import RuleBroken
from core.money import MOST_ORE
from notices.models import Task
from payouts.budgets import additions, budgets
from payouts.earnings import promises, unfunded
from payouts.models import Addition, Budget, Earning
from payouts.reconciliation import verification
from tests.factories.accounts import MembershipFactory
from tests.factories.payouts import AdditionFactory, BudgetFactory
from tests.payouts.helpers import scene

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def two_eyes(budget: Budget) -> tuple[User, User]:
    """Return a leader and somebody from finance in the budget's team."""
    return (
        MembershipFactory(team=budget.team, role="leader").user,
        MembershipFactory(team=budget.team, role="finance").user,
    )


def proposed(budget: Budget, *, by: User, ore: int = 30_000, **more: Any) -> Addition:
    values = {"reason": "Vedtak 12/26", "key": uuid4(), **more}
    return additions.propose(budget, ore=ore, by=by, **values)


def test_it_counts_when_a_second_person_approves_and_once() -> None:
    budget = BudgetFactory(amount_ore=100_000)
    leader, finance = two_eyes(budget)
    addition = proposed(budget, by=leader)
    budget.refresh_from_db()
    assert budget.amount_ore == 100_000

    for _twice in range(2):
        additions.approve(addition, by=finance)

    budget.refresh_from_db()
    addition.refresh_from_db()
    assert budget.amount_ore == 130_000
    assert (addition.made_by, addition.approved_by) == (leader, finance)
    assert verification.verify() == []
    by_whom = budget.history.order_by("history_id").values_list("amount_ore", "history_user")
    assert by_whom.last() == (130_000, finance.pk)


def test_the_same_page_adds_once() -> None:
    budget = BudgetFactory()
    leader, _finance = two_eyes(budget)
    key = uuid4()
    assert proposed(budget, by=leader, key=key) == proposed(budget, by=leader, key=key)
    assert Addition.objects.count() == 1


def test_four_eyes_in_the_verb_and_in_the_database() -> None:
    budget = BudgetFactory()
    leader, _finance = two_eyes(budget)
    worker = MembershipFactory(team=budget.team, role="worker").user
    stranger = MembershipFactory(role="leader").user
    addition = proposed(budget, by=leader)

    for nobody in (leader, worker, stranger):
        with pytest.raises(RuleBroken):
            additions.approve(addition, by=nobody)
    for nobody in (worker, stranger):
        with pytest.raises(RuleBroken):
            proposed(budget, by=nobody)
    with pytest.raises(IntegrityError), transaction.atomic():
        Addition.objects.update(approved_by=leader, approved_at=addition.created_at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Addition.objects.update(approved_at=addition.created_at)
    budget.refresh_from_db()
    assert budget.amount_ore == 1_000_000


@pytest.mark.parametrize(
    ("ore", "reason"), [(0, "Vedtak"), (-1, "Vedtak"), (MOST_ORE, "Vedtak"), (1, "  ")]
)
def test_what_cannot_be_is_answered(ore: int, reason: str) -> None:
    budget = BudgetFactory()
    leader, _finance = two_eyes(budget)
    with pytest.raises(RuleBroken):
        proposed(budget, by=leader, ore=ore, reason=reason)
    assert Addition.objects.count() == 0


def test_a_budget_must_be_in_force_first() -> None:
    budget = BudgetFactory(approved_by=None)
    leader, _finance = two_eyes(budget)
    with pytest.raises(RuleBroken):
        proposed(budget, by=leader)


def test_moving_takes_from_one_and_gives_to_the_other() -> None:
    empty = BudgetFactory(amount_ore=10_000)
    full = BudgetFactory(team=empty.team, amount_ore=50_000)
    leader, finance = two_eyes(empty)

    additions.approve(proposed(empty, by=leader, ore=50_000, taken_from=full), by=finance)

    amounts = Budget.objects.order_by("pk").values_list("amount_ore", flat=True)
    assert list(amounts) == [60_000, 0]
    assert verification.verify() == []


def test_what_the_other_has_promised_meanwhile_stays_with_it() -> None:
    stage = scene(places=2, budget_ore=60_000)
    leader, finance = two_eyes(stage.budget)
    empty = BudgetFactory(team=stage.budget.team, amount_ore=10_000)
    with pytest.raises(RuleBroken) as told:
        proposed(empty, by=leader, ore=30_001, taken_from=stage.budget)
    assert "300\u00a0kr" in told.value.message
    addition = proposed(empty, by=leader, ore=30_000, taken_from=stage.budget)
    for _n in range(3):
        promises.record(stage.session, participant=stage.participant(), by=stage.by)

    with pytest.raises(RuleBroken):
        additions.approve(addition, by=finance)

    stage.budget.refresh_from_db()
    empty.refresh_from_db()
    assert (stage.budget.amount_ore, empty.amount_ore) == (60_000, 10_000)


def test_only_within_the_team_and_never_lease_income() -> None:
    budget = BudgetFactory()
    leader, _finance = two_eyes(budget)
    others = (
        BudgetFactory(),
        BudgetFactory(team=budget.team, approved_by=None),
        BudgetFactory(team=budget.team, source="lease_income", earmarked_ore=900_000),
    )
    for other in others:
        with pytest.raises(RuleBroken):
            proposed(budget, by=leader, ore=1, taken_from=other)
    with pytest.raises(IntegrityError), transaction.atomic():
        AdditionFactory(budget=budget, taken_from=budget)


def test_it_can_be_taken_away_until_somebody_approves() -> None:
    budget = BudgetFactory()
    leader, finance = two_eyes(budget)
    mistake, right = proposed(budget, by=leader), proposed(budget, by=leader)
    for _twice in range(2):
        additions.remove(mistake, by=finance)
    additions.approve(right, by=finance)

    with pytest.raises(RuleBroken):
        additions.remove(right, by=leader)

    assert list(Addition.objects.all()) == [right]
    assert Addition.history.filter(id=mistake.pk, history_type="-").count() == 1


def test_the_thirteenth_is_honoured_when_the_money_is_found() -> None:
    stage = scene(places=1, budget_ore=15_000)
    leader, finance = two_eyes(stage.budget)
    for _n in range(2):
        promises.record(stage.session, participant=stage.participant(), by=stage.by)
    promises.close(stage.session, by=stage.by)
    assert (Earning.objects.live().count(), Task.objects.open().count()) == (1, 1)

    additions.approve(proposed(stage.budget, by=leader, ore=15_000), by=finance)

    assert [unfunded.fund_waiting(), unfunded.fund_waiting()] == [1, 0]
    assert list(Earning.objects.values_list("state", flat=True)) == ["approved", "approved"]
    assert Task.objects.open().count() == 0
    assert verification.verify() == []


def test_a_sum_that_nobody_decided_is_found_in_the_books() -> None:
    budget = BudgetFactory(name="Tilskudd", amount_ore=100_000)
    Budget.objects.update(amount_ore=100_001)
    assert verification.verify() == [
        "Budsjettet Tilskudd er på 1\u00a0000,01\u00a0kr, men bevilgningene er 1\u00a0000\u00a0kr."
    ]
    assert budget.history.count() == 1


def test_an_unapproved_budget_can_be_taken_away_and_no_other() -> None:
    wrong = BudgetFactory(approved_by=None)
    leader, finance = two_eyes(wrong)
    in_force = BudgetFactory(team=wrong.team)
    with pytest.raises(RuleBroken):
        budgets.remove(wrong, by=MembershipFactory(team=wrong.team, role="worker").user)
    for _twice in range(2):
        budgets.remove(wrong, by=leader)
    with pytest.raises(RuleBroken):
        budgets.remove(in_force, by=finance)
    assert list(Budget.objects.all()) == [in_force]


def test_many_approve_and_move_at_once_and_each_krone_is_there_once(race: Any) -> None:
    result = race.run("tests.payouts.racers.same_addition", processes=12)

    assert [act.get("error") for act in result["acts"] if act.get("error")] == []
    assert result["look"] == {"amounts": [130_000, 70_000], "problems": []}
