"""The ledger is sealed, and what is done to it past the rules shows."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from core import sealing
from ledger import seals
from ledger.models import Entry, EntrySeal
from payouts.bank import batches
from payouts.reconciliation import verification
from tests.payouts.helpers import bank_people, scene, sealed

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def three() -> list[Entry]:
    """Three sealed entries and one that came afterwards."""
    stage = scene()
    bank_people(stage, count=3)
    assert seals.seal() == 3
    batches.mark_sent(sealed(stage), by=stage.by)
    return list(Entry.objects.order_by("voucher_number"))


def tamper(*statements: str) -> None:
    """Do what somebody with the owner's password could."""
    (rule,) = [one for one in Entry._meta.constraints if one.name == "entry_append_only"]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in rule.sqlite_triggers(Entry):
                cursor.execute(f'DROP TRIGGER "{name}"')
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE ledger_entry DISABLE TRIGGER USER")
        for statement in statements:
            cursor.execute(statement)


def test_a_sealed_ledger_agrees_and_is_sealed_once(three: list[Entry]) -> None:
    assert (seals.seal(), seals.seal()) == (len(three) - 3, 0)
    assert verification.verify() == []


@pytest.mark.parametrize(
    "column", ["reason = 'x'", "person_number = 99", "at = '2020-01-01 00:00:00+00:00'"]
)
def test_a_changed_entry_shows(three: list[Entry], column: str) -> None:
    tamper(f"UPDATE ledger_entry SET {column} WHERE id = {three[1].pk}")
    seal = EntrySeal.objects.first()
    assert f"Segl {seal.pk} stemmer ikke med bilagene 1 til 3." in verification.verify()


def test_a_rule_that_was_dropped_is_named_though_no_row_was_changed(three: list[Entry]) -> None:
    seals.seal()
    tamper()
    end = "update" if connection.vendor == "sqlite" else "row"
    wanted = f"Databasen har mistet eller endret regelen entry_append_only_{end}."
    assert wanted in verification.verify()


def test_a_rule_that_lets_everything_through_is_named(three: list[Entry]) -> None:
    if connection.vendor == "sqlite":
        body = "BEFORE UPDATE ON ledger_entry BEGIN SELECT 1; END"
        statements = [
            'DROP TRIGGER "entry_append_only_update"',
            f'CREATE TRIGGER "entry_append_only_update" {body}',
        ]
    else:
        statements = [
            'CREATE OR REPLACE FUNCTION "entry_append_only_refuse"() RETURNS trigger'
            " LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"
        ]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    assert any("entry_append_only" in problem for problem in verification.verify())


def test_entries_that_wait_too_long_are_told(three: list[Entry]) -> None:
    import time_machine

    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        problems: Any = verification.verify()
    assert problems == [f"{len(three) - 3} bilag har ventet mer enn en time på segl. Går tidsuret?"]


def test_what_is_told_outside_is_the_newest_seal_and_is_missed_when_it_is_gone(
    three: list[Entry],
) -> None:
    seals.seal()
    last = EntrySeal.objects.latest("pk")

    told = seals.newest()

    assert told == sealing.Anchor(last.pk, last.digest)
    assert verification.verify([told]) == []
    assert len(verification.verify([sealing.Anchor(last.pk + 1, last.digest)])) == 1
    assert len(verification.verify([sealing.Anchor(last.pk, "0" * 64)])) == 1


def test_before_anything_is_sealed_there_is_nothing_to_tell() -> None:
    assert (seals.seal(), seals.newest()) == (0, None)


def test_every_column_of_an_entry_is_under_the_seal() -> None:
    columns = {field.attname for field in Entry._meta.concrete_fields}

    assert {"id", "at", *seals.COLUMNS, *seals.LINKS} == columns
