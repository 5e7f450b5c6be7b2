"""Whether the books agree: sums, rows, seals, and the rules that the database keeps. Only reads."""

from collections.abc import Iterable

from core import constraint_checks, sealing
from ledger import seals
from ledger.models import Entry, EntrySeal
from payouts.models import CashReceipt, GiftCardReceipt
from payouts.reconciliation import row_checks, sum_checks
from payouts.reconciliation.row_checks import one_moment


def verify(anchors: Iterable[sealing.Anchor] = ()) -> list[str]:
    """Return what does not agree, a sentence each. Nothing to say is what should be.

    `anchors` are seals of the ledger that were told outside; the database must still have them,
    and the rules that let entries only be added. All of it is looked at as it was at one moment:
    those who work meanwhile disturb nothing.
    """
    with one_moment():
        found = [
            sentence for check in (*sum_checks.CHECKS, *row_checks.CHECKS) for sentence in check()
        ]
        found += seals.problems(anchors)
        return found + constraint_checks.lost(Entry, EntrySeal, CashReceipt, GiftCardReceipt)
