"""`manage.py seed_scale`: large plausible data for measuring."""

from argparse import ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from core.errors import RuleBroken
from demo import scale


def whole_number(text: str) -> int:
    """Return the number in `text`, at least one."""
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(_("Skriv et helt tall over null."))
    return int(text)


class Command(BaseCommand):
    """Write teams, participants, sessions and attendances in bulk."""

    help = "Writes large data for measuring, in bulk and without money."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take how much, and whether to go in beside other data."""
        parser.add_argument("--teams", type=whole_number, default=6)
        parser.add_argument("--participants", type=whole_number, default=300)
        parser.add_argument("--attendances", type=whole_number, default=10_000)
        parser.add_argument("--yes", action="store_true", help="also beside data that is here")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write, and say what was written."""
        size = scale.Size(
            teams=options["teams"],
            participants=options["participants"],
            attendances=options["attendances"],
        )
        try:
            scale.refuse_what_is_there(also_beside_others=options["yes"])
            scale.seed(size, stream=self.stdout)
        except RuleBroken as error:
            raise CommandError(error.message) from error
        self.stdout.write(
            _("%(teams)s team, %(participants)s deltakere og %(attendances)s ganger «var med».")
            % {
                "teams": size.teams,
                "participants": size.participants,
                "attendances": size.attendances,
            }
        )
