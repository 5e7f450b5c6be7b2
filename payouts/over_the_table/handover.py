"""What every handover does alike, whatever is handed over."""

from typing import Any, TypeVar

from django.utils import timezone

from accounts.models import User
from payouts import bookings
from payouts.models import CashReceipt, Earning, GiftCardReceipt, Payout

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


def book(earning: Earning, *, method: str, account: str, receipt: Any, by: User) -> Payout:
    """Make the paid payout of `earning` behind `receipt`, and book it from `account`."""
    now = timezone.now()
    kind = {Payout.Method.CASH: "cash_receipt", Payout.Method.GIFT_CARD: "gift_card_receipt"}
    payout = Payout.objects.create(
        earning=earning,
        method=method,
        state=Payout.State.PAID,
        settled_at=min(receipt.at, now),
        heard_at=now,
        **{kind[Payout.Method(method)]: receipt},
    )
    bookings.send(payout, by=by)
    bookings.settle(payout, account=account, by=by)
    return payout
