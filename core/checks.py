"""System checks for what must be true of every installation's database."""

from collections.abc import Sequence
from typing import Any

from django.core import checks
from django.db import DEFAULT_DB_ALIAS, connections

from core import constraint_checks


def error_unless(is_fine: Any, text: str, *, hint: str, id: str) -> list[checks.CheckMessage]:
    """Return what a check of one thing returns: nothing when it is fine, else one error."""
    return [] if is_fine else [checks.Error(text, hint=hint, id=id)]


@checks.register(checks.Tags.database)
def sqlite_locks_and_reaches_the_disk(**kwargs: Any) -> list[checks.CheckMessage]:
    """On SQLite a write transaction must lock at its start and be on disk when acknowledged."""
    connection = connections[DEFAULT_DB_ALIAS]
    options = connection.settings_dict.get("OPTIONS", {})
    locks = options.get("transaction_mode") == "IMMEDIATE"
    return error_unless(
        connection.vendor != "sqlite"
        or (locks and "synchronous=FULL" in options.get("init_command", "")),
        "SQLite must run with transaction_mode IMMEDIATE and synchronous=FULL.",
        hint="Build DATABASES with config.settings.base.SQLITE_OPTIONS.",
        id="core.E001",
    )


@checks.register(checks.Tags.database)
def migrations_reach_back_far_enough(
    *, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Refuse a database that is older than the oldest version whose migrations are kept."""
    if not databases:
        return []
    return [
        checks.Error(
            f"The tables of {app} are older than what this version can migrate.",
            hint="Migrate them with the version before first: docs/releases.md says which.",
            id="core.E004",
        )
        for app in constraint_checks.apps_left_behind()
    ]


@checks.register(checks.Tags.database)
def every_rule_is_there(
    *, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Name each rule of a TriggerConstraint that the database has lost, or has in another form."""
    if not databases or constraint_checks.a_migration_waits():
        return []
    return [
        checks.Error(
            f"The trigger {name} does not know the table's columns as they are.",
            hint="Remove and add its constraint in the migration that changed the table.",
            id="core.E003",
        )
        if is_there
        else checks.Error(f"The database has lost the trigger {name}.", id="core.E002")
        for name, is_there in constraint_checks.faults()
    ]


@checks.register(checks.Tags.database, deploy=True)
def tables_belong_to_another_role(
    *, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Warn when Reir runs as a role that owns the tables on PostgreSQL: it could drop the rules."""
    connection = connections[DEFAULT_DB_ALIAS]
    if not databases or connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_has_role(current_user, relowner, 'MEMBER') FROM pg_class"
            " WHERE oid = to_regclass('ledger_entry')"
        )
        found = cursor.fetchone()
    warning = checks.Warning(
        "The database role that Reir runs as owns the tables, and could drop their rules.",
        hint="`manage.py grant_app_role NAME` as the owner, then run Reir as NAME.",
        id="core.W001",
    )
    return [warning] if found and found[0] else []
