"""The ledger: append-only on both databases, no gaps, no second booking."""

import pytest
from django.db import DatabaseError, connection, transaction

from core.errors import RuleBroken
from payouts import ledger
from payouts.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def entry(key: str = "test:1", ore: int = 100) -> Entry:
    return ledger.post(key=key, debit="expense", credit="owed", ore=ore, reason="prøve")


def test_voucher_numbers_have_no_gaps_after_a_rollback() -> None:
    first = entry("a")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        entry("b")
        raise ZeroDivisionError
    second = entry("c")

    assert second.voucher_number == first.voucher_number + 1


def test_a_repeat_books_once_and_another_sum_is_refused() -> None:
    assert entry() == entry()

    with pytest.raises(RuleBroken):
        entry(ore=200)
    assert Entry.objects.count() == 1


def test_a_reversal_brings_the_balance_back_and_happens_once() -> None:
    wrong = entry()

    ledger.reverse(wrong, key="fix:1", reason="Feil økt")
    with pytest.raises(RuleBroken):
        ledger.reverse(wrong, key="fix:2", reason="Igjen")

    assert (ledger.balance("expense"), ledger.balance("owed")) == (0, 0)


def test_a_reversal_needs_a_reason() -> None:
    with pytest.raises(RuleBroken):
        ledger.reverse(entry(), key="fix", reason=" ")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE payouts_entry SET ore = 1",
        "UPDATE payouts_entry SET reason = 'x' WHERE id = {id}",
        "DELETE FROM payouts_entry",
    ],
)
def test_direct_sql_is_refused(statement: str) -> None:
    row = entry()

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(id=row.pk))

    assert Entry.objects.get().ore == 100


def test_replace_and_truncate_are_refused() -> None:
    row = entry()
    columns = "id, voucher_number, key, debit, credit, ore, at, reason"
    rest = "'a', 'b', 1, '2026-01-01', ''"
    rows = [
        f"{row.pk}, 99, 'another', {rest}",
        f"{row.pk + 9}, {row.voucher_number}, 'another', {rest}",
        f"{row.pk + 9}, 99, '{row.key}', {rest}",
    ]
    replace = f"INSERT OR REPLACE INTO payouts_entry ({columns}) VALUES "
    statements = (
        [f"{replace}({values})" for values in rows]
        if connection.vendor == "sqlite"
        else ["TRUNCATE payouts_entry CASCADE"]
    )

    for statement in statements:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

    assert Entry.objects.get().ore == 100


def test_the_rows_themselves_refuse() -> None:
    row = entry()

    with pytest.raises(TypeError):
        row.save()
    with pytest.raises(TypeError):
        row.delete()


def test_an_entry_is_a_positive_transfer_between_two_accounts() -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        entry(key="zero", ore=0)
    with pytest.raises(DatabaseError), transaction.atomic():
        ledger.post(key="self", debit="owed", credit="owed", ore=1, reason="")
