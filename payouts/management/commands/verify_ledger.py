"""`manage.py verify_ledger`: ends with an error when the books do not agree."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from payouts import books
from payouts.models import Entry


class Command(BaseCommand):
    """Looks at every voucher, debt, box, receipt, budget and sealed file."""

    help = "Verify the ledger. Ends with an error that names what does not agree."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say that the books agree, or what does not."""
        problems = books.verify()
        if problems:
            raise CommandError("\n".join(problems))
        self.stdout.write(_("Bøkene stemmer. %(count)s bilag.") % {"count": Entry.objects.count()})
