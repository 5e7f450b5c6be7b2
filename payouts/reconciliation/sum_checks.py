"""Sums: what accounts, budgets and files hold is what the rows say together. Sums are øre.

Only reads; `payouts.reconciliation.verification.verify` asks.
"""

import hashlib
from collections.abc import Iterator
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from core.money import kroner
from ledger.books import balance, trial_balance
from ledger.chart import CASH_BOX, GIFT_CARD_STOCK, IN_TRANSIT, OWED
from ledger.models import Entry, VoucherCounter
from payouts.models import (
    Addition,
    Batch,
    Budget,
    CashReceipt,
    Earning,
    GiftCard,
    GiftCardReceipt,
    Payout,
)
from payouts.models.vault import VaultLocked
from payouts.reconciliation.row_checks import in_kroner


def _vouchers() -> Iterator[str]:
    count, counter = Entry.objects.count(), VoucherCounter.objects.first()
    last = Entry.objects.order_by("voucher_number").values_list("voucher_number", flat=True).last()
    if (last or 0) != count or (counter.last if counter else 0) != count:
        yield _("Bilagene har hull: %(count)s bilag, siste nummer er %(last)s.") % {
            "count": count,
            "last": last or 0,
        }


def _owed() -> Iterator[str]:
    approved = _total(Earning.objects.filter(state=Earning.State.APPROVED), "ore")
    gone = Payout.objects.filter(state__in=(Payout.State.SENDING, Payout.State.PAID))
    open_ore, booked = approved - _total(gone, "earning__ore"), -balance(OWED)
    if booked != open_ore:
        words = _("Vi skylder %(booked)s etter bøkene, men %(open)s er godkjent og ikke betalt.")
        yield in_kroner(words, booked=booked, open=open_ore)


def _in_transit() -> Iterator[str]:
    sending = _total(Payout.objects.filter(state=Payout.State.SENDING), "earning__ore")
    booked = -balance(IN_TRANSIT)
    if booked != sending:
        words = _("%(booked)s er på vei etter bøkene, men %(sending)s er sendt.")
        yield in_kroner(words, booked=booked, sending=sending)


def _boxes() -> Iterator[str]:
    touching = Q(debit__startswith=f"{CASH_BOX}:") | Q(credit__startswith=f"{CASH_BOX}:")
    for box in trial_balance(Entry.objects.filter(touching)):
        if box.account.startswith(f"{CASH_BOX}:") and box.ore < 0:
            yield _("Skrinet %(account)s har mindre enn ingenting: %(sum)s.") % {
                "account": box.account,
                "sum": kroner(box.ore),
            }


def _gift_cards() -> Iterator[str]:
    cards = GiftCard.objects.filter(state=GiftCard.State.IN_STOCK)
    in_stock, booked = _total(cards, "ore"), balance(GIFT_CARD_STOCK)
    if booked != in_stock:
        words = _("Gavekortene på lager er verdt %(cards)s, men bøkene sier %(booked)s.")
        yield in_kroner(words, cards=in_stock, booked=booked)


def _receipts() -> Iterator[str]:
    for model in (CashReceipt, GiftCardReceipt):
        wrong = (
            model._default_manager.annotate(paid_ore=Sum("payouts__earning__ore"))
            .exclude(paid_ore=F("ore"))
            .values_list("pk", flat=True)
        )
        for pk in wrong:
            yield _("Kvittering %(number)s har en annen sum enn det som ble betalt.") % {
                "number": pk
            }


def _budgets() -> Iterator[str]:
    at_rate = F("reservations__rate_ore") * F("reservations__count")
    held = Coalesce(Sum(at_rate + F("reservations__extra_ore")), 0)
    for budget in Budget.objects.annotate(held_ore=held).exclude(committed_ore=F("held_ore")):
        yield _("Budsjettet %(name)s sier %(says)s, men %(held)s er holdt av.") % {
            "name": budget.name,
            "says": kroner(budget.committed_ore),
            "held": kroner(budget.held_ore),
        }


def _budget_sums() -> Iterator[str]:
    """Compare each budget's sum with what it was made with and its approved additions."""
    made_with = Budget.history.model.objects.filter(id=OuterRef("pk"))  # type: ignore[attr-defined]
    first = made_with.order_by("history_id").values("amount_ore")[:1]
    added = _additions("budget") - _additions("taken_from")
    for budget in Budget.objects.annotate(first_ore=Subquery(first), added_ore=added):
        sum_ore = (budget.first_ore or 0) + budget.added_ore
        if sum_ore != budget.amount_ore:
            yield _("Budsjettet %(name)s er på %(says)s, men bevilgningene er %(sum)s.") % {
                "name": budget.name,
                "says": kroner(budget.amount_ore),
                "sum": kroner(sum_ore),
            }


def _additions(side: str) -> Coalesce:
    own = Addition.objects.approved().filter(**{side: OuterRef("pk")}).order_by().values(side)
    return Coalesce(Subquery(own.annotate(total=Sum("ore")).values("total")), 0)


def _files() -> Iterator[str]:
    sealed = Batch.objects.with_file().order_by("pk")
    for pk in sealed.values_list("pk", flat=True):
        try:
            batch = sealed.get(pk=pk)
        except VaultLocked:
            yield _("Fila i bunke %(number)s kan ikke åpnes. Nøkkelen mangler.") % {"number": pk}
            continue
        if hashlib.sha256(batch.file).hexdigest() != batch.sha256:
            yield _("Fila i bunke %(number)s er ikke den som ble forseglet.") % {"number": pk}


def _total(rows: QuerySet[Any], field: str) -> int:
    return rows.aggregate(total=Sum(field))["total"] or 0


CHECKS = (
    _vouchers, _owed, _in_transit, _boxes, _gift_cards, _receipts, _budgets, _budget_sums, _files,
)  # fmt: skip
