"""What one person has done and earned, in fortnights: planned hours and sums, and nothing else.

For whoever asks for it themselves, for example to show it to somebody who pays them. Why they ask
has no place here. Hours are the sessions' planned length (rules.md#no-speed).
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from core.dates import midnight
from ledger import spreadsheets
from participants.models import Participant
from payouts.models import Earning

FORTNIGHT = timedelta(days=14)
A_MONDAY = date(2024, 1, 1)
"""A Monday on which a fortnight starts, unless whoever asks counts from the week after."""


@dataclass
class Fortnight:
    """Fourteen days from a Monday, with planned minutes and øre."""

    first: date
    minutes: int = 0
    ore: int = 0

    @property
    def last(self) -> date:
        """Return the last of the fourteen days."""
        return self.first + FORTNIGHT - timedelta(days=1)

    @property
    def hours(self) -> str:
        """Return the planned hours with a decimal comma."""
        return f"{self.minutes / 60:.2f}".replace(".", ",")


def fortnights(participant: Participant, *, year: int, monday: date = A_MONDAY) -> list[Fortnight]:
    """Return the fortnights that have a day in `year`, up to today, in two queries.

    They run on over New Year without a break, and each holds all of its fourteen days: one that
    spans New Year is the same in both years' lists. A session is on the day on which it starts.
    What lies ahead and is promised already (we cancelled) lengthens the list. `monday` is the
    first day of any of them.
    """
    first = _start_of(date(year, 1, 1), monday)
    after = _start_of(date(year, 12, 31), monday) + FORTNIGHT
    minutes: dict[date, int] = defaultdict(int)
    sums: dict[date, int] = defaultdict(int)
    taken = participant.attendances.filter(
        session__starts_at__gte=midnight(first), session__starts_at__lt=midnight(after)
    ).select_related("session")
    for fact in taken:
        day = timezone.localdate(fact.session.starts_at)
        minutes[_start_of(day, monday)] += fact.session.planned_minutes
    for earning in Earning.objects.owed().filter(participant=participant).with_what():
        sums[_start_of(timezone.localdate(earning.happened_at), monday)] += earning.ore
    last = max([_start_of(timezone.localdate(), monday), *minutes, *sums])
    rows = []
    while first < after and first <= last:
        rows.append(Fortnight(first, minutes[first], sums[first]))
        first += FORTNIGHT
    return rows


def export(rows: list[Fortnight]) -> Iterator[str]:
    """Return the lines of a CSV: from, to, planned hours, kroner."""
    values = (
        (f"{row.first:%d.%m.%Y}", f"{row.last:%d.%m.%Y}", row.hours, spreadsheets.kroner(row.ore))
        for row in rows
    )
    return spreadsheets.lines(["Fra", "Til", "Planlagte timer", "Kroner"], values)


def _start_of(day: date, monday: date) -> date:
    """Return the first day of the fortnight of `day`, when one of them starts on `monday`."""
    return day - (day - monday) % FORTNIGHT
