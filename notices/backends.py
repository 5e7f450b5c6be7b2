"""The ways out of Reir, and the one rule of what counts as sent.

`NOTICE_BACKENDS` names one class for each channel, or «none» for a channel that this installation
has not. A message is **sent** when a backend that reaches people has taken it without an error,
and never otherwise. What a machine that nobody else can reach prints, is *shown*.

An installation with an SMS provider writes a class with the two methods of `Backend` and sets
`NOTICE_SMS_BACKEND` to its path. `send` may take up to a minute: no lock is held meanwhile. It
runs in a thread of its own.
"""

import logging
import sys
import threading
from email.utils import make_msgid, parseaddr
from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import connections
from django.utils.module_loading import import_string

logger = logging.getLogger(__name__)

NO_WAY = "none"
LONGEST = 60
"""Seconds after which a backend that has not answered is left to itself."""
REACHES_NOBODY = frozenset(
    f"django.core.mail.backends.{kind}.EmailBackend"
    for kind in ("console", "dummy", "filebased", "locmem")
)
"""Mail backends that end on this machine."""


class DeliveryFailed(Exception):
    """The message did not leave; it is tried again later.

    The text is kept with the message: name the cause, never the address or the words.
    """


class Backend(Protocol):
    """What the outbox asks of a channel.

    A class may also have `reaches_people`, False when nobody outside gets what it takes, and
    `takes_reply_to`, True when `send` takes the e-mail address that answers go to.
    """

    def send(self, *, to: str, subject: str, body: str) -> None:
        """Send one message, or raise any exception. SMS providers leave `subject` out.

        Many a provider answers 200 with an error in the words: `send` reads them, and raises.
        """

    def check(self) -> list[str]:
        """Return what this installation must set before anything can be sent, as sentences."""


class EmailBackend:
    """Sends by Django's own mail settings (`EMAIL_URL`), within `EMAIL_TIMEOUT` seconds."""

    takes_reply_to = True

    @property
    def reaches_people(self) -> bool:
        """Tell whether the mail leaves this machine."""
        return settings.EMAIL_WAY_OUT not in REACHES_NOBODY

    def send(self, *, to: str, subject: str, body: str, reply_to: str = "") -> None:
        """Send a plain text e-mail from `DEFAULT_FROM_EMAIL`; raise when no server accepted it.

        It says that a machine wrote it (RFC 3834), so that no other machine answers.
        """
        letter = EmailMessage(
            subject=subject,
            body=body,
            to=[to],
            reply_to=[reply_to] if reply_to else None,
            headers={
                "Auto-Submitted": "auto-generated",
                "Message-ID": make_msgid(domain=mail_domain()),
            },
            connection=get_connection(settings.EMAIL_WAY_OUT, timeout=settings.EMAIL_TIMEOUT),
        )
        if letter.send() != 1:
            raise DeliveryFailed("nobody took it")

    def check(self) -> list[str]:
        """Ask for a way out, and for a sender that people can answer."""
        missing = []
        if not self.reaches_people:
            missing.append("EMAIL_URL must name a mail server: now nobody outside is reached.")
        if mail_domain() == "localhost":
            missing.append("DEFAULT_FROM_EMAIL must be an address that people can answer.")
        return missing


class ConsoleBackend:
    """Writes the message to the console, for development and demonstration."""

    reaches_people = False

    def send(self, *, to: str, subject: str, body: str) -> None:
        """Write to standard output, not to the log: logs hold no words to people."""
        sys.stdout.write(f"--- {to}\n{subject}\n{body}\n")
        sys.stdout.flush()

    def check(self) -> list[str]:
        """Say that nothing is delivered."""
        return ["NOTICE_BACKENDS writes to the console: nobody outside is reached."]


def mail_domain() -> str:
    """Return the domain that our letters are numbered in (Message-ID), never the machine's."""
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return settings.MAIL_DOMAIN or sender.rpartition("@")[2] or "localhost"


def backend_for(channel: str) -> Backend | None:
    """Return the backend of `channel`, or None when the settings say that there is none.

    Raises ImportError for a class that is not there.
    """
    name = settings.NOTICE_BACKENDS.get(channel, "")
    return import_string(name)() if name not in ("", NO_WAY) else None


def way_out(channel: str) -> Backend | None:
    """Return the backend that sends by `channel` now, or None: then nothing is sent by it.

    Words to people stand on a console only where `MESSAGES_SHOWN_HERE` allows it.
    """
    try:
        backend = backend_for(channel)
    except Exception:
        logger.exception("The backend of %s cannot be used", channel)
        return None
    if backend is None or reaches_people(backend) or settings.MESSAGES_SHOWN_HERE:
        return backend
    return None


def reaches_people(backend: Backend) -> bool:
    """Tell whether what `backend` takes without an error counts as sent."""
    return bool(getattr(backend, "reaches_people", True))


def hand_over(backend: Backend, **message: str) -> None:
    """Let `backend` send `message`, or raise: what it raises, or DeliveryFailed after a minute.

    A backend that answers False or 0, as Django's own do, has sent nothing.
    A server that says a letter now and then passes every timeout of a socket. Nobody knows then
    whether the message left, and it is tried again.
    """
    raised: list[Exception | None] = [DeliveryFailed("took too long")]

    def send() -> None:
        try:
            outcome: object = backend.send(**message)  # type: ignore[func-returns-value]
            refused = outcome is False or outcome == 0
            raised[0] = DeliveryFailed("nobody took it") if refused else None
        except Exception as error:
            raised[0] = error
        finally:
            connections.close_all()

    thread = threading.Thread(target=send, daemon=True)
    thread.start()
    thread.join(LONGEST)
    if raised[0] is not None:
        raise raised[0]
