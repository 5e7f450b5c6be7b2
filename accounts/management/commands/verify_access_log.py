"""`manage.py verify_access_log`: ends with an error when the log has been touched."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts import access_log
from core.management.anchors import add_expected, expected


class Command(BaseCommand):
    """Recomputes every seal of the access log."""

    help = "Verify the access log. Ends with an error that names the first broken seal."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what was told outside."""
        add_expected(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Say that the log is whole, or what is wrong with it."""
        problems = access_log.verify(expected("access", options))
        if problems:
            raise CommandError("\n".join(problems))
        newest = access_log.newest()
        self.stdout.write(
            _("Innsynsloggen er hel. Nyeste segl er nr. %(number)s: %(digest)s")
            % {"number": newest.number, "digest": newest.digest}
            if newest
            else _("Innsynsloggen er hel. Ingenting er forseglet ennå.")
        )
