"""The ways out of the tests: an SMS provider as an installation would write one, and a mailbox."""

from django.core.mail.backends import locmem


class Provider:
    """Sends nothing anywhere."""

    def send(self, *, to: str, subject: str, body: str) -> None:
        """Keep quiet."""

    def check(self) -> list[str]:
        """Return no problems."""
        return []


class Mailbox(locmem.EmailBackend):
    """A mail server that takes everything: `django.core.mail.outbox` holds what it got."""
