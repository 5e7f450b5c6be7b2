"""An append-only row forgets what it may forget, and nothing else, on both databases."""

from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any

import pytest
from django.core.checks import run_checks
from django.db import DatabaseError, connection, connections, models, transaction
from django.db.utils import ConnectionHandler
from django.test.utils import isolate_apps

from core.constraints import AppendOnlyConstraint

pytestmark = [pytest.mark.django_db, pytest.mark.both]

TABLE = "core_receipt"


@pytest.fixture
def database() -> Iterator[Any]:
    """Return a database whose tables may be changed here: SQLite's is a new one in memory."""
    if connection.vendor != "sqlite":
        yield connection
        return
    handler = ConnectionHandler(
        {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
    )
    yield handler["default"]
    handler["default"].close()


@pytest.fixture
def receipt(database: Any) -> Iterator[type[models.Model]]:
    """Return a table that may forget `whose` and `where`, with one row."""
    with isolate_apps("core"):

        class Receipt(models.Model):
            whose = models.IntegerField(null=True)
            where = models.IntegerField(null=True)
            ore = models.IntegerField()
            words = models.TextField(null=True)  # noqa: DJ001 - to become something from nothing

            class Meta:
                app_label = "core"
                constraints = (
                    AppendOnlyConstraint(name="receipt_only", forgets=("whose", "where")),
                )

            def __str__(self) -> str:
                return "receipt"

        with database.schema_editor() as editor:
            editor.create_model(Receipt)
        run(database, f'INSERT INTO {TABLE} (whose, "where", ore) VALUES (7, 8, 100)')
        yield Receipt


def run(database: Any, statement: str) -> bool:
    """Run `statement`; return False when the database refused it."""
    apart = transaction.atomic() if database is connection else nullcontext()
    try:
        with apart, database.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError:
        return False
    return True


def row(database: Any) -> tuple[Any, ...]:
    with database.cursor() as cursor:
        cursor.execute(f'SELECT whose, "where", ore, words FROM {TABLE}')
        return tuple(cursor.fetchone())


REFUSED = [
    "UPDATE {} SET ore = 1",
    "UPDATE {} SET ore = ore",
    "UPDATE {} SET whose = whose",
    "UPDATE {} SET whose = 9",
    'UPDATE {} SET whose = NULL, "where" = 9',
    "UPDATE {} SET whose = NULL, ore = 1",
    "UPDATE {} SET whose = NULL, words = 'x'",
    "UPDATE {} SET whose = NULL, id = 99",
    "DELETE FROM {}",
]


@pytest.mark.parametrize("statement", REFUSED)
def test_everything_else_is_refused(database: Any, receipt: Any, statement: str) -> None:
    assert run(database, statement.format(TABLE)) is False
    assert row(database) == (7, 8, 100, None)


def test_replace_and_truncate_are_refused(database: Any, receipt: Any) -> None:
    statement = (
        f"INSERT OR REPLACE INTO {TABLE} (id, ore) VALUES (1, 100)"
        if database.vendor == "sqlite"
        else f"TRUNCATE {TABLE}"
    )
    assert run(database, statement) is False
    assert row(database) == (7, 8, 100, None)


def test_what_may_be_forgotten_is_forgotten_for_good(database: Any, receipt: Any) -> None:
    assert run(database, f"UPDATE {TABLE} SET whose = NULL") is True
    assert row(database) == (None, 8, 100, None)

    assert run(database, f"UPDATE {TABLE} SET whose = 7") is False
    assert run(database, f"UPDATE {TABLE} SET whose = NULL") is False
    assert run(database, f'UPDATE {TABLE} SET "where" = NULL') is True
    assert row(database) == (None, None, 100, None)


@pytest.mark.parametrize("change", ["alter", "add"])
def test_the_rule_outlives_a_later_migration(database: Any, receipt: Any, change: str) -> None:
    rule = receipt._meta.constraints[0]
    with database.schema_editor() as editor:
        if change == "alter":
            old, new = receipt._meta.get_field("ore"), models.BigIntegerField()
            new.set_attributes_from_name("ore")
            new.model = receipt
            editor.alter_field(receipt, old, new)
        else:
            # As its documentation says: away before a column comes, and back after.
            receipt._meta.constraints = []
            editor.remove_constraint(receipt, rule)
            extra = models.IntegerField(null=True)
            extra.contribute_to_class(receipt, "extra")
            editor.add_field(receipt, extra)
            receipt._meta.constraints = [rule]
            editor.add_constraint(receipt, rule)

    if change == "add":
        assert run(database, f"UPDATE {TABLE} SET whose = NULL, extra = 1") is False
    for statement in REFUSED:
        assert run(database, statement.format(TABLE)) is False
    assert run(database, f"UPDATE {TABLE} SET whose = NULL") is True
    assert row(database) == (None, 8, 100, None)


def test_a_migration_writes_down_what_may_be_forgotten() -> None:
    rule = AppendOnlyConstraint(name="a", unique=(("key",),), forgets=("whose",))

    _path, arguments, keywords = rule.deconstruct()

    assert keywords == {"name": "a", "unique": (("key",),), "forgets": ("whose",)}
    assert AppendOnlyConstraint(*arguments, **keywords) == rule
    assert AppendOnlyConstraint(name="a", unique=(("key",),)) != rule


def test_a_rule_that_is_lost_or_older_than_its_table_is_named() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL compares whole rows and loses no trigger")

    def named() -> list[tuple[str | None, str]]:
        found = run_checks(databases=list(connections))
        return [(one.id, one.msg.split("trigger ")[1].split()[0].rstrip(".")) for one in found
                if one.id in ("core.E002", "core.E003")]  # fmt: skip

    assert named() == []
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER cash_receipt_append_only_delete")
        cursor.execute("DROP TRIGGER cash_receipt_append_only_update")
        cursor.execute(
            "CREATE TRIGGER cash_receipt_append_only_update BEFORE UPDATE ON payouts_cashreceipt"
            " BEGIN SELECT RAISE(ABORT, 'older'); END"
        )

    assert named() == [
        ("core.E003", "cash_receipt_append_only_update"),
        ("core.E002", "cash_receipt_append_only_delete"),
    ]
