"""The books agree with what happened, say so when they do not, and can be taken out."""

import csv
import io
from datetime import date, timedelta

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.utils import timezone

from ledger import books, chart, spreadsheets
from ledger.models import VoucherCounter
from payouts.earnings import promises
from payouts.models import Budget, Earning
from payouts.over_the_table import cash
from payouts.reconciliation import verification
from tests.payouts.helpers import SIGNATURE, bank_people, full_box, scene, sealed

pytestmark = pytest.mark.django_db


def paid():
    """Return a scene in which one of two approved honoraria was paid in cash."""
    stage = scene()
    people = [stage.participant(), stage.participant()]
    for person in people:
        promises.record(stage.session, participant=person, by=stage.by)
    promises.close(stage.session, by=stage.by)
    box = full_box(stage)
    earning = people[0].earnings.get()
    cash.pay(people[0], earnings=[earning.pk], box=box, by=stage.by, signature=SIGNATURE)
    return stage


def this_month():
    today = timezone.localdate()
    return books.journal(first=today - timedelta(days=1), last=today)


def test_debits_and_credits_are_equal_and_each_account_says_what_it_holds() -> None:
    paid()

    balances = books.trial_balance(this_month())

    by_account = {one.account.partition(":")[0]: one.ore for one in balances}
    assert by_account == {
        "bank": -500_000,
        "cash_box": 485_000,
        "expense": 30_000,
        "in_transit": 0,
        "owed": -15_000,
    }
    assert sum(one.debit_ore for one in balances) == sum(one.credit_ore for one in balances)


def test_an_account_has_a_name_that_people_know() -> None:
    assert chart.words_of("cash_box:7") == "Pengeskrin 7"
    assert chart.words_of("owed") == "Skyldig deltakere"
    assert chart.words_of("unheard of") == "unheard of"


def test_another_month_has_nothing() -> None:
    paid()

    assert list(books.journal(first=date(2001, 1, 1), last=date(2001, 1, 31))) == []


def test_the_export_opens_in_a_norwegian_spreadsheet_with_our_codes_or_theirs() -> None:
    paid()
    books.set_codes({"expense": "5900", "cash_box": "1900", "owed": ""})

    text = "".join(books.export(this_month()))

    assert text.startswith(spreadsheets.BYTE_ORDER_MARK)
    rows = list(
        csv.reader(io.StringIO(text.removeprefix(spreadsheets.BYTE_ORDER_MARK)), delimiter=";")
    )
    assert rows[0] == list(books.COLUMNS)
    assert [row[0] for row in rows[1:]] == [str(n) for n in range(1, len(rows))]
    assert rows[1][2:5] == ["5900", "owed", "150,00"]
    assert rows[-1][2:5] == ["in_transit", "1900", "150,00"]
    assert books.without_code(books.trial_balance(this_month())) == ["bank", "in_transit", "owed"]


@pytest.mark.parametrize("text", ["=1+1", "+47", "-5", "@SUM(A1)"])
def test_what_a_spreadsheet_would_run_is_only_text(text: str) -> None:
    assert spreadsheets.line([text, "b"]) == f"'{text};b\r\n"


def test_books_that_agree_have_nothing_to_say(capsys: pytest.CaptureFixture[str]) -> None:
    paid()

    assert verification.verify() == []
    call_command("verify_ledger")
    assert "Bøkene stemmer. 5 bilag." in capsys.readouterr().out


def test_what_does_not_agree_is_named_and_ends_with_an_error() -> None:
    paid()
    Earning.objects.update(ore=14_000)
    Budget.objects.update(committed_ore=1)
    VoucherCounter.objects.update(last=9)

    with pytest.raises(CommandError) as told:
        call_command("verify_ledger")

    sentences = str(told.value).splitlines()
    assert [sentence.split(" ")[0] for sentence in sentences] == [
        "Bilagene",
        "Vi",
        "Kvittering",
        "Budsjettet",
        "Honorar",
        "Honorar",
        "Utbetaling",
    ]


def test_a_sealed_file_that_no_key_opens_is_named(settings) -> None:
    stage = scene()
    bank_people(stage)
    batch = sealed(stage)
    settings.VAULT_KEYS = [Fernet.generate_key().decode()]

    assert verification.verify() == [f"Fila i bunke {batch.pk} kan ikke åpnes. Nøkkelen mangler."]
