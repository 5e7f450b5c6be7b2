"""A person's year in honoraria: what was paid and how, and what is still owed. Only reads."""

from dataclasses import dataclass

from django.db.models.functions import Coalesce
from django.utils import timezone

from participants.models import Participant
from payouts.models import Earning, Payout

FIRST_YEAR = 2000


@dataclass(frozen=True)
class Statement:
    """A year of `participant`: sums are øre, the earliest first.

    `paid` was paid in the year, whenever it was earned. `owed` was earned in the year and is not
    paid today.
    """

    participant: Participant
    year: int
    paid: list[Payout]
    owed: list[Earning]

    @property
    def paid_ore(self) -> int:
        """Return the sum that was paid in the year."""
        return sum(payout.earning.ore for payout in self.paid)

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
    own = Earning.objects.owed().filter(participant=participant)
    happened_at = Coalesce("earning__session__starts_at", "earning__care_visit__visited_at")
    paid = (
        Payout.objects.filter(earning__in=own, state=Payout.State.PAID, settled_at__year=year)
        .select_related("earning__session__activity", "earning__care_visit__work")
        .order_by("settled_at", happened_at, "earning_id")
    )
    unpaid = own.exclude(payouts__state=Payout.State.PAID).with_what().reverse()
    owed = [one for one in unpaid if timezone.localtime(one.happened_at).year == year]
    return Statement(participant=participant, year=year, paid=list(paid), owed=owed)
