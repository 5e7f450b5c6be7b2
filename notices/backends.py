"""How a message leaves Reir. `NOTICE_BACKENDS` names one class for each channel.

An installation with an SMS provider writes a class with the two methods of `Backend` and sets
`NOTICE_SMS_BACKEND` to its path. `send` may take up to a minute: no lock is held meanwhile.
"""

import sys
from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.module_loading import import_string

SECONDS_TO_WAIT = 30


class DeliveryFailed(Exception):
    """The message did not leave; it is tried again later.

    The text is kept with the message: name the cause, never the address or the words.
    """


class Backend(Protocol):
    """What the outbox asks of a channel."""

    def send(self, *, to: str, subject: str, body: str) -> None:
        """Hand over one message, or raise any exception. SMS providers leave `subject` out."""

    def check(self) -> list[str]:
        """Return what this installation must set before anything can be sent, as sentences."""


class EmailBackend:
    """Sends by Django's own mail settings (`EMAIL_URL`)."""

    def send(self, *, to: str, subject: str, body: str) -> None:
        """Send a plain text e-mail from `DEFAULT_FROM_EMAIL`."""
        connection = get_connection(timeout=SECONDS_TO_WAIT)
        EmailMessage(subject=subject, body=body, to=[to], connection=connection).send()

    def check(self) -> list[str]:
        """Ask for a sender that people can answer."""
        if "@localhost" in settings.DEFAULT_FROM_EMAIL:
            return ["DEFAULT_FROM_EMAIL must be an address that people can answer."]
        return []


class ConsoleBackend:
    """Writes the message to the console, for development and demonstration."""

    def send(self, *, to: str, subject: str, body: str) -> None:
        """Write to standard output, not to the log: logs hold no words to people."""
        sys.stdout.write(f"--- {to}\n{subject}\n{body}\n")
        sys.stdout.flush()

    def check(self) -> list[str]:
        """Say that nobody outside is reached."""
        return ["NOTICE_BACKENDS writes to the console: nobody outside is reached."]


def backend_for(channel: str) -> Backend:
    """Return the backend of `channel`; raises ImportError when the settings name none."""
    return import_string(settings.NOTICE_BACKENDS[channel])()
