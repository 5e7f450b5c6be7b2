"""What `check --database` and `migrate` say about a database that is older than the code."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.checks import run_checks
from django.db import connection, connections
from django.db.migrations.recorder import MigrationRecorder

from core import constraint_checks

pytestmark = [pytest.mark.django_db, pytest.mark.both]

SQUASHED = ("payouts", "0001_of_a_release")
GONE = [("payouts", "0002_of_old"), ("payouts", "0003_of_old")]


def named() -> list[str | None]:
    found = run_checks(databases=list(connections))
    return [one.id for one in found if str(one.id).startswith("core.E00")]


def lose_a_rule() -> None:
    """Let the ledger's rule be another than the code's, as in the middle of an upgrade."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER entry_append_only_update")
        else:
            cursor.execute('DROP TRIGGER "entry_append_only_row" ON ledger_entry')


def test_rules_are_looked_at_when_no_migration_waits_and_not_before() -> None:
    lose_a_rule()
    assert named() == ["core.E002"]

    # Its first migration replaces none, which would make up for it.
    MigrationRecorder(connection).record_unapplied("pictures", newest_of("pictures"))
    assert named() == []

    MigrationRecorder(connection).record_applied("pictures", newest_of("pictures"))
    assert named() == ["core.E002"]


def newest_of(app: str) -> str:
    from django.db.migrations.loader import MigrationLoader

    ((_app, name),) = MigrationLoader(connection).graph.leaf_nodes(app)
    return name


@pytest.mark.parametrize(
    ("has", "is_refused"),
    [
        ([], False),  # a new one
        ([SQUASHED], True),  # as old as the first migration there ever was of that name
        ([GONE[0]], True),
        ([SQUASHED, GONE[0]], True),
        (GONE, False),  # at the last version before: it goes on
        ([SQUASHED, *GONE], False),
    ],
)
@pytest.mark.parametrize("are_gone", [True, False])
def test_a_database_older_than_the_kept_migrations_is_refused(
    has: list[tuple[str, str]], is_refused: bool, are_gone: bool, monkeypatch: Any
) -> None:
    kept = {SQUASHED: None} if are_gone else dict.fromkeys([SQUASHED, *GONE])
    loader = SimpleNamespace(
        replacements={SQUASHED: SimpleNamespace(replaces=GONE)}, disk_migrations=kept
    )
    monkeypatch.setattr(constraint_checks, "MigrationLoader", lambda _connection: loader)
    for app, name in has:
        MigrationRecorder(connection).record_applied(app, name)

    is_named = constraint_checks.apps_left_behind() == ["payouts"]

    assert is_named == (is_refused and are_gone)
    assert ("core.E004" in named()) == is_named
