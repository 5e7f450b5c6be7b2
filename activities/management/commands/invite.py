"""`manage.py invite kari@alna.no --team alna --role leader --name "Kari Nordby"`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts import invitations
from accounts.models import Role, Team
from activities.staffing import colleagues
from core.errors import RuleBroken
from core.text import clean_line


class Command(BaseCommand):
    """Invites somebody into a team by letter and prints the link of the letter."""

    help = "Invite a member of staff. Safe to repeat: it gives the role once and a new link."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the words of the command."""
        parser.add_argument("email")
        parser.add_argument("--team", required=True, help="the team's name or address: alna")
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--name", required=True, help="first name and surname")
        parser.add_argument("--language", default="nb", choices=["nb", "nn", "en"])

    def handle(self, *args: Any, **options: Any) -> None:
        """Give the role, send the letter and print the link."""
        wanted = clean_line(options["team"])
        team = Team.objects.filter(Q(slug=wanted) | Q(name__iexact=wanted)).first()
        if team is None:
            known = ", ".join(Team.objects.values_list("slug", flat=True)) or _("ingen ennå")
            raise CommandError(
                _("Fant ikke teamet «%(wanted)s». Disse finnes: %(known)s. Lag ett med createteam.")
                % {"wanted": wanted, "known": known}
            )
        try:
            membership, invitation, token = colleagues.bring_in(
                options["email"],
                name=options["name"],
                team=team,
                role=options["role"],
                language=options["language"],
            )
        except RuleBroken as broken:
            raise CommandError(broken.message) from broken
        user = membership.user
        self.stdout.write(
            _("%(name)s er %(role)s i %(team)s.")
            % {"name": user, "role": membership.get_role_display(), "team": team}
        )
        if invitation.accepted_at is not None:
            self.stdout.write(_("Kontoen har et passord fra før, så her er det ingen ny lenke."))
            return
        self.stdout.write(
            _("Brevet går til %(email)s. Lenken virker én gang, i %(days)s dager:")
            % {"email": user.email, "days": invitations.VALID_FOR.days}
        )
        self.stdout.write(invitations.link(token))
