"""Whether the database still has the rules that `core.constraints` gave it.

Somebody who rules the database can drop a trigger, change a row and leave no trace in the row. So
what is verified asks for the rules as well.
"""

from collections.abc import Iterable, Iterator

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from core.constraints import TriggerConstraint


def lost(*wanted: type[models.Model]) -> list[str]:
    """Return a sentence for each rule of these models that the database has lost or changed."""
    return [
        _("Databasen har mistet eller endret regelen %(name)s.") % {"name": name}
        for name, _is_there in faults(wanted)
    ]


def faults(wanted: Iterable[type[models.Model]] = ()) -> Iterator[tuple[str, bool]]:
    """Yield (name, whether there is one by that name) of each rule that is not as it should be.

    Of all models when none are named; tables that are not there yet are passed over.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for model in wanted or apps.get_models(include_auto_created=True):
            if model._meta.db_table in tables:
                for rule in model._meta.constraints:
                    if isinstance(rule, TriggerConstraint):
                        there = rule.found(model, connection.vendor, cursor)
                        for name, form in rule.wanted(model, connection.vendor).items():
                            if there.get(name) != form:
                                yield name, name in there


def a_migration_waits() -> bool:
    """Tell whether the tables are older than the code: then nothing can be said of rules yet.

    `migrate` asks every check before it begins; it must not be refused by what it will put right.
    """
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def apps_left_behind() -> list[str]:
    """Return the apps whose tables are older than the first migration that the code still has.

    That migration `replaces` others whose files are gone. A database that has all of them goes on,
    a new one has none; with some of them Django would pass the app over without a word.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    loader = MigrationLoader(connection)
    applied = set(MigrationRecorder(connection).applied_migrations())
    return sorted(
        {
            key[0]
            for key, migration in loader.replacements.items()
            if (gone := set(migration.replaces)).isdisjoint(loader.disk_migrations)
            and not applied.isdisjoint(gone | {key})
            and not applied.issuperset(gone)
        }
    )
