"""The dates, periods and lengths of an entry in a calendar file, read into plain values."""

import re
from dataclasses import dataclass, replace
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, time, timedelta, tzinfo

from django.utils.translation import gettext as _
from icalendar import vDate, vDatetime

from activities.calendar_files.lines import RawProperty
from activities.calendar_files.zone_names import OSLO
from activities.calendar_files.zones import Zones
from core.text import for_machines, without_the_numbers

_DURATION = re.compile(
    r"([+-]?)P(?:(\d{1,4})W)?(?:(\d{1,5})D)?"
    r"(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,9})S)?)?",
    re.ASCII,
)


class EntryUnusable(Exception):
    """The entry cannot be used; the first argument is the reason, a sentence."""


@dataclass(frozen=True)
class Moment:
    """A point in a calendar: clock time, the zone the clock stands in, and whether it names a
    whole day.

    A floating one was written without a zone: beside a series it is on the clock of the series.
    """

    wall: datetime
    zone: tzinfo
    is_date: bool = False
    is_floating: bool = False

    @property
    def utc(self) -> datetime:
        return self.wall.replace(tzinfo=self.zone).astimezone(UTC)

    @property
    def day(self) -> date:
        """Return the day in Oslo."""
        return self.utc.astimezone(OSLO).date()

    @property
    def key(self) -> str:
        """Names an occurrence by its original start, in RFC 5545's basic format."""
        return f"{self.wall:%Y%m%d}" if self.is_date else f"{self.utc:%Y%m%dT%H%M%SZ}"

    def at(self, wall: datetime) -> "Moment":
        return Moment(wall, self.zone, self.is_date)


@dataclass(frozen=True)
class Length:
    """How long an entry lasts: on the clock (from DTEND) or in elapsed time (from DURATION), of
    which `days` are days on the calendar, however many hours they have.

    `fold` is 1 when it ends in the second pass of the hour that comes twice in autumn.
    """

    span: timedelta
    is_elapsed: bool = False
    fold: int = 0
    days: int = 0

    def end_of(self, start: Moment) -> datetime:
        """Return the end in UTC.

        An entry keeps its clock times over a clock change unless its length is elapsed time.
        """
        if self.is_elapsed:
            days = timedelta(days=self.days)
            return start.at(start.wall + days).utc + (self.span - days)
        end = start.at((start.wall + self.span).replace(fold=self.fold)).utc
        # A start that the clock skips in spring is an hour later, its end not always.
        return end if end > start.utc else start.utc + self.span


@dataclass(frozen=True)
class Extra:
    """An added occurrence of a series (RDATE). A period has a length of its own."""

    start: Moment
    length: Length | None = None


def clean(text: str, *, lines: bool = False) -> str:
    """Text as Reir keeps it, without national identity numbers, on one line unless `lines`."""
    text = without_the_numbers(for_machines(text))
    return text if lines else " ".join(text.split())


def identifier(text: str) -> str:
    """Return a UID or an address, whole and on one line: the digits of a UUID are chance."""
    return " ".join(for_machines(text).split())


class Times:
    """Reads the dates of one entry; `notes` tells what was guessed about their zones."""

    def __init__(self, zones: Zones) -> None:
        self._zones = zones
        self.notes: list[str] = []

    def read(
        self, properties: list[RawProperty], *, zone: tzinfo, zone_name: str = ""
    ) -> list[Moment]:
        """Every date, in order. Clock times without a zone are in `zone`, or in `zone_name`."""
        return [extra.start for extra in self.added(properties, zone=zone, zone_name=zone_name)]

    def added(
        self, properties: list[RawProperty], *, zone: tzinfo, zone_name: str = ""
    ) -> list[Extra]:
        """Return the same, with the length of what is a period (start/end or start/duration)."""
        found: list[Extra] = []
        for raw in properties:
            parts = [part.strip() for part in re.split("[,;]", raw.value) if part.strip()]
            own = raw.parameters.get("TZID", "")
            try:
                for part in parts:
                    start, _slash, rest = (text.strip() for text in part.partition("/"))
                    moment = self._moment(start, own, zone, zone_name)
                    found.append(Extra(moment, self._period(moment, rest, own, zone)))
            except (ValueError, OverflowError):
                reason = _("Vi forstår ikke datoen «%(value)s».") % {"value": clean(raw.value)[:40]}
                raise EntryUnusable(reason) from None
        return found

    def _moment(self, text: str, own: str, zone: tzinfo, zone_name: str) -> Moment:
        moment = _moment(text, zone)
        if moment.is_date:
            return replace(moment, zone=OSLO)
        if moment.zone is UTC and text.upper().endswith("Z"):
            return moment
        name = own or zone_name
        return replace(moment, zone=self._named(name) if name else zone, is_floating=not own)

    def _period(self, start: Moment, rest: str, own: str, zone: tzinfo) -> Length | None:
        if not rest:
            return None
        if rest[:1].upper() in {"P", "+", "-"}:
            return length_written(rest, start)
        end = self._moment(rest, own, zone, "")
        if end.utc < start.utc:
            raise ValueError("a period that ends before it begins")
        return length_between(start, end)

    def _named(self, name: str) -> tzinfo:
        found = self._zones.get(name)
        if found and found.is_sure:
            return found.zone
        if found:
            note = _(
                "Av tidssonen «%(zone)s» vet vi bare forskjellen fra UTC. Se over klokkeslettene."
            )
        else:
            note = _("Vi kjenner ikke tidssonen «%(zone)s». Klokkeslettene er lest som norsk tid.")
        note %= {"zone": clean(name)[:80]}
        if note not in self.notes:
            self.notes.append(note)
        return found.zone if found else OSLO


def length_between(start: Moment, end: Moment) -> Length:
    """How long from `start` to `end` on the clock of `start`; a whole day at least."""
    there = end.utc.astimezone(start.zone)
    span = max(there.replace(tzinfo=None) - start.wall, timedelta(0))
    if start.is_date:
        return Length(max(span, timedelta(days=1)))
    return Length(span, fold=there.fold)


def length_written(text: str, start: Moment) -> Length:
    """Return the length of a DURATION. Raise EntryUnusable."""
    written = _DURATION.fullmatch(text.strip().upper())
    if written is None or not re.search(r"\d", text):
        raise EntryUnusable(_("Vi forstår ikke hvor lenge oppføringen varer."))
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in written.groups()[1:])
    span = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    if written[1] == "-" and span:
        raise EntryUnusable(_("Oppføringen slutter før den begynner."))
    if start.is_date:
        return Length(timedelta(days=max(1, span.days)))
    return Length(span, is_elapsed=True, days=weeks * 7 + days)


def _moment(text: str, zone: tzinfo) -> Moment:
    is_date = "T" not in text.upper()
    if is_date:
        wall = datetime.combine(vDate.from_ical(text), time())
    else:
        wall = vDatetime.from_ical(text.upper())
    if not MINYEAR < wall.year < MAXYEAR:
        raise ValueError("too near the ends of the calendar to be put in another zone")
    return Moment(wall.replace(tzinfo=None), UTC if wall.tzinfo else zone, is_date)
