"""`manage.py grant_app_role`: lets Reir run as a role that cannot take its rules away."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from core.constraints import AppendOnlyConstraint

RULES_ALL = """
    SELECT rolsuper OR EXISTS (
        SELECT 1 FROM pg_class
        WHERE oid = to_regclass('django_migrations') AND pg_has_role(role.oid, relowner, 'MEMBER')
    ) OR EXISTS (
        SELECT 1 FROM pg_namespace
        WHERE nspname = 'public' AND pg_has_role(role.oid, nspowner, 'MEMBER')
    )
    FROM pg_roles AS role WHERE rolname = %s
"""
"""Whether a role is, or could become, one that drops tables and rules: who owns them or the
schema, or the whole database by `pg_database_owner`."""


class Command(BaseCommand):
    """Grants what Reir needs to a role of PostgreSQL, and no more. Safe to repeat.

    Run it as the owner of the tables, and again after each `migrate`. The role reads and writes;
    from tables that only grow it may take nothing, and it owns none, so it cannot drop a trigger.
    """

    help = "Grant a PostgreSQL role what Reir needs to run, and nothing that could undo its rules."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the role's name."""
        parser.add_argument("role", help="an existing role that may log in")

    def handle(self, *args: Any, **options: Any) -> None:
        """Grant, or say that SQLite has no roles."""
        if connection.vendor != "postgresql":
            self.stdout.write(_("SQLite har ingen roller. Vern filen i stedet."))
            return
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(RULES_ALL, [options["role"]])
            found = cursor.fetchone()
            if found is None:
                raise CommandError(_("Rollen finnes ikke. Lag den først: CREATE ROLE … LOGIN."))
            if found[0]:
                raise CommandError(_("Rollen styrer hele databasen. Lag en som ikke gjør det."))
            for statement in _grants(connection.ops.quote_name(options["role"])):
                cursor.execute(statement)
        self.stdout.write(_("Rollen %(role)s kan kjøre Reir.") % {"role": options["role"]})


def _grants(role: str) -> Iterator[str]:
    yield f"GRANT USAGE ON SCHEMA public TO {role}"
    yield f"REVOKE CREATE ON SCHEMA public FROM {role}, PUBLIC"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}"
    yield f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}"
    for model in apps.get_models(include_auto_created=True):
        for rule in model._meta.constraints:
            if isinstance(rule, AppendOnlyConstraint):
                yield from _only_grows(role, model, rule)


def _only_grows(role: str, model: type[models.Model], rule: AppendOnlyConstraint) -> Iterator[str]:
    table = connection.ops.quote_name(model._meta.db_table)
    yield f"REVOKE UPDATE, DELETE ON {table} FROM {role}"
    columns = ", ".join(
        connection.ops.quote_name(str(field.column))
        for field in model._meta.local_concrete_fields
        if field.name in rule.forgets
    )
    if columns:
        yield f"GRANT UPDATE ({columns}) ON {table} TO {role}"
