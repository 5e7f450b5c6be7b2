"""Which zone a name means: IANA and Windows names, and the words that programmes write instead.

Outlook and Exchange write «(UTC-05:00) Eastern Time (US & Canada)» or «(UTC+01:00) Amsterdam,
Berlin, …» in the language of the machine, Windows counts its names («… Standard Time 1»), Lotus and
phones write the bare difference from UTC. Cities and the difference together say which zone is
meant.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

OSLO = ZoneInfo("Europe/Oslo")
LONGEST_NAME = 300
LARGEST_OFFSET = timedelta(hours=15)
_OFFSET = re.compile(r"([+-])\s*(\d{1,2})(?:[:.]?([0-5]\d))?(?:[:.]?[0-5]\d)?(?!\d)", re.ASCII)
_DESCRIPTION = re.compile(
    r"\(?\s*(?P<utc>UTC|GMT)?\s*(?P<offset>[+-]\s*\d{1,4}(?:[:.]\d\d){0,2}(?!\d))?\s*\)?\s*(?P<words>.*)",
    re.ASCII | re.DOTALL,
)
_LINES = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2010": "-", "\u2011": "-", "_": " "})
_OTHER_NAMES = {
    "cest": "CET", "mez": "CET", "mesz": "CET", "utc": "UTC", "z": "UTC",
    "edt": "America/New_York", "pst": "America/Los_Angeles", "pdt": "America/Los_Angeles",
    "cst": "America/Chicago", "cdt": "America/Chicago", "mdt": "America/Denver",
    "bst": "Europe/London", "coordinated universal time": "UTC", "norway": "Europe/Oslo",
    "norge": "Europe/Oslo",
}  # fmt: skip
"""Short and everyday names, in lower case, that neither list holds."""


@dataclass(frozen=True)
class NamedZone:
    """A zone, and whether its name says all of it: a bare difference does not know summer."""

    zone: tzinfo
    is_sure: bool = True


@cache
def _zone_names() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones()} | {
        windows.casefold(): name for windows, name in WINDOWS_TO_OLSON.items()
    }


@cache
def _words() -> dict[str, tuple[str, ...]]:
    """Return the words of descriptions, in lower case, with the zones that they may mean."""
    found: dict[str, list[str]] = {}
    for key, name in [*sorted(_zone_names().items()), *_OTHER_NAMES.items()]:
        found.setdefault(key.replace("_", " "), []).append(name)
        if "/" in key and not key.startswith("etc/"):
            found.setdefault(key.rpartition("/")[2].replace("_", " "), []).append(name)
            found.setdefault(key.replace("_", " ").replace("/", "-", 1), []).append(name)
    return {words: tuple(names) for words, names in found.items()}


def known_zone(name: str) -> tzinfo | None:
    """Return the zone an IANA or Windows name stands for, also behind a maker's prefix
    (/example.org/Europe/Oslo, tzone://Microsoft/Utc).
    """
    written = name.strip()
    parts = written.strip("/").casefold().split("/")
    most = 8 if written.startswith("/") or "://" in written else 1
    names = ("/".join(parts[index:]) for index in range(most))
    return next((_zone(_zone_names()[name]) for name in names if name in _zone_names()), None)


def offset_of(text: str) -> timedelta | None:
    """Return the difference from UTC written as +01, +1:00, −0130 or alike, else None."""
    match = _OFFSET.fullmatch(text.translate(_LINES).strip())
    if match is None:
        return None
    sign, hours, minutes = match.groups()
    offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
    if offset > LARGEST_OFFSET:
        return None
    return -offset if sign == "-" else offset


def described_zone(name: str) -> NamedZone | None:
    """Return the zone that a description means, or None.

    A zone of which only the difference from UTC is understood is not sure, unless nothing else
    was said.
    """
    match = _DESCRIPTION.fullmatch(name[:LONGEST_NAME].translate(_LINES).strip())
    if match is None:
        return None
    words = match["words"].strip()
    offset = timedelta(0) if match["utc"] else None
    if match["offset"]:
        offset = offset_of(match["offset"])
        if offset is None:
            return None
    for candidate in _candidates(words, with_parts=offset is not None):
        for zone_name in _words().get(candidate, ()):
            zone = _zone(zone_name)
            if offset is None or _standard(zone) == offset:
                return NamedZone(zone)
    if offset is None:
        return None
    return NamedZone(timezone(offset) if offset else UTC, is_sure=not words.strip("() "))


def _candidates(words: str, *, with_parts: bool) -> Iterator[str]:
    """Yield what a description may be known by, the most telling first; cities only beside a
    difference that they must agree with.
    """
    whole = re.sub(r"\s*\(.*?\)", "", words.casefold()).strip(" .")
    whole = re.sub(r"\s+\d{1,3}$", "", whole)
    for text in (words.casefold(), whole):
        yield text
        yield re.sub(r"\b(?:daylight|summer)\b", "standard", text)
        yield re.sub(r"(?<!standard) time$", " standard time", text)
        yield f"{text} standard time"
    if with_parts:
        parts = re.split(r"[,;/&()]|\band\b", words.casefold())
        yield from filter(None, (part.strip(" .") for part in parts))


@cache
def _standard(zone: tzinfo) -> timedelta:
    """Return the difference from UTC outside summer, as it is in our days."""
    winter, summer = (datetime(2026, month, 1, tzinfo=zone) for month in (1, 7))
    return min(winter.utcoffset() or timedelta(0), summer.utcoffset() or timedelta(0))


def _zone(name: str) -> tzinfo:
    return UTC if name == "UTC" else ZoneInfo(name)
