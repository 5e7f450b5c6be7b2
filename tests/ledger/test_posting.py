"""The ledger: append-only on both databases, no gaps, no second booking."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from core.errors import RuleBroken
from ledger import books, plain_rows, posting
from ledger.models import Entry, LedgerPerson, VoucherCounter
from payouts import postings
from payouts.earnings import approval, promises
from payouts.models import Earning
from tests.payouts.helpers import booked, scene

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def entry(key: str = "test:1", ore: int = 100) -> Entry:
    return booked(key=key, ore=ore)


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

    posting.reverse(wrong, Entry.Kind.EMPTY_BOX, reason="Feil økt")
    with pytest.raises(RuleBroken):
        posting.reverse(wrong, Entry.Kind.COUNT, reason="Igjen")

    assert (books.balance("expense"), books.balance("owed")) == (0, 0)


def test_a_reversal_needs_a_reason() -> None:
    with pytest.raises(RuleBroken):
        posting.reverse(entry(), Entry.Kind.COUNT, reason=" ")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET ore = 1",
        "UPDATE ledger_entry SET reason = 'x' WHERE id = {id}",
        "DELETE FROM ledger_entry",
    ],
)
def test_direct_sql_is_refused(statement: str) -> None:
    row = entry()

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(id=row.pk))

    assert Entry.objects.get().ore == 100


def test_replace_and_truncate_are_refused() -> None:
    row = entry()
    columns = "id, voucher_number, key, debit, credit, ore, at, reason, kind, team_id"
    rest = f"'a', 'b', 1, '2026-01-01', '', 'buy_cards', {row.team_id}"
    rows = [
        f"{row.pk}, 99, 'another', {rest}",
        f"{row.pk + 9}, {row.voucher_number}, 'another', {rest}",
        f"{row.pk + 9}, 99, '{row.key}', {rest}",
    ]
    replace = f"INSERT OR REPLACE INTO ledger_entry ({columns}) VALUES "
    statements = (
        [f"{replace}({values})" for values in rows]
        if connection.vendor == "sqlite"
        else ["TRUNCATE ledger_entry CASCADE"]
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
        booked(key="self", debit="owed", credit="owed")


def promised(count: int) -> list[Earning]:
    """Return promised honoraria of as many people."""
    stage = scene(places=count)
    made = [
        promises.record(stage.session, participant=stage.participant(), by=stage.by).earning
        for _number in range(count)
    ]
    return [earning for earning in made if earning]


def test_many_are_approved_as_one_would_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain_rows, "AT_A_TIME", 2)
    earnings = promised(5)
    approval.approve_many([earnings[3].pk], by=None)
    one = Entry.objects.get()

    assert approval.approve_many([earning.pk for earning in earnings], by=None) == 4

    entries = list(Entry.objects.all())
    assert [entry.voucher_number for entry in entries] == [1, 2, 3, 4, 5]
    assert {entry.key for entry in entries} == {f"approve:{earning.pk}" for earning in earnings}
    assert len({entry.person_number for entry in entries}) == 5
    assert {(entry.debit, entry.credit, entry.ore, entry.reason) for entry in entries} == {
        (one.debit, one.credit, one.ore, one.reason)
    }
    assert VoucherCounter.objects.get().last == 5
    assert books.balance("owed") == -Earning.objects.waiting_for_payment().total() == -75_000


def test_approving_many_again_changes_nothing() -> None:
    earnings = [earning.pk for earning in promised(3)]

    assert [approval.approve_many(earnings, by=None) for _twice in range(2)] == [3, 0]
    assert approval.approve_many([], by=None) == 0

    assert (Entry.objects.count(), VoucherCounter.objects.get().last) == (3, 3)


def test_approving_some_leaves_the_others_promised() -> None:
    first, other, last = promised(3)

    assert approval.approve_many([first.pk, last.pk], by=None) == 2

    assert list(Earning.objects.filter(state=Earning.State.PROMISED)) == [other]
    assert Entry.objects.count() == 2


def test_many_are_approved_all_or_none() -> None:
    earnings = promised(3)
    Earning.objects.filter(pk=earnings[1].pk).update(state=Earning.State.REVERSED)

    with pytest.raises(RuleBroken):
        approval.approve_many([earning.pk for earning in earnings], by=None)

    assert Entry.objects.count() == 0
    assert Earning.objects.filter(state=Earning.State.APPROVED).count() == 0


def test_a_key_of_another_sum_stops_them_all() -> None:
    earnings = promised(2)
    posting.post(
        Entry.Kind.APPROVE,
        about=postings.about_earning(earnings[1]),
        debit="expense",
        credit="owed",
        ore=1,
        reason="prøve",
    )

    with pytest.raises(RuleBroken):
        approval.approve_many([earning.pk for earning in earnings], by=None)

    assert Entry.objects.count() == 1


def test_a_number_in_the_ledger_is_never_given_to_somebody_else() -> None:
    first, second, third = promised(3)

    approval.approve_many([first.pk], by=None)
    LedgerPerson.objects.all().delete()  # as when the retention time is over
    approval.approve_many([second.pk], by=None)
    LedgerPerson.objects.all().delete()
    approval.approve_many([third.pk], by=None)

    numbers = Entry.objects.order_by("pk").values_list("person_number", flat=True)
    assert list(numbers) == [1, 2, 3]


def test_sixteen_hands_approve_the_same_once(race: Any) -> None:
    result = race.run("tests.payouts.racers.same_approval", processes=16, people=6)

    assert sum(act["value"] for act in result["acts"]) == 6
    assert result["look"] == {"entries": 6, "last": 6, "owed": -90_000, "people": 6}


def test_the_ledger_stays_shut_when_a_later_migration_has_changed_its_table(race: Any) -> None:
    result = race.run("tests.ledger.racers.later_migration", processes=6)

    answers = [act["value"] for act in result["acts"]]
    assert [answer for answer in answers if "ledger_entry is append-only" not in answer] == []
    assert result["look"] == [[1, "first", 100]]
