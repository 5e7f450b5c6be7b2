#!/usr/bin/env python
"""Django's command line for Reir."""

import os
import sys


def main() -> None:
    """Run the command that the arguments name."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - settings first
    from django.db import OperationalError, ProgrammingError  # noqa: PLC0415

    try:
        execute_from_command_line(sys.argv)
    except (OperationalError, ProgrammingError):
        if "--traceback" in sys.argv or not is_older_than_the_code():
            raise
        sys.exit("Databasen er tom eller eldre enn koden. Kjør «manage.py migrate» først.")


def is_older_than_the_code() -> bool:
    """Tell whether a migration waits; False when the database does not even answer that."""
    from django.db import DatabaseError  # noqa: PLC0415 - settings first

    from core.constraint_checks import a_migration_waits  # noqa: PLC0415

    try:
        return a_migration_waits()
    except DatabaseError:
        return False


if __name__ == "__main__":
    main()
