"""On PostgreSQL Reir can run as a role that cannot take its rules away (`grant_app_role`)."""

from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from ledger import seals
from ledger.models import Entry
from payouts.earnings import promises
from payouts.reconciliation import verification
from tests.payouts.helpers import bank_people, scene

pytestmark = [pytest.mark.django_db, pytest.mark.both]

ROLE = "reir_app_in_tests"


@pytest.fixture
def role() -> Iterator[str]:
    """A role that may log in, gone with the test's transaction."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no roles")
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {ROLE} LOGIN")
    yield ROLE
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def may(statement: str) -> bool:
    """Run `statement`; return False when the role lacks the right to."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as error:
        assert "permission denied" in str(error) or "must be owner" in str(error), error
        return False
    return True


def test_the_role_runs_reir_and_cannot_undo_its_rules(role: str) -> None:
    stage = scene()
    call_command("grant_app_role", role)
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {role}")

    people = bank_people(stage, count=2)
    assert seals.seal() == 2
    assert verification.verify() == []
    promises.record(stage.session, participant=people[0], by=stage.by)

    assert [
        may(statement)
        for statement in (
            "UPDATE ledger_entry SET ore = 1",
            "DELETE FROM accounts_accessevent",
            "TRUNCATE ledger_entry CASCADE",
            "ALTER TABLE ledger_entry DISABLE TRIGGER USER",
            'DROP TRIGGER "entry_append_only_row" ON ledger_entry',
            'DROP FUNCTION "entry_append_only_refuse"() CASCADE',
            'CREATE OR REPLACE FUNCTION "entry_append_only_refuse"() RETURNS trigger'
            " LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
            "UPDATE payouts_cashreceipt SET ore = 1",
            "CREATE TABLE another (id int)",
            "DELETE FROM django_migrations",
            "SET session_replication_role = replica",
        )
    ] == [False] * 11
    assert may("UPDATE payouts_cashreceipt SET participant_id = NULL")
    assert Entry.objects.count() == 2


def test_a_role_that_is_not_there_or_rules_everything_is_refused(role: str) -> None:
    with pytest.raises(CommandError, match="finnes ikke"):
        call_command("grant_app_role", "nobody_in_tests")
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER ROLE {role} SUPERUSER")
    with pytest.raises(CommandError, match="styrer hele databasen"):
        call_command("grant_app_role", role)


@pytest.mark.parametrize(
    "statement",
    [
        "GRANT {owner} TO {role}",
        "ALTER ROLE {role} NOINHERIT; GRANT {owner} TO {role}",
        "ALTER SCHEMA public OWNER TO {role}",
    ],
)
def test_a_role_that_could_become_the_owner_is_refused(role: str, statement: str) -> None:
    owner = f"{ROLE}_owner"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {owner}; ALTER TABLE django_migrations OWNER TO {owner}")
        cursor.execute(statement.format(owner=owner, role=role))
    with pytest.raises(CommandError, match="styrer hele databasen"):
        call_command("grant_app_role", role)
