"""System checks for what must be true of every installation's database."""

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.core import checks
from django.db import DEFAULT_DB_ALIAS, connections

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
    """Name each trigger of a TriggerConstraint that SQLite has lost."""
    connection = connections[DEFAULT_DB_ALIAS]
    if not databases or connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        present = {row[0] for row in cursor.fetchall()}
        tables = set(connection.introspection.table_names(cursor))
    return [
        checks.Error(f"The database has lost the trigger {name}.", id="core.E002")
        for model in apps.get_models(include_auto_created=True)
        if model._meta.db_table in tables
        for constraint in model._meta.constraints
        if isinstance(constraint, TriggerConstraint)
        for name in constraint.sqlite_names()
        if name not in present
    ]
