"""`manage.py verify_ledger`: ends with an error when the books do not agree."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from core.management.anchors import add_expected, expected
from ledger import seals
from ledger.models import Entry
from payouts.reconciliation import verification


class Command(BaseCommand):
    """Looks at every voucher, seal, debt, box, receipt, budget and sealed file."""

    help = "Verify the ledger. Ends with an error that names what does not agree."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what was told outside."""
        add_expected(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Say that the books agree and which seal is the newest, or what does not agree."""
        problems = verification.verify(expected("ledger", options))
        if problems:
            raise CommandError("\n".join(problems))
        self.stdout.write(_("Bøkene stemmer. %(count)s bilag.") % {"count": Entry.objects.count()})
        newest = seals.newest()
        if newest:
            self.stdout.write(
                _("Nyeste segl er nr. %(number)s: %(digest)s")
                % {"number": newest.number, "digest": newest.digest}
            )
