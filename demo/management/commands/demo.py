"""`manage.py demo`: an invented programme, to walk through."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from core.errors import RuleBroken
from demo import credentials, steps
from demo.world import PRINTED_PARTICIPANT, PRINTED_PARTNER, PRINTED_STAFF, World


class Command(BaseCommand):
    """Build the demonstration, or carry it forward to today. Safe to repeat."""

    help = "Builds six districts with people, sessions, works, honoraria, leases and stories."

    def handle(self, *args: Any, **options: Any) -> None:
        """Build, and say how to come in."""
        try:
            world = steps.build(self.stdout)
        except RuleBroken as error:
            raise CommandError(error.message) from error
        if world.made:
            self.stdout.write(_("Demonstrasjonen er klar."))
        else:
            self.stdout.write(_("Alt var her fra før. Ingenting er endret."))
        self.stdout.write(self.ways_in(world))

    def ways_in(self, world: World) -> str:
        """Return the addresses of the four portals, and what opens them."""
        base = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
        staff = world.staff[PRINTED_STAFF]
        participant = world.people[PRINTED_PARTICIPANT]
        lines = [
            (f"{base}/", _("for alle")),
            (f"{base}/k/{credentials.read(credentials.CARD)}", participant.chosen_name),
            (f"{base}/staff/", f"{staff.email} ({staff})"),
            (f"{base}/partner/", world.partner_users[PRINTED_PARTNER].email),
        ]
        password = _("Passord")
        portals = "\n".join(f"  {address}  {who}" for address, who in lines)
        return f"{portals}\n  {password}: {world.password}"
