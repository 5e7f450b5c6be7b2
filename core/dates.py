"""Days and clocks as people write them in bokmål, nynorsk and English, and days that can be."""

import re
from datetime import UTC, date, datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import RuleBroken
from core.templatetags.formats import short_date
from core.text import plain

_MONTHS = (
    "januar februar mars april mai juni juli august september oktober november desember",
    "january february march april may june july august september october november december",
)
_BESIDE = re.compile(
    r"d|den|the|of|st|nd|rd|th"
    r"|m[ao]n?|ti(?:rs?)?|tys?|on|ons|to|tors?|thu|thurs?|tues?|wed|fre?|fri|sat"
    r"|l[øa]|lør|lau|s[øu]n?|må|mån"
    r"|(?:man|mån|tirs|tys|ons|tors|fre|lør|laur|søn|sun)dag"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
)
"""Words that stand beside a day and say nothing more than it does."""

_CLOCK = re.compile(
    r"(\d{1,2})(?:\s?[:.,h ]\s?(\d{2})(?:[:.](\d{2}))?)?\s?(?:([ap])\.?\s?m)?\s?h?\.?"
)


def iso_day(text: str) -> str:
    """Return «28.11.2026», «28. november 2026» or «November 28, 2026» as 2026-11-28.

    The day stands before the month, as in Norway; a year of four figures may stand first. What is
    no day comes back in plain signs.
    """
    text = plain(text)
    words = re.findall(r"\d+|[a-zæøå]+|[^\s./,-]", text.lower())
    parts = [word for word in words if not _BESIDE.fullmatch(word)]
    if len(parts) == 1 and re.fullmatch(r"\d{8}", parts[0]):
        parts = [parts[0][:4], parts[0][4:6], parts[0][6:]]
    if len(parts) != 3:
        return text
    if _month(parts[0]) != parts[0]:
        parts[:2] = parts[1], parts[0]
    day, month, year = reversed(parts) if len(parts[0]) == 4 else parts
    month = _month(month)
    year = f"20{year}" if len(year) == 2 else year
    try:
        if max(len(day), len(month)) > 2 or len(year) != 4:
            return text
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return text


def _month(word: str) -> str:
    """Return the number of a month's name, or of its first letters, three or more; else `word`."""
    for names in _MONTHS:
        for number, name in enumerate(names.split(), start=1):
            if len(word) > 2 and name.startswith(word):
                return str(number)
    return word


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
        hour = hour % 12 + 12 * (half == "p")
    return f"{hour:02d}:{minute}" + (f":{second}" if second else "")


def midnight(day: date) -> datetime:
    """Return when `day` begins in Oslo."""
    return timezone.make_aware(datetime.combine(day, time.min))


def day_and_clock(moment: datetime) -> dict[str, str]:
    """Return `day` and `clock` of a sentence: «28.11.» and «14.30», in Oslo."""
    there = timezone.localtime(moment)
    return {"day": f"{there:%d.%m.}", "clock": f"{there:%H.%M}"}


def must_be_possible(day: date, *, made_at: datetime | None = None) -> date:
    """Return `day`. Raises RuleBroken for one to come, and for one before it was made."""
    if day > timezone.localdate():
        raise RuleBroken(
            _("Dagen det ble betalt, %(day)s, er ikke kommet ennå. Se på datoen.")
            % {"day": short_date(day)}
        )
    if made_at and day < timezone.localdate(made_at):
        raise RuleBroken(
            _("Det kan ikke være betalt %(day)s. Da var det ikke laget ennå. Se på datoen.")
            % {"day": short_date(day)}
        )
    return day


def is_skipped(at: datetime) -> bool:
    """Tell whether the clock passes by `at` (aware), on the night in March when it is put forward.

    It is for a time put together of a day and a clock, which nothing has changed to UTC yet.
    """
    there = at.astimezone(UTC).astimezone(at.tzinfo)
    return there.replace(tzinfo=None) != at.replace(tzinfo=None)
