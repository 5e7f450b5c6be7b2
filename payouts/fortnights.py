"""What one person has done and earned, in fortnights: planned hours and sums, and nothing else.

For whoever asks for it themselves, for example to show it to somebody who pays them. Why they ask
has no place here. Hours are the sessions' planned length (DESIGN §1.1).
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from participants.models import Participant
from payouts.models import Earning

FORTNIGHT = timedelta(days=14)


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


def fortnights(participant: Participant, *, year: int) -> list[Fortnight]:
    """Return the fortnights of `year` from its first Monday's week, up to today, in two queries."""
    start = date(year, 1, 1) - timedelta(days=date(year, 1, 1).weekday())
    after = min(date(year + 1, 1, 1), timezone.localdate() + timedelta(days=1))
    rows = []
    first = start
    while first < after:
        rows.append(Fortnight(first))
        first += FORTNIGHT
    period = {"gte": _midnight(date(year, 1, 1)), "lt": _midnight(date(year + 1, 1, 1))}
    taken = participant.attendances.filter(
        **{f"session__starts_at__{name}": moment for name, moment in period.items()}
    ).select_related("session")
    for fact in taken:
        _of(rows, start, fact.session.starts_at).minutes += fact.session.planned_minutes
    for earning in Earning.objects.live().filter(participant=participant).with_what():
        if timezone.localtime(earning.happened_at).year == year:
            _of(rows, start, earning.happened_at).ore += earning.ore
    return rows


def export(rows: list[Fortnight]) -> Iterator[str]:
    """Yield the lines of a CSV: from, to, planned hours, kroner."""
    text = io.StringIO()
    lines = csv.writer(text, delimiter=";", lineterminator="\r\n")
    lines.writerow(["Fra", "Til", "Planlagte timer", "Kroner"])
    for row in rows:
        sums = f"{row.ore // 100},{row.ore % 100:02d}"
        lines.writerow([f"{row.first:%d.%m.%Y}", f"{row.last:%d.%m.%Y}", row.hours, sums])
    yield "\ufeff" + text.getvalue()


def _of(rows: list[Fortnight], start: date, moment: datetime) -> Fortnight:
    return rows[(timezone.localtime(moment).date() - start) // FORTNIGHT]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
