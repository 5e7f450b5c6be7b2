"""The books: what was posted, what each account holds, and an export.

Only reads. Sums are øre; a period is [first, last], days in Oslo.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils import timezone

from core.dates import midnight
from ledger import spreadsheets
from ledger.chart import ACCOUNTS, words_of
from ledger.models import AccountCode, Entry

COLUMNS = ("Bilag", "Dato", "Debet", "Kredit", "Beløp", "Tekst", "Person", "Retter bilag")


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


def balance(account: str) -> int:
    """Return debits less credits of `account` in øre."""
    return Entry.objects.balance(account)


def journal(*, first: date, last: date) -> QuerySet[Entry]:
    """Return what was posted in a period, in the order of the vouchers."""
    return (
        Entry.objects.filter(at__gte=midnight(first), at__lt=midnight(last + timedelta(days=1)))
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
    """Return the lines of a CSV (`ledger.spreadsheets`).

    Accounts have the municipality's codes where it has set them, else ours. No name stands in it.
    """
    codes = dict(AccountCode.objects.values_list("account", "code"))
    rows = (
        (
            str(entry.voucher_number),
            f"{timezone.localtime(entry.at):%d.%m.%Y}",
            code_of(entry.debit, codes),
            code_of(entry.credit, codes),
            spreadsheets.kroner(entry.ore),
            entry.reason,
            str(entry.person_number or ""),
            str(entry.reverses.voucher_number) if entry.reverses else "",
        )
        for entry in entries
    )
    return spreadsheets.lines(COLUMNS, rows)


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
