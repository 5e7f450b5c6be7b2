"""What every handover does alike, whatever is handed over."""

import hashlib
from typing import Any, TypeVar

from django.utils import timezone

from accounts.models import User
from payouts import postings
from payouts.models import CashReceipt, Earning, GiftCardReceipt, Payout, Signature
from payouts.over_the_table import handover_confirmation

R = TypeVar("R", CashReceipt, GiftCardReceipt)


def receipt_of(kind: type[R], rows: list[Earning]) -> R | None:
    """Return the receipt for exactly `rows`: what a repeat is answered with.

    What has been said not to have reached the person (`payouts.losses`) is not paid by it.
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
    signed: handover_confirmation.Signed,
    account: str,
    by: User,
    **facts: Any,
) -> R:
    """Write the receipt for `rows`, with `facts` and how it was confirmed; book from `account`."""
    drawn = signed.get("signature", "")
    receipt = kind._default_manager.create(
        ore=sum(row.ore for row in rows),
        paid_by=by,
        paid_by_initials=signed.get("paid_by_initials", "").strip().upper(),
        witness=signed.get("witness"),
        witness_initials=signed.get("witness_initials", "").strip().upper(),
        signature_sha256=hashlib.sha256(drawn.encode()).hexdigest() if drawn else "",
        **facts,
    )
    if isinstance(receipt, CashReceipt):
        method, link, team_id = Payout.Method.CASH, "cash_receipt", receipt.box.team_id
    else:
        method, link, team_id = Payout.Method.GIFT_CARD, "gift_card_receipt", receipt.team_id
    if drawn:
        kept_until = timezone.localdate(receipt.at) + handover_confirmation.KEPT
        Signature.objects.create(path=drawn, kept_until=kept_until, **{link: receipt})
    code = signed.get("witness_code", "")
    handover_confirmation.ask_second(receipt, receipt.witness, team_id=team_id, by=by, code=code)
    now = timezone.now()
    for row in rows:
        payout = Payout.objects.create(
            earning=row,
            method=method,
            state=Payout.State.PAID,
            settled_at=min(receipt.at, now),
            heard_at=now,
            **{link: receipt},
        )
        postings.send(payout, by=by)
        postings.settle(payout, account=account, by=by)
    return receipt
