"""One VEVENT of a calendar file, read into plain values.

What is wrong is said in a sentence for a person.
"""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import MAXYEAR, MINYEAR, UTC, datetime, time, timedelta, tzinfo

from django.utils.translation import gettext as _
from icalendar import vDate, vDatetime, vDuration

from activities.calendar_lines import (
    DATE_PROPERTIES,
    RAW_PROPERTIES,
    Component,
    RawProperty,
)
from activities.calendar_rules import Rule, RuleTooFrequent, RuleUnreadable, read_rule
from activities.calendar_zones import Zones
from core.text import clean_text, holds_national_identity_number, without_the_numbers

TITLE_LENGTH = 120
DESCRIPTION_LENGTH = 2000
LOCATION_LENGTH = 200
UID_LENGTH = 200


class EntryUnusable(Exception):
    """The entry cannot be used; the first argument is the reason, a sentence."""


@dataclass(frozen=True)
class Moment:
    """A point in a calendar: clock time, the zone the clock stands in, and whether it names a
    whole day.
    """

    wall: datetime
    zone: tzinfo
    is_date: bool = False

    @property
    def utc(self) -> datetime:
        return self.wall.replace(tzinfo=self.zone).astimezone(UTC)

    @property
    def key(self) -> str:
        """Names an occurrence by its original start, in RFC 5545's basic format."""
        return f"{self.wall:%Y%m%d}" if self.is_date else f"{self.utc:%Y%m%dT%H%M%SZ}"

    def at(self, wall: datetime) -> "Moment":
        return Moment(wall, self.zone, self.is_date)


@dataclass(frozen=True)
class Length:
    """How long an entry lasts: on the clock (from DTEND) or in elapsed time (from DURATION).

    `fold` is 1 when it ends in the second pass of the hour that comes twice in autumn.
    """

    span: timedelta
    zone: tzinfo
    is_elapsed: bool = False
    fold: int = 0

    def end_of(self, start: Moment) -> datetime:
        """The end in UTC.

        An entry keeps its clock times over a clock change unless its length is elapsed time.
        """
        if self.is_elapsed:
            days, rest = (
                timedelta(days=self.span.days),
                timedelta(seconds=self.span.seconds),
            )
            return start.at(start.wall + days).utc + rest
        end = start.at((start.wall + self.span).replace(fold=self.fold)).utc
        return end if end >= start.utc else start.utc + self.span


@dataclass
class Entry:
    """An event as the file has it. `replaces` is set when it changes one occurrence of a series."""

    line: int
    uid: str
    title: str
    description: str
    location: str
    sequence: int
    stamp: str
    start: Moment
    length: Length
    is_cancelled: bool
    replaces: Moment | None = None
    replaces_following: bool = False
    rules: list[Rule] = field(default_factory=list)
    extra: list[Moment] = field(default_factory=list)
    except_for: list[Moment] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def is_series(self) -> bool:
        return bool(self.rules or self.extra)


def clean(text: str, *, lines: bool = False) -> str:
    """Text as Reir keeps it, without national identity numbers, on one line unless `lines`."""
    text = without_the_numbers(clean_text(text))
    return text if lines else " ".join(text.split())


def title_of(component: Component) -> str:
    """The title to name an entry by in a list of problems."""
    return clean(component.text("SUMMARY"))[:TITLE_LENGTH]


class EntryReader:
    """Reads the entries of one file. `zone` is where clock times without a zone are."""

    def __init__(self, *, zones: Zones, zone: tzinfo, is_cancelled: bool) -> None:
        self._zones, self._zone, self._is_cancelled = zones, zone, is_cancelled

    def read(self, component: Component) -> Entry:
        """Raises EntryUnusable with a sentence when the entry cannot be used."""
        if not component.closed:
            raise EntryUnusable(_("Oppføringen mangler slutt (END:VEVENT). Fila kan være skadet."))
        notes: list[str] = []
        properties = component.properties(RAW_PROPERTIES)
        dates = {
            name: [
                moment for raw in properties.get(name, []) for moment in self._moments(raw, notes)
            ]
            for name in DATE_PROPERTIES
        }
        if not dates["DTSTART"]:
            raise EntryUnusable(_("Oppføringen sier ikke når den begynner."))
        start, length = self._start_and_length(component, properties, dates)
        replaces = next(iter(dates["RECURRENCE-ID"]), None)
        entry = Entry(
            line=component.line,
            uid="",
            title=self._cut(
                component,
                "SUMMARY",
                TITLE_LENGTH,
                _("Tittelen er kortet ned til %(length)s tegn."),
                notes,
            ),
            description=self._cut(
                component,
                "DESCRIPTION",
                DESCRIPTION_LENGTH,
                _("Beskrivelsen er kortet ned til %(length)s tegn."),
                notes,
            ),
            location=self._cut(
                component,
                "LOCATION",
                LOCATION_LENGTH,
                _("Stedet er kortet ned til %(length)s tegn."),
                notes,
            ),
            sequence=_sequence(component.text("SEQUENCE")),
            stamp=component.text("DTSTAMP")[:20],
            start=start,
            length=length,
            is_cancelled=self._is_cancelled
            or component.text("STATUS").strip().upper() == "CANCELLED",
            replaces=replaces,
            replaces_following=any(
                "RANGE" in raw.parameters for raw in properties.get("RECURRENCE-ID", [])
            ),
            rules=[] if replaces else [_rule(raw.value) for raw in properties.get("RRULE", [])],
            extra=[] if replaces else dates["RDATE"],
            except_for=dates["EXDATE"],
            notes=notes,
        )
        if properties.get("EXRULE"):
            notes.append(_("Regelen for unntak (EXRULE) er ikke brukt. Se over datoene."))
        entry.uid = _uid(component, entry)
        return entry

    def _moments(self, raw: RawProperty, notes: list[str]) -> list[Moment]:
        """The dates of a property. Of a period only its start is used."""
        zone = self._zone
        if name := raw.parameters.get("TZID", ""):
            found = self._zones.get(name)
            note = _(
                "Vi kjenner ikke tidssonen «%(zone)s». Klokkeslettene er lest som norsk tid."
            ) % {"zone": clean(name)[:80]}
            if found is None and note not in notes:
                notes.append(note)
            zone = found or zone
        try:
            return [
                _moment(part.partition("/")[0].strip(), zone)
                for part in raw.value.split(",")
                if part.strip()
            ]
        except (ValueError, OverflowError):
            reason = _("Vi forstår ikke datoen «%(value)s».") % {"value": clean(raw.value)[:40]}
            raise EntryUnusable(reason) from None

    def _start_and_length(
        self,
        component: Component,
        properties: dict[str, list[RawProperty]],
        dates: dict[str, list[Moment]],
    ) -> tuple[Moment, Length]:
        start = dates["DTSTART"][0]
        end = next(iter(dates["DTEND"]), None)
        # Outlook writes whole days as midnight to midnight and says so beside it.
        flag = properties.get("X-MICROSOFT-CDO-ALLDAYEVENT")
        if (
            flag
            and flag[0].value.upper() == "TRUE"
            and _is_midnight(start)
            and (end is None or _is_midnight(end))
        ):
            start = Moment(start.wall, self._zone, is_date=True)
            end = end and Moment(end.wall, self._zone, is_date=True)
        if end:
            if start.is_date != end.is_date:
                raise EntryUnusable(
                    _("Starten er en hel dag og slutten et klokkeslett, eller omvendt.")
                )
            if end.utc < start.utc:
                raise EntryUnusable(_("Oppføringen slutter før den begynner."))
            there = end.utc.astimezone(start.zone)
            span = max(there.replace(tzinfo=None) - start.wall, timedelta(0))
            if start.is_date:
                return start, Length(max(span, timedelta(days=1)), start.zone)
            return start, Length(span, start.zone, fold=there.fold)
        if text := component.text("DURATION").strip():
            try:
                span = vDuration.from_ical(text)
            except ValueError:
                raise EntryUnusable(_("Vi forstår ikke hvor lenge oppføringen varer.")) from None
            if span < timedelta(0):
                raise EntryUnusable(_("Oppføringen slutter før den begynner."))
            if start.is_date:
                return start, Length(timedelta(days=max(1, span.days)), start.zone)
            return start, Length(span, start.zone, is_elapsed=True)
        return start, Length(timedelta(days=1) if start.is_date else timedelta(0), start.zone)

    def _cut(
        self, component: Component, name: str, length: int, note: str, notes: list[str]
    ) -> str:
        text = clean(component.text(name), lines=name == "DESCRIPTION")
        if holds_national_identity_number(component.text(name)):
            notes.append(_("Et fødselsnummer er tatt bort."))
        if len(text) > length:
            notes.append(note % {"length": length})
            return text[: length - 1].rstrip() + "…"
        return text


def _moment(text: str, zone: tzinfo) -> Moment:
    is_date = "T" not in text.upper()
    if is_date:
        wall = datetime.combine(vDate.from_ical(text), time())
    else:
        wall = vDatetime.from_ical(text.upper())
    if not MINYEAR < wall.year < MAXYEAR:
        raise ValueError("too near the ends of the calendar to be put in another zone")
    return Moment(wall.replace(tzinfo=None), UTC if wall.tzinfo else zone, is_date)


def _is_midnight(moment: Moment) -> bool:
    return moment.wall.time() == time()


def _rule(text: str) -> Rule:
    try:
        return read_rule(text)
    except RuleTooFrequent:
        raise EntryUnusable(
            _(
                "Oppføringen gjentas flere ganger om dagen. "
                "Vi tar bare det som gjentas per dag, uke, måned eller år."
            )
        ) from None
    except RuleUnreadable:
        reason = _("Vi forstår ikke regelen for gjentakelse «%(rule)s».") % {
            "rule": clean(text)[:80]
        }
        raise EntryUnusable(reason) from None


def _sequence(text: str) -> int:
    return int(text) if re.fullmatch(r"\d{1,9}", text.strip(), re.ASCII) else 0


def _uid(component: Component, entry: Entry) -> str:
    """The UID, or a stable stand-in made from what the entry says."""
    uid = clean(component.text("UID"))
    if not uid:
        entry.notes.append(
            _(
                "Oppføringen har ingen fast kode (UID). "
                "Endrer du tittel eller tid og leser inn igjen, blir den en ny."
            )
        )
        uid = f"{entry.title}\n{entry.start.key}"
    elif len(uid) <= UID_LENGTH:
        return uid
    return "reir-" + hashlib.sha256(uid.encode()).hexdigest()
