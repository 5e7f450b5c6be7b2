"""What we promised in a time, and what has become of it: how many, how much, how many days.

Only sums over many: nothing here is about one person. Only reads.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import ceil
from statistics import median

from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from core.dates import midnight
from payouts.models import Earning, Payout

ENDS = (0, 7, 14, 30)
"""The most days of each bar but the last, which has no end."""
SPANS = (
    _("samme dag"), _("1–7 dager"), _("8–14 dager"), _("15–30 dager"), _("over 30 dager"),
)  # fmt: skip
FEWEST_FOR_DAYS = 3
"""With fewer paid than this, the days would tell of one or two people."""


@dataclass
class Part:
    """A number of honoraria and their sum in øre."""

    count: int = 0
    ore: int = 0

    def add(self, ore: int) -> None:
        """Count one more."""
        self.count += 1
        self.ore += ore


@dataclass(frozen=True)
class Bar:
    """How many were paid within a span of days; `percent` of the longest bar, for drawing."""

    words: str
    count: int
    percent: int


@dataclass
class PaymentTimes:
    """What was promised for [first, last], and where it stands today.

    `promised` is all of it: `not_approved`, `on_its_way` and `paid` together make it up. What was
    earned and no budget has enough for stands beside it, `unfunded`: nobody has promised it yet.
    """

    first: date
    last: date
    promised: Part = field(default_factory=Part)
    unfunded: Part = field(default_factory=Part)
    not_approved: Part = field(default_factory=Part)
    on_its_way: Part = field(default_factory=Part)
    paid: Part = field(default_factory=Part)
    days: list[int] = field(default_factory=list)

    @property
    def has_enough_paid(self) -> bool:
        """Tell whether enough was paid to speak of days without speaking of somebody."""
        return len(self.days) >= FEWEST_FOR_DAYS

    @property
    def median_days(self) -> int | None:
        """Return the days between taking part and paid that half stayed within, or None."""
        return ceil(median(self.days)) if self.has_enough_paid else None

    @property
    def longest_days(self) -> int | None:
        """Return the most days that anybody has had to wait, or None."""
        return max(self.days) if self.has_enough_paid else None

    @property
    def bars(self) -> list[Bar]:
        """Return one bar a span; none when too few were paid."""
        if not self.has_enough_paid:
            return []
        counts = Counter(bisect_left(ENDS, days) for days in self.days)
        most = max(counts.values())
        return [
            Bar(str(words), counts[bar], round(100 * counts[bar] / most))
            for bar, words in enumerate(SPANS)
        ]


def measure(teams: Iterable[Team], *, first: date, last: date) -> PaymentTimes:
    """Return what was promised to the people of `teams` for what happened in [first, last]."""
    start = midnight(first)
    end = midnight(last + timedelta(days=1))
    live = Payout.objects.filter(earning=OuterRef("pk"), state=Payout.State.PAID)
    rows = (
        Earning.objects.owed()
        .filter(Q(session__team__in=teams) | Q(care_visit__work__team__in=teams))
        .annotate(
            happened=Coalesce("session__starts_at", "care_visit__visited_at"),
            settled=Subquery(live.values("settled_at")[:1]),
        )
        .filter(happened__gte=start, happened__lt=end)
        .values_list("ore", "state", "happened", "settled")
    )
    found = PaymentTimes(first, last)
    for ore, state, happened, settled in rows:
        if state == Earning.State.UNFUNDED:
            found.unfunded.add(ore)
            continue
        found.promised.add(ore)
        if settled:
            found.paid.add(ore)
            between = timezone.localdate(settled) - timezone.localdate(happened)
            found.days.append(max(0, between.days))
        elif state == Earning.State.APPROVED:
            found.on_its_way.add(ore)
        else:
            found.not_approved.add(ore)
    return found
