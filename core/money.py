"""Money is whole øre (int) everywhere; this is the one place that turns it into words."""

import re

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.errors import RuleBroken
from core.text import plain

MOST_ORE = 10**11
"""One billion kroner: no sum in Reir is larger, and SQLite and PostgreSQL both hold it exactly."""

LONGEST = 40
"""More signs than the largest sum has, with spaces and «kroner»."""

_AMOUNT = re.compile(r"(?P<kroner>\d{1,3}(?:[ .']\d{3})+|\d+)(?:,(?P<ore>\d{2}))?")
_ENGLISH_AMOUNT = re.compile(r"(?P<kroner>\d{1,3}(?:,\d{3})+)\.(?P<ore>\d{2})")
_AMOUNT_IN_ENGLISH = re.compile(r"(?P<kroner>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<ore>\d{2}))?")
_CURRENCY = re.compile(
    r"^(?:nok|n?kr|kroner)[.:]?\s*|\s*(?:[,.:/]\s?-{1,2})?\s*(?:(?:nok|n?kr|kroner?)\.?)?$"
)


def must_be_over_zero(ore: int) -> None:
    """Raise RuleBroken for a sum of nothing, or less."""
    if ore <= 0:
        raise RuleBroken(_("Skriv et beløp over null."))


def kroner(ore: int) -> str:
    """Return `ore` as people write it: 15000 → «150 kr», 12550 → «125,50 kr»."""
    sign = "−" if ore < 0 else ""
    whole, part = divmod(abs(ore), 100)
    text = f"{whole:,}".replace(",", "\u00a0")
    if part:
        text = f"{text},{part:02d}"
    return f"{sign}{text}\u00a0kr"


def parse_kroner(text: str) -> int:
    """Return the øre in an amount as Norwegians write it («1 250», «1.250,50», «NOK 150», «150,-»).

    Raises RuleBroken with a sentence when the text is no amount, is negative, has a fraction of
    an øre, or is larger than `MOST_ORE`.
    """
    line = plain(text).lower()
    cleaned = _CURRENCY.sub("", line) if len(line) <= 4 * LONGEST else line
    match = None
    if len(cleaned) <= LONGEST and "\0" not in text:
        match = _AMOUNT.fullmatch(cleaned) or _ENGLISH_AMOUNT.fullmatch(cleaned)
        if match is None and get_language() == "en":
            match = _AMOUNT_IN_ENGLISH.fullmatch(cleaned)
    if match is None:
        raise RuleBroken(_("Skriv beløpet som tall, for eksempel 150 eller 1 250,50."))
    whole = re.sub(r"\D", "", match["kroner"])
    ore = int(whole) * 100 + int(match["ore"] or 0)
    if ore > MOST_ORE:
        raise RuleBroken(_("Beløpet er for stort. Se om det er skrevet riktig."))
    return ore
