"""System checks for what must be true of every installation's database."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import apps
from django.core import checks
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Model

from core.constraints import TriggerConstraint


@checks.register(checks.Tags.database)
def sqlite_locks_and_reaches_the_disk(
    *, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """On SQLite a write transaction must lock at its start and be on disk when acknowledged."""
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor != "sqlite":
        return []
    options = connection.settings_dict.get("OPTIONS", {})
    if options.get("transaction_mode") == "IMMEDIATE" and "synchronous=FULL" in options.get(
        "init_command", ""
    ):
        return []
    return [
        checks.Error(
            "SQLite must run with transaction_mode IMMEDIATE and synchronous=FULL.",
            hint="Build DATABASES with config.settings.base.SQLITE_OPTIONS.",
            id="core.E001",
        )
    ]


@checks.register(checks.Tags.database)
def every_trigger_is_there(
    *, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Name each trigger of a TriggerConstraint that SQLite has lost, or has in an older form."""
    connection = connections[DEFAULT_DB_ALIAS]
    if not databases or connection.vendor != "sqlite" or _a_migration_waits(connection):
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        present = dict(cursor.fetchall())
        tables = set(connection.introspection.table_names(cursor))
    return [
        message
        for model in apps.get_models(include_auto_created=True)
        if model._meta.db_table in tables
        for constraint in model._meta.constraints
        if isinstance(constraint, TriggerConstraint)
        for message in _wrong_with(constraint, model, present)
    ]


def _a_migration_waits(connection: Any) -> bool:
    """Tell whether the tables are older than the code: then nothing can be said of triggers yet.

    `migrate` asks every check before it begins; it must not be refused by what it will put right.
    """
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _wrong_with(
    constraint: TriggerConstraint, model: type[Model], present: dict[str, str]
) -> Iterator[checks.CheckMessage]:
    wanted = constraint.sqlite_create(model, model._meta.db_table)
    for name, statement in zip(constraint.sqlite_names(), wanted, strict=True):
        if name not in present:
            yield checks.Error(f"The database has lost the trigger {name}.", id="core.E002")
        elif present[name] != statement.replace(" IF NOT EXISTS", "", 1):
            yield checks.Error(
                f"The trigger {name} does not know the table's columns as they are.",
                hint="Remove and add its constraint in the migration that changed the table.",
                id="core.E003",
            )
