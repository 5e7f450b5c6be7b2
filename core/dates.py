"""Days and clocks as people write them in bokmål, nynorsk and English."""

import re
from datetime import date

from core.text import plain

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januar january",
            "feb februar february",
            "mar mars march",
            "apr april",
            "mai may",
            "jun juni june",
            "jul juli july",
            "aug august",
            "sep sept september",
            "okt oktober oct october",
            "nov november",
            "des desember dec december",
        ),
        start=1,
    )
    for name in names.split()
}
_DAY_FIRST = re.compile(r"(\d{1,2})\s?[./ -]\s?(\d{1,2})\s?[./ -]\s?(\d{4}|\d{2})\.?")
_DAY_AND_NAME = re.compile(r"(\d{1,2})(?:\.|st|nd|rd|th)?\s?(?:of )?([a-z]+)\.?,?\s(\d{4})")
_NAME_AND_DAY = re.compile(r"([a-z]+)\.?\s(\d{1,2})(?:st|nd|rd|th)?,?\s(\d{4})")
_WEEKDAY = re.compile(r"^[a-zæøå]+day,?\s|^[a-zæøå]+dag,?\s(?:den\s)?")
_CLOCK = re.compile(r"(\d{1,2})(?:\s?[:.]\s?(\d{2})(?:[:.](\d{2}))?)?\s?(am|pm|a\.m\.|p\.m\.)?")


def iso_day(text: str) -> str:
    """Return «28.11.2026», «28. november 2026» or «November 28, 2026» as 2026-11-28.

    The day stands before the month, as in Norway. What is no day comes back in plain signs.
    """
    text = plain(text)
    words = _WEEKDAY.sub("", text.lower())
    if found := _DAY_FIRST.fullmatch(words):
        day, month, year = found.groups()
        year = year if len(year) == 4 else f"20{year}"
    elif found := _DAY_AND_NAME.fullmatch(words):
        day, name, year = found.groups()
        month = str(_MONTHS.get(name, 0))
    elif found := _NAME_AND_DAY.fullmatch(words):
        name, day, year = found.groups()
        month = str(_MONTHS.get(name, 0))
    else:
        return text
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return text


def iso_clock(text: str) -> str:
    """Return «kl. 14.30», «klokka 9» or «2:30 pm» as 14:30; anything else in plain signs."""
    text = plain(text)
    words = re.sub(r"^(?:klokka|klokken|kl\.?|at)\s?", "", text.lower())
    words = f"{words[:2]}:{words[2:]}" if re.fullmatch(r"\d{4}", words) else words
    found = _CLOCK.fullmatch(words)
    if found is None:
        return text
    hour, minute, second, half = int(found[1]), found[2] or "00", found[3], found[4]
    if half:
        if not 1 <= hour <= 12:
            return text
        hour = hour % 12 + 12 * half.startswith("p")
    return f"{hour:02d}:{minute}" + (f":{second}" if second else "")
