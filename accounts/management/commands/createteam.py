"""`manage.py createteam "Alna" --phone 23477000`: the first step of a real installation."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.roles import teams


class Command(BaseCommand):
    """Makes a team, or gives the one of that name a new number."""

    help = "Make a team (a district). Safe to repeat: the same name is the same team."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the words of the command."""
        parser.add_argument("name", help="as people say it: Alna")
        parser.add_argument("--phone", default="", help="the number on every page of the team")
        parser.add_argument("--organisation-number", default="", help="nine digits, who pays")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the team and say what became of it."""
        try:
            team, made = teams.make(
                options["name"],
                phone=options["phone"],
                organisation_number=options["organisation_number"],
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        words = {"name": team.name, "slug": team.slug}
        self.stdout.write(
            _("Teamet %(name)s er laget. Kortnavnet er «%(slug)s».") % words
            if made
            else _("Teamet %(name)s fantes fra før. Kortnavnet er «%(slug)s».") % words
        )
        self.stdout.write(
            _("Inviter lederen: manage.py invite EPOST --team %(slug)s --role leader --name NAVN")
            % words
        )
