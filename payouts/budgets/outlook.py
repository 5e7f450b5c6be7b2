"""Which budgets run out before they end, and when, if as much is spent as lately. Only reads."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q, Sum
from django.utils import timezone

from accounts.models import Team
from core.dates import midnight
from payouts.models import Budget, Reservation

LOOKED_BACK = timedelta(days=56)
"""How long back the spending is measured: eight weeks, or since the budget began."""
SHORTEST = timedelta(days=7)
"""A budget that began yesterday is measured as if it had held for a week."""
WITHIN = timedelta(days=60)
"""How long before it runs out a budget is told of."""


@dataclass(frozen=True)
class Outlook:
    """A budget, and the day on which its money is gone; today when nothing is free any more."""

    budget: Budget
    runs_out_on: date

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing more can be promised now."""
        return self.budget.free_ore <= 0


def running_out(teams: Iterable[Team]) -> list[Outlook]:
    """Return the budgets of `teams` that run out within `WITHIN`, and before they end. Two queries.

    What is left is what is free, and what coming sessions have reserved. It is spent as fast as
    sessions and care visits of the last eight weeks spent it.
    """
    today = timezone.localdate()
    budgets = list(
        Budget.objects.filter(
            team__in=teams, approved_by__isnull=False, starts_on__lte=today, ends_on__gt=today
        ).select_related("team")
    )
    ore = F("count") * F("rate_ore") + F("extra_ore")
    since, now = midnight(today - LOOKED_BACK), timezone.now()
    lately = Q(session__starts_at__gte=since, session__starts_at__lt=now) | Q(
        care_visit__visited_at__gte=since, care_visit__visited_at__lt=now
    )
    ahead = Q(session__starts_at__gte=now)
    sums = {
        budget: (used or 0, reserved or 0)
        for budget, used, reserved in Reservation.objects.filter(budget__in=budgets)
        .values_list("budget")
        .annotate(used=Sum(ore, filter=lately), reserved=Sum(ore, filter=ahead))
    }
    found = []
    for budget in budgets:
        used, reserved = sums.get(budget.pk, (0, 0))
        days = _days_left(budget, used=used, reserved=reserved, today=today)
        if days is not None and days <= WITHIN.days:
            runs_out_on = today + timedelta(days=days)
            if runs_out_on < budget.ends_on:
                found.append(Outlook(budget, runs_out_on))
    return sorted(found, key=lambda one: (one.runs_out_on, one.budget.pk))


def _days_left(budget: Budget, *, used: int, reserved: int, today: date) -> int | None:
    """Return for how many days the money lasts; None when nothing is spent of it."""
    if budget.free_ore <= 0:
        return 0 if budget.usable_ore else None
    if not used:
        return None
    measured = max(SHORTEST, min(LOOKED_BACK, today - budget.starts_on))
    return (budget.free_ore + reserved) * measured.days // used
