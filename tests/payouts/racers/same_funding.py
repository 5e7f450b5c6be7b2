"""Many processes promise what waits for the same budget, which has money for some of it."""

from typing import Any


def prepare(waiting: int, funded: int) -> dict[str, Any]:
    from payouts.budgets import additions
    from payouts.earnings import promises
    from tests.factories.accounts import MembershipFactory
    from tests.factories.payouts import AdditionFactory
    from tests.payouts.helpers import scene

    stage = scene(places=1, budget_ore=15_000)
    for _number in range(1 + waiting):
        promises.record(stage.session, participant=stage.participant(), by=stage.by)
    promises.close(stage.session, by=stage.by)
    addition = AdditionFactory(budget=stage.budget, made_by=stage.by, ore=funded * 15_000)
    finance = MembershipFactory(team=stage.session.team, role="finance").user
    additions.approve(addition, by=finance)
    return {}


def act(index: int, prepared: dict[str, Any]) -> int:
    from payouts.earnings import unfunded

    return unfunded.fund_waiting()


def look(prepared: dict[str, Any]) -> dict[str, Any]:
    from ledger import books
    from ledger.models import Entry
    from notices.models import Task
    from payouts.models import Budget, Earning
    from payouts.reconciliation import verification

    budget, approved = Budget.objects.get(), Earning.objects.filter(state="approved")
    return {
        "approved": approved.count(),
        "people": approved.values("participant").distinct().count(),
        "vouchers": Entry.objects.filter(kind="approve").count(),
        "owed": books.balance("owed"),
        "waiting": Earning.objects.unfunded().count(),
        "tasks": Task.objects.open().count(),
        "free": budget.free_ore,
        "problems": verification.verify(),
    }
