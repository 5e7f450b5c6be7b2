"""Payouts to the bank as their pages show them: one row a payment, whatever it is for."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from payouts.bank import pain002
from payouts.bank import statuses as arrivals
from payouts.models import Payout


@dataclass(frozen=True)
class Payment:
    """What one person gets in one sum; `payouts` are those of it on this page."""

    payouts: list[Payout]
    is_lost: bool
    is_not_arrived: bool

    @property
    def first(self) -> Payout:
        """Return the payout by which the payment is named."""
        return self.payouts[0]

    @property
    def failed_in_words(self) -> str:
        """Return why it did not arrive."""
        return pain002.in_words(self.first.failed_reason)


def payments(payouts: Iterable[Payout]) -> list[Payment]:
    """Put together what is one payment and stands alike. `payouts` come with `payment_ore`."""
    rows = list(payouts)
    lost, not_arrived = arrivals.booked_as_lost(rows), arrivals.booked_as_not_arrived(rows)

    def alike(row: Payout) -> tuple[Any, ...]:
        one = (row.batch_id, row.earning.participant_id, row.sealed_as, row.state)
        return *one, row.pk in lost, row.pk in not_arrived

    return [
        Payment(list(some), is_lost, is_not_arrived)
        for (*_one, is_lost, is_not_arrived), some in groupby(rows, key=alike)
    ]
