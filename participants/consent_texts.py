"""The words a person says yes to. An old version stays, because consents point at it."""

from django.utils.translation import gettext as _

from participants.models import Consent

CURRENT = "2026-1"


def facts() -> tuple[object, ...]:
    """Return what somebody who says yes now has read, for the digest: the version, every text."""
    return CURRENT, [text_of(channel, version=CURRENT) for channel in Consent.Channel.values]


def all_of_them() -> list[tuple[str, str]]:
    """Return (where in words, the sentence somebody says yes to) of every channel."""
    return [(str(where), text_of(channel)) for channel, where in Consent.Channel.choices]


def text_of(channel: str, *, version: str = "") -> str:
    """Return the sentence somebody says yes to for `channel`, in the active language.

    Without `version` the current one. Raises KeyError for a version that never was.
    """
    return {
        "2026-1": {
            Consent.Channel.WEB: _("Ja, dette kan stå på nettsiden til Reir med navnet mitt."),
            Consent.Channel.PRINT: _("Ja, dette kan stå på papir, som plakat eller avis."),
            Consent.Channel.SOCIAL: _("Ja, teamet kan dele dette på sosiale medier."),
            Consent.Channel.FILM: _("Ja, dette kan være med i en film som vises for andre."),
            Consent.Channel.RESEARCH: _("Ja, dette kan leses av en forsker. Navnet blir borte."),
        }
    }[version or CURRENT][Consent.Channel(channel)]
