"""What every handover does alike, whatever is handed over."""

from typing import Any, TypeVar

from django.utils import timezone

from accounts.models import User
from payouts import bookings
from payouts.models import CashReceipt, Earning, GiftCardReceipt, Payout
from payouts.over_the_table import signatures

R = TypeVar("R", CashReceipt, GiftCardReceipt)


def receipt_of(kind: type[R], rows: list[Earning]) -> R | None:
    """Return the receipt for exactly `rows`: what a repeat is answered with.

    What has been said not to have reached the person (`payouts.corrections`) is not paid by it.
    """
    wanted = {row.pk for row in rows}
    before = kind._default_manager.filter(payouts__earning__in=rows).distinct()
    for receipt in before.prefetch_related("payouts"):
        paid = {(one.earning_id, one.state) for one in receipt.payouts.all()}
        if paid == {(pk, Payout.State.PAID) for pk in wanted}:
            return receipt
    return None


def give(
    kind: type[R],
    rows: list[Earning],
    *,
    confirmation: signatures.Confirmation,
    account: str,
    by: User,
    **facts: Any,
) -> R:
    """Write the receipt for `rows`, with `facts` and how it was confirmed; book from `account`."""
    ore = sum(row.ore for row in rows)
    receipt = kind(ore=ore, **signatures.facts(confirmation, by=by), **facts)
    receipt.save()
    signatures.keep_drawing(receipt, signature=confirmation.signature)
    team_id = receipt.box.team_id if isinstance(receipt, CashReceipt) else receipt.team_id
    signatures.ask_witness(receipt, team_id=team_id, by=by, code=confirmation.witness_code)
    for row in rows:
        _book(row, account=account, receipt=receipt, by=by)
    return receipt


def _book(earning: Earning, *, account: str, receipt: R, by: User) -> None:
    """Make the paid payout of `earning` behind `receipt`, and book it from `account`."""
    now = timezone.now()
    in_cash = isinstance(receipt, CashReceipt)
    payout = Payout.objects.create(
        earning=earning,
        method=Payout.Method.CASH if in_cash else Payout.Method.GIFT_CARD,
        state=Payout.State.PAID,
        settled_at=min(receipt.at, now),
        heard_at=now,
        **{"cash_receipt" if in_cash else "gift_card_receipt": receipt},
    )
    bookings.send(payout, by=by)
    bookings.settle(payout, account=account, by=by)
