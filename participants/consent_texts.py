"""The words a person says yes to. An old version stays, because consents point at it."""

from django.utils.translation import gettext as _

from participants.models import Consent

CURRENT = "2026-1"


def text_of(channel: str, *, version: str = CURRENT) -> str:
    """Return the sentence somebody says yes to for `channel`, in the active language.

    Raises KeyError for a version that never was.
    """
    return {
        "2026-1": {
            Consent.Channel.WEB: _("Ja, dette kan stå på nettsiden til Reir med navnet mitt."),
            Consent.Channel.PRINT: _("Ja, dette kan stå på papir, som plakat eller avis."),
            Consent.Channel.SOCIAL: _("Ja, teamet kan dele dette på sosiale medier."),
            Consent.Channel.FILM: _("Ja, dette kan være med i en film som vises for andre."),
            Consent.Channel.RESEARCH: _("Ja, dette kan leses av en forsker. Navnet blir borte."),
        }
    }[version][Consent.Channel(channel)]
