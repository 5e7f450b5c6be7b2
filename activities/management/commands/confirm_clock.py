"""`manage.py confirm_clock`: say that the clock is right after a long stop or a restored copy."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from activities.safety import heartbeat


class Command(BaseCommand):
    """Tell what is in doubt; with `--yes`, trust the clock from now on."""

    help = "Say that the clock is right, so that old rows are deleted and planned pages come out."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take `--yes`."""
        parser.add_argument("--yes", action="store_true", help="the clock below is right")

    def handle(self, *, yes: bool = False, **options: Any) -> None:
        """Print the clock and the last round before it jumped, and confirm it when told to."""
        now = timezone.localtime()
        self.stdout.write(f"The clock says {now:%Y-%m-%d %H:%M} ({now.tzname()}).")
        doubted = heartbeat.in_doubt()
        if doubted is None or doubted.trusted_at is None:
            self.stdout.write("It is not in doubt.")
            return
        before = timezone.localtime(doubted.trusted_at)
        self.stdout.write(f"The last round before it jumped was at {before:%Y-%m-%d %H:%M}.")
        if yes:
            heartbeat.confirm()
            self.stdout.write("It is trusted from now on.")
        else:
            self.stdout.write(
                "Nothing is deleted and no page comes out until it is back, or is confirmed: "
                "run this again with --yes."
            )
