"""When a budget runs out, reckoned by hand."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.dates import midnight
from payouts.budgets.outlook import running_out
from payouts.models import Budget, Reservation
from tests.factories.accounts import TeamFactory
from tests.factories.activities import SessionFactory
from tests.factories.payouts import BudgetFactory

pytestmark = pytest.mark.django_db


def budget_of(team, *, ore: int, committed: int = 0, **more) -> Budget:
    return BudgetFactory(team=team, amount_ore=ore, committed_ore=committed, **more)


def reserved(budget: Budget, *, days: int, ore: int) -> None:
    """Let a session `days` from today have reserved `ore` of `budget`."""
    starts_at = midnight(timezone.localdate() + timedelta(days=days)) + timedelta(hours=12)
    session = SessionFactory(
        team=budget.team, state="published", starts_at=starts_at,
    )  # fmt: skip
    Reservation.objects.create(session=session, budget=budget, rate_ore=ore, count=1)


def days_left(team) -> list[int]:
    today = timezone.localdate()
    return [(one.runs_out_on - today).days for one in running_out([team])]


def test_what_is_left_lasts_as_long_as_it_has_been_spent():
    """5 600 øre in eight weeks is 100 a day; 1 000 are free and 500 reserved: fifteen days."""
    budget = budget_of(TeamFactory(), ore=7_100, committed=6_100)
    reserved(budget, days=-10, ore=2_000)
    reserved(budget, days=-50, ore=3_600)
    reserved(budget, days=-57, ore=100_000)  # longer ago than we look
    reserved(budget, days=3, ore=500)
    assert days_left(budget.team) == [15]


def test_a_young_budget_is_measured_by_its_own_days():
    """400 øre in its ten days is 40 a day, so 400 more last ten days."""
    today = timezone.localdate()
    budget = budget_of(TeamFactory(), ore=800, committed=400, starts_on=today - timedelta(days=10))
    reserved(budget, days=-5, ore=400)
    assert days_left(budget.team) == [10]


def test_one_that_is_empty_has_run_out_today():
    budget = budget_of(TeamFactory(), ore=500, committed=500)
    assert days_left(budget.team) == [0]
    assert running_out([budget.team])[0].is_empty


@pytest.mark.parametrize(
    "more",
    [
        {"committed_ore": 500},  # lasts longer than sixty days
        {"ends_on": timezone.localdate() + timedelta(days=5), "committed_ore": 99_000},
        {"approved_by": None, "committed_ore": 100_000},
        {"ends_on": timezone.localdate(), "committed_ore": 100_000},
    ],
)
def test_what_is_nothing_to_tell(more):
    budget = BudgetFactory(amount_ore=100_000, **more)
    reserved(budget, days=-10, ore=5_600)
    assert running_out([budget.team]) == []


def test_nothing_spent_runs_out_never():
    budget = budget_of(TeamFactory(), ore=100)
    assert running_out([budget.team]) == []


def test_it_takes_two_questions_however_many(django_assert_num_queries):
    team = TeamFactory()
    for _number in range(3):
        reserved(budget_of(team, ore=500, committed=500), days=-1, ore=500)
        with django_assert_num_queries(2):
            running_out([team])
