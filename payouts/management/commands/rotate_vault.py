"""`manage.py rotate_vault`: writes everything encrypted anew with the newest key."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from payouts.vault import keys


class Command(BaseCommand):
    """Rotates the vault. Safe to stop and to repeat."""

    help = "Write every encrypted value anew with the newest of REIR_VAULT_KEYS."

    def handle(self, *args: Any, **options: Any) -> None:
        """Tell for each table how many rows were written, and end with an error if any is shut."""
        shut = twice = 0
        for rotated in keys.rotate():
            shut += rotated.locked
            twice += rotated.twice
            self.stdout.write(
                _("%(table)s: %(written)s skrevet på nytt, %(locked)s kan ikke åpnes.")
                % {
                    "table": rotated.model._meta.label,
                    "written": rotated.written,
                    "locked": rotated.locked,
                }
            )
        if twice:
            self.stdout.write(
                _("%(count)s gavekort har samme nummer som et annet.") % {"count": twice}
            )
        if shut:
            raise CommandError(
                _("%(count)s rader kan ikke åpnes. Behold de gamle nøklene, og let etter deres.")
                % {"count": shut}
            )
