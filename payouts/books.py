"""The books: what was posted, what each account holds, an export, and whether it all agrees.

Only reads. Sums are øre; a period is [first, last], days in Oslo.
"""

import csv
import hashlib
import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import rules_kept, sealing
from core.money import kroner
from payouts import agreement, ledger, ledger_seals
from payouts.agreement import one_moment
from payouts.models import (
    AccountCode,
    Addition,
    Batch,
    Budget,
    CashReceipt,
    Earning,
    Entry,
    EntrySeal,
    GiftCard,
    GiftCardReceipt,
    Payout,
    VoucherCounter,
)
from payouts.models.vault import VaultLocked

ACCOUNTS = {
    ledger.EXPENSE: gettext_lazy("Honorarer (kostnad)"),
    ledger.OWED: gettext_lazy("Skyldig deltakere"),
    ledger.IN_TRANSIT: gettext_lazy("På vei"),
    ledger.BANK: gettext_lazy("Bank"),
    "cash_box": gettext_lazy("Pengeskrin"),
    "box_difference": gettext_lazy("Differanser i skrin"),
    "gift_card_stock": gettext_lazy("Gavekort på lager"),
    "stripe": gettext_lazy("Stripe"),
    ledger.LEASE_INCOME: gettext_lazy("Leieinntekt"),
    "lease_overpaid": gettext_lazy("Leie betalt for mye"),
    "earmarked": gettext_lazy("Leieinntekt satt av til honorar"),
    ledger.LOSS: gettext_lazy("Tap"),
}
"""The ledger's accounts in words; boxes and budgets have a number after a colon."""
COLUMNS = ("Bilag", "Dato", "Debet", "Kredit", "Beløp", "Tekst", "Person", "Retter bilag")
BYTE_ORDER_MARK = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Balance:
    """What an account was debited and credited; `ore` is the difference."""

    account: str
    debit_ore: int
    credit_ore: int

    @property
    def ore(self) -> int:
        """Return debits less credits."""
        return self.debit_ore - self.credit_ore

    @property
    def words(self) -> str:
        """Return the account as people call it."""
        return words_of(self.account)


def words_of(account: str) -> str:
    """Return a ledger account in words: «cash_box:7» is «Pengeskrin 7»."""
    kind, _colon, number = account.partition(":")
    return f"{ACCOUNTS.get(kind, kind)} {number}".rstrip()


def journal(*, first: date, last: date) -> QuerySet[Entry]:
    """Return what was posted in a period, in the order of the vouchers."""
    return (
        Entry.objects.filter(at__gte=_midnight(first), at__lt=_midnight(last + timedelta(days=1)))
        .select_related("by", "reverses")
        .order_by("voucher_number")
    )


def trial_balance(entries: QuerySet[Entry]) -> list[Balance]:
    """Return each account that `entries` touch, by name. Debits and credits are equal in all."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for side, column in enumerate(("debit", "credit")):
        rows = entries.order_by().values_list(column).annotate(total=Sum("ore"))
        for account, total in rows:
            sums[account][side] = total
    return [Balance(account, *both) for account, both in sorted(sums.items())]


def export(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield the lines of a CSV that Norwegian spreadsheets open: `;`, decimal comma, UTF-8.

    Accounts have the municipality's codes where it has set them, else ours. No name stands in it.
    """
    codes = dict(AccountCode.objects.values_list("account", "code"))
    yield BYTE_ORDER_MARK + _line(COLUMNS)
    for entry in entries:
        yield _line(
            [
                str(entry.voucher_number),
                f"{timezone.localtime(entry.at):%d.%m.%Y}",
                code_of(entry.debit, codes),
                code_of(entry.credit, codes),
                f"{entry.ore // 100},{entry.ore % 100:02d}",
                entry.reason,
                str(entry.person_number or ""),
                str(entry.reverses.voucher_number) if entry.reverses else "",
            ]
        )


def code_of(account: str, codes: dict[str, str]) -> str:
    """Return the municipality's code of a ledger account («cash_box:7» is «cash_box» there)."""
    return codes.get(account) or codes.get(account.partition(":")[0]) or account


def without_code(balances: Iterable[Balance]) -> list[str]:
    """Return the accounts among `balances` that the municipality has given no code."""
    codes = dict(AccountCode.objects.values_list("account", "code"))
    return [one.account for one in balances if code_of(one.account, codes) == one.account]


def set_codes(codes: dict[str, str]) -> None:
    """Set the municipality's code of each account; "" takes it away."""
    with transaction.atomic():
        for account, code in codes.items():
            if code:
                values = {"code": code, "name": str(ACCOUNTS[account])}
                AccountCode.objects.update_or_create(account=account, defaults=values)
            else:
                AccountCode.objects.filter(account=account).delete()


def verify(anchors: Iterable[sealing.Anchor] = ()) -> list[str]:
    """Return what does not agree, a sentence each. Nothing to say is what should be.

    `anchors` are seals of the ledger that were told outside; the database must still have them,
    and the rules that let entries only be added. All of it is looked at as it was at one moment:
    those who work meanwhile disturb nothing.
    """
    with one_moment():
        found = [sentence for check in CHECKS for sentence in check()]
        found += ledger_seals.problems(anchors)
        return found + rules_kept.lost(Entry, EntrySeal, CashReceipt, GiftCardReceipt)


# --- The checks ---------------------------------------------------------------------
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
    open_ore, booked = approved - _total(gone, "earning__ore"), -ledger.balance(ledger.OWED)
    if booked != open_ore:
        yield _("Vi skylder %(booked)s etter bøkene, men %(open)s er godkjent og ikke betalt.") % {
            "booked": kroner(booked),
            "open": kroner(open_ore),
        }


def _in_transit() -> Iterator[str]:
    sending = _total(Payout.objects.filter(state=Payout.State.SENDING), "earning__ore")
    booked = -ledger.balance(ledger.IN_TRANSIT)
    if booked != sending:
        yield _("%(booked)s er på vei etter bøkene, men %(sending)s er sendt.") % {
            "booked": kroner(booked),
            "sending": kroner(sending),
        }


def _boxes() -> Iterator[str]:
    for balance in trial_balance(Entry.objects.filter(_touches("cash_box:"))):
        if balance.account.startswith("cash_box:") and balance.ore < 0:
            yield _("Skrinet %(account)s har mindre enn ingenting: %(sum)s.") % {
                "account": balance.account,
                "sum": kroner(balance.ore),
            }


def _gift_cards() -> Iterator[str]:
    cards = GiftCard.objects.filter(state=GiftCard.State.IN_STOCK)
    in_stock = cards.aggregate(total=Sum("ore"))["total"] or 0
    booked = ledger.balance("gift_card_stock")
    if booked != in_stock:
        yield _("Gavekortene på lager er verdt %(cards)s, men bøkene sier %(booked)s.") % {
            "cards": kroner(in_stock),
            "booked": kroner(booked),
        }


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
    held = Sum(
        F("reservations__rate_ore") * F("reservations__count") + F("reservations__extra_ore")
    )
    for budget in Budget.objects.annotate(held_ore=held):
        if (budget.held_ore or 0) != budget.committed_ore:
            yield _("Budsjettet %(name)s sier %(says)s, men %(held)s er holdt av.") % {
                "name": budget.name,
                "says": kroner(budget.committed_ore),
                "held": kroner(budget.held_ore or 0),
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


CHECKS: tuple[Callable[[], Iterator[str]], ...] = (
    _vouchers, _owed, _in_transit, _boxes, _gift_cards, _receipts, _budgets, _budget_sums,
    _files, agreement.approvals, agreement.payouts, agreement.gift_cards,
    agreement.reservations,
)  # fmt: skip


def _touches(start: str) -> Q:
    return Q(debit__startswith=start) | Q(credit__startswith=start)


def _total(rows: QuerySet[Earning] | QuerySet[Payout], field: str) -> int:
    return rows.aggregate(total=Sum(field))["total"] or 0


def _line(values: Iterable[str]) -> str:
    """Return one CSV line. What a spreadsheet would take for a formula gets an apostrophe."""
    safe = [f"'{value}" if value.startswith(FORMULA) else value for value in values]
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerow(safe)
    return text.getvalue()


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
