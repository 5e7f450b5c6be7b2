"""`manage.py build_site`: the pages that are always there."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cms.site import build_site


class Command(BaseCommand):
    """Make the home page and the index pages in every language. Safe to repeat."""

    help = "Makes the home page and the index pages in bokmål, nynorsk and English."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the public name and port of the site."""
        parser.add_argument("--hostname", default="localhost")
        parser.add_argument("--port", type=int, default=80)

    def handle(self, *args: Any, **options: Any) -> None:
        """Build, and say where it stands."""
        site = build_site(hostname=options["hostname"], port=options["port"])
        self.stdout.write(f"The public pages stand at {site.root_url}/.")
