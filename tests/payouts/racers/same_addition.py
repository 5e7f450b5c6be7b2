"""Many approve the same additions at once: one of new money each way between two budgets."""

from typing import Any


def prepare() -> dict[str, Any]:
    from tests.factories.accounts import MembershipFactory
    from tests.factories.payouts import AdditionFactory, BudgetFactory

    one = BudgetFactory(amount_ore=100_000)
    other = BudgetFactory(team=one.team, amount_ore=100_000)
    there = AdditionFactory(budget=one, taken_from=other, ore=50_000)
    back = AdditionFactory(budget=other, taken_from=one, ore=20_000)
    finance = MembershipFactory(team=one.team, role="finance").user
    return {"additions": [there.pk, back.pk], "finance": finance.pk}


def act(index: int, prepared: dict[str, Any]) -> int:
    from accounts.models import User
    from payouts.budgets import additions
    from payouts.models import Addition

    addition = Addition.objects.get(pk=prepared["additions"][index % 2])
    return additions.approve(addition, by=User.objects.get(pk=prepared["finance"])).ore


def look(prepared: dict[str, Any]) -> dict[str, Any]:
    from payouts.models import Budget
    from payouts.reconciliation import verification

    amounts = Budget.objects.order_by("pk").values_list("amount_ore", flat=True)
    return {"amounts": list(amounts), "problems": verification.verify()}
