"""Time zones as calendar files name them: known to the world, described, or defined there.

icalendar keeps one cache of zones for the whole process, filled from every file it reads; a zone
with an invented name in one file must not answer for the next. So the zones of a file are kept
with that file.
"""

from bisect import bisect_right
from contextlib import suppress
from datetime import date, datetime, timedelta, timezone, tzinfo
from typing import TypeAlias

from icalendar import vDatetime, vUTCOffset

from activities.calendar_files.expansion import Effort, expand
from activities.calendar_files.lines import Calendar, Component
from activities.calendar_files.rules import RuleUnreadable, read_rule
from activities.calendar_files.zone_names import NamedZone, described_zone, known_zone, offset_of

MAX_OBSERVANCES = 200
_YEARS_AROUND = 2


class FileZone(tzinfo):
    """A zone defined by a VTIMEZONE: a list of (clock time of the change, offset before, offset
    after).
    """

    def __init__(self, name: str, changes: list[tuple[datetime, timedelta, timedelta]]) -> None:
        changes = sorted(changes, key=lambda change: change[0] - change[1])
        self._name = name
        self._offsets = [changes[0][1], *(after for _, _, after in changes)]
        # A time skipped in spring is read with the offset before it, as RFC 5545 says; a time
        # that comes twice in autumn is its first.
        self._wall = [
            moment + max(timedelta(0), after - before) for moment, before, after in changes
        ]
        self._utc = [moment - before for moment, before, _ in changes]

    def utcoffset(self, moment: datetime | None) -> timedelta:
        if moment is None:
            return self._offsets[0]
        return self._offsets[bisect_right(self._wall, moment.replace(tzinfo=None))]

    def dst(self, moment: datetime | None) -> None:
        return None

    def tzname(self, moment: datetime | None) -> str:
        return self._name

    def fromutc(self, moment: datetime) -> datetime:
        return moment + self._offsets[bisect_right(self._utc, moment.replace(tzinfo=None))]


def read_zone(component: Component, *, first: date, last: date, effort: Effort) -> FileZone | None:
    """Return a VTIMEZONE's zone, right from two years before `first` to two years after `last`.

    None when it cannot be read. Only yearly rules count: no clock is changed more often.
    """
    changes: list[tuple[datetime, timedelta, timedelta]] = []
    begin = date(max(1, first.year - _YEARS_AROUND), 1, 1)
    end = date(min(9999, last.year + _YEARS_AROUND), 12, 31)
    try:
        for observance in component.children[:MAX_OBSERVANCES]:
            if observance.name in {"STANDARD", "DAYLIGHT"}:
                changes += _changes(observance, first=begin, last=end, effort=effort)
        return FileZone(component.text("TZID"), changes) if changes else None
    except (ValueError, OverflowError, LookupError):
        return None


def _changes(
    observance: Component, *, first: date, last: date, effort: Effort
) -> list[tuple[datetime, timedelta, timedelta]]:
    start = vDatetime.from_ical(observance.raw("DTSTART")[0].value).replace(tzinfo=None)
    before = vUTCOffset.from_ical(observance.raw("TZOFFSETFROM")[0].value)
    after = vUTCOffset.from_ical(observance.raw("TZOFFSETTO")[0].value)
    moments = {start}
    for raw in observance.raw("RDATE"):
        moments |= {vDatetime.from_ical(text).replace(tzinfo=None) for text in raw.value.split(",")}
    for raw in observance.raw("RRULE"):
        rule = read_rule(raw.value)
        if rule.frequency != "YEARLY":
            raise RuleUnreadable
        until, begin = rule.until_in(timezone(before)), first
        if until and until.date() < first:
            # The change before the window decides the offset at its beginning.
            begin = date(max(1, until.year - 1), 1, 1)
        moments |= set(
            expand(rule, start=start, first=begin, last=last, until=until, effort=effort)
        )
    return [(moment, before, after) for moment in moments]


Shelf: TypeAlias = dict[str, tzinfo | None]
"""Zones by how they are defined: calendars joined into one file repeat the same definition."""


class Zones:
    """The zones of one VCALENDAR, looked up by the name an entry uses."""

    def __init__(
        self, calendar: Calendar, *, first: date, last: date, effort: Effort, shelf: Shelf
    ) -> None:
        self._own = {
            component.text("TZID").strip().casefold(): component
            for component in calendar.zones
            if component.closed
        }
        self._found: dict[str, NamedZone | None] = {}
        self._first, self._last, self._effort, self._shelf = first, last, effort, shelf

    def get(self, name: str) -> NamedZone | None:
        """Return the zone, or None when neither the world nor the file knows the name.

        A name the world knows wins over the file: definitions in files are often old. A name that
        only describes a zone comes last.
        """
        key = name.strip().casefold()
        if key not in self._found:
            zone = known_zone(name) or self._defined(key)
            self._found[key] = NamedZone(zone) if zone else described_zone(name)
        return self._found[key]

    def _defined(self, key: str) -> tzinfo | None:
        component = self._own.get(key)
        if component is None:
            return None
        if place := known_zone(component.text("X-LIC-LOCATION")):
            return place
        parts = component.children[:MAX_OBSERVANCES]
        written = repr([component.lines, [(one.name, one.lines) for one in parts]])
        if written not in self._shelf:
            self._shelf[written] = read_zone(
                component, first=self._first, last=self._last, effort=self._effort
            )
        return self._shelf[written]


def zone_of_vcalendar_1(calendar: Calendar) -> tzinfo | None:
    """Return the zone that TZ and DAYLIGHT of vCalendar 1.0 tell of, or None.

    DAYLIGHT is «TRUE;offset in summer;first moment;moment after;…» once a year, on the clock of
    the time before or in UTC.
    """
    standard = offset_of(calendar.offset)
    if standard is None:
        return None
    changes: list[tuple[datetime, timedelta, timedelta]] = []
    for text in calendar.summers:
        flag, *parts = [part.strip() for part in text.split(";")]
        summer = offset_of(parts[0]) if len(parts) >= 3 else None
        if flag.upper() != "TRUE" or summer is None:
            continue
        with suppress(ValueError):
            changes.append((_on_the_clock(parts[1], standard), standard, summer))
            changes.append((_on_the_clock(parts[2], summer), summer, standard))
    return FileZone(calendar.offset, changes) if changes else timezone(standard)


def _on_the_clock(text: str, offset: timedelta) -> datetime:
    moment = vDatetime.from_ical(text.upper())
    if not 1900 < moment.year < 9000:
        raise ValueError("no year in which anybody changes a clock")
    return moment.replace(tzinfo=None) + (offset if moment.tzinfo else timedelta(0))
