"""Many sessions are offered at once on a budget that covers some of them."""

from typing import Any


def prepare(sessions_covered: int) -> dict[str, Any]:
    from tests.factories.accounts import TeamFactory
    from tests.factories.activities import ActivityFactory, SessionFactory, with_staff
    from tests.factories.payouts import BudgetFactory, RateFactory

    team, activity = TeamFactory(), ActivityFactory()
    RateFactory(activity=activity)
    BudgetFactory(team=team, amount_ore=sessions_covered * 15_000)
    drafts = [
        with_staff(SessionFactory(team=team, activity=activity, places=1)).pk for _n in range(12)
    ]
    return {"drafts": drafts}


def act(index: int, prepared: dict[str, Any]) -> str:
    from activities.models import Session
    from payouts.earnings import promises

    return promises.offer(Session.objects.get(pk=prepared["drafts"][index]), by=None).state


def look(prepared: dict[str, Any]) -> dict[str, int]:
    from activities.models import Session
    from payouts.models import Budget

    budget = Budget.objects.get()
    return {
        "committed": budget.committed_ore,
        "amount": budget.amount_ore,
        "published": Session.objects.filter(state="published").count(),
    }
