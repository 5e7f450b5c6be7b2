"""A person's year in honoraria: what was paid and how, and what is still owed. Only reads."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch
from django.utils import timezone

from participants.models import Participant
from payouts.models import Earning, Payout

FIRST_YEAR = 2000


@dataclass(frozen=True)
class PaidLine:
    """An honorarium that was paid in the year."""

    earning: Earning
    payout: Payout

    @property
    def paid_at(self) -> datetime:
        """Return when it was handed over or arrived (UTC)."""
        return self.payout.settled_at or self.payout.created_at


@dataclass(frozen=True)
class Statement:
    """A year of `participant`: sums are øre, the earliest first.

    `paid` was paid in the year, whenever it was earned. `owed` was earned in the year and is not
    paid today.
    """

    participant: Participant
    year: int
    paid: list[PaidLine]
    owed: list[Earning]

    @property
    def paid_ore(self) -> int:
        """Return the sum that was paid in the year."""
        return sum(line.earning.ore for line in self.paid)

    @property
    def owed_ore(self) -> int:
        """Return the sum that was earned in the year and is still owed."""
        return sum(earning.ore for earning in self.owed)


def has_year(year: int) -> bool:
    """Tell whether there can be a statement of `year`: none of the future."""
    return FIRST_YEAR <= year <= timezone.localdate().year


def years_of(participant: Participant) -> list[int]:
    """Return the years in which something was paid to `participant`, and this one, newest first."""
    paid = Payout.objects.filter(earning__participant=participant, state=Payout.State.PAID)
    years = {moment.year for moment in paid.datetimes("settled_at", "year")}
    return sorted(years | {timezone.localdate().year}, reverse=True)


def statement(participant: Participant, *, year: int) -> Statement:
    """Return the statement of a calendar year in Oslo."""
    own = Earning.objects.owed().filter(participant=participant).with_what().reverse()
    in_year = Payout.objects.filter(state=Payout.State.PAID, settled_at__year=year)
    paid = own.filter(payouts__in=in_year).prefetch_related(
        Prefetch("payouts", in_year, to_attr="paid_in_year")
    )
    lines = [PaidLine(earning, earning.paid_in_year[0]) for earning in paid]  # type: ignore[attr-defined]
    owed = [
        earning
        for earning in own.exclude(payouts__state=Payout.State.PAID)
        if timezone.localtime(earning.happened_at).year == year
    ]
    return Statement(
        participant=participant,
        year=year,
        paid=sorted(lines, key=lambda line: line.paid_at),
        owed=owed,
    )
