"""`manage.py build_site`: the pages that are always there."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_domain_name, validate_ipv46_address

from cms.navigation.site import build_site
from core.text import plain


class Command(BaseCommand):
    """Make the home page and the index pages in every language. Safe to repeat."""

    help = "Makes the home page and the index pages in bokmål, nynorsk and English."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the public name and port of the site."""
        parser.add_argument("--hostname", default="localhost")
        parser.add_argument("--port", type=int, default=80)

    def handle(self, *args: Any, **options: Any) -> None:
        """Build, and say where it stands."""
        hostname = plain(options["hostname"]).lower()
        if not _is_hostname(hostname):
            raise CommandError(f"«{hostname}» is no public name. Write it like this: reir.no")
        if not 0 < options["port"] < 65536:
            raise CommandError("A port is a number between 1 and 65535.")
        site = build_site(hostname=hostname, port=options["port"])
        self.stdout.write(f"The public pages stand at {site.root_url}/.")


def _is_hostname(text: str) -> bool:
    for validate in (validate_domain_name, validate_ipv46_address):
        try:
            validate(text)
        except ValidationError:
            continue
        return True
    return text == "localhost"
