"""The day's look through the books is asked for once and its rows do not pile up."""

import logging
from datetime import timedelta

import pytest
from django.utils import timezone

from ledger.models import VoucherCounter
from payouts.models import BooksCheck
from payouts.reconciliation import runs
from tests.payouts.helpers import bank_people, scene

pytestmark = pytest.mark.django_db


def test_the_days_look_is_asked_for_once_and_says_what_the_books_hold() -> None:
    bank_people(scene())

    assert [runs.ask_daily(), runs.ask_daily()] == [1, 0]

    finished, asked = runs.newest()
    assert finished is not None and asked is None
    assert (finished.problems, finished.entry_count) == ([], 1)
    assert {one.account: one.ore for one in runs.balances_of(finished)} == {
        "expense": 15_000,
        "owed": -15_000,
    }


def test_the_next_day_asks_anew_and_a_year_later_the_first_is_gone() -> None:
    now = timezone.now()
    first = runs.ask(by=None, at=now - timedelta(days=401))

    assert runs.ask_daily(at=now) == 1
    assert runs.ask_daily(at=now + timedelta(days=1)) == 1

    assert not BooksCheck.objects.filter(pk=first.pk).exists()
    assert BooksCheck.objects.count() == 2


def test_the_log_says_what_does_not_agree(caplog: pytest.LogCaptureFixture) -> None:
    bank_people(scene())
    VoucherCounter.objects.update(last=9)

    with caplog.at_level(logging.ERROR):
        runs.ask_daily()

    assert "The books do not agree: Bilagene har hull" in caplog.text


def test_who_asks_while_a_look_is_under_way_gets_that_one() -> None:
    now = timezone.now()
    under_way = BooksCheck.objects.create(asked_at=now - timedelta(minutes=9))

    assert runs.ask(by=None, at=now) == under_way
    assert runs.newest() == (None, under_way)
    assert [runs.is_stalled(under_way, at=now + timedelta(minutes=m)) for m in (0, 1)] == [
        False, True,
    ]  # fmt: skip
    anew = runs.ask(by=None, at=now + timedelta(minutes=1))
    assert anew != under_way
    assert runs.newest() == (BooksCheck.objects.get(pk=anew.pk), None)


def test_the_newest_look_is_the_one_that_was_asked_for_last() -> None:
    now = timezone.now()
    last, first = (runs.ask(by=None, at=now - timedelta(hours=hours)) for hours in (1, 2))

    assert runs.newest() == (BooksCheck.objects.get(pk=last.pk), None)
    assert first != last
