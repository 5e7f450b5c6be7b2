"""Words that tell what kind of service this is, and must not stand on a phone's lock screen."""

import re

from django.utils.translation import gettext as _

from accounts.languages import said

_REVEALING = re.compile(
    r"\b("
    r"rus(?:en|mid\w*|fri\w*|avh\w*|beh\w*|omsorg\w*|tiltak\w*|tjenest\w*|problem\w*|milj\w*|team\w*)?"
    r"|psyk\w*|avheng\w*|behandl\w*|bruker\w*|medbruker\w*|klient\w*|pasient\w*|diagnos\w*"
    r"|overdose\w*|substitusjon\w*|legemiddel\w*|rehabiliter\w*|rehab|avrus\w*"
    r"|bostedsløs\w*|soning\w*|fengsel\w*|kriminal\w*|sosialtjenest\w*|sosialhjelp\w*|nav"
    r"|booppfølging\w*|oppfølgingstjenest\w*|lavterskel\w*|vold|voldelig\w*|voldsutsatt\w*"
    r")\b",
    re.IGNORECASE,
)


def revealing_words(text: str) -> list[str]:
    """Return the words in `text` that reveal the programme, in lower case and in order."""
    return [found.group().lower() for found in _REVEALING.finditer(text)]


def is_neutral(text: str) -> bool:
    """Return whether anybody may see `text` on the receiver's phone (rules.md#neutral-outside)."""
    return not revealing_words(text)


def made_neutral(subject: str, body: str, *, language: str) -> tuple[str, str]:
    """Return both as they are when they are neutral, else a plain notice that there is news."""
    if is_neutral(subject) and is_neutral(body):
        return subject, body
    return said(lambda: _("Nytt fra Reir"), language=language), said(
        lambda: _("Det er noe nytt til deg i Reir. Se siden din, eller ring oss."),
        language=language,
    )
