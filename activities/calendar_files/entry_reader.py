"""One VEVENT of a calendar file, read into plain values.

What is wrong is said in a sentence for a person.
"""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.calendar_files.lines import ALL_DAY_FLAGS, Calendar, Component, RawProperty
from activities.calendar_files.rules import Rule, RuleTooFrequent, RuleUnreadable, read_rule
from activities.calendar_files.times import (
    EntryUnusable,
    Extra,
    Length,
    Moment,
    Times,
    clean,
    identifier,
    length_between,
    length_written,
)
from activities.calendar_files.zone_names import OSLO
from activities.calendar_files.zones import Zones, zone_of_vcalendar_1
from core.text import holds_national_identity_number

TITLE_LENGTH = 120
_WORDS = {
    "title": ("SUMMARY", TITLE_LENGTH, gettext_lazy("Tittelen er kortet ned til %(length)s tegn.")),
    "description": (
        "DESCRIPTION",
        2000,
        gettext_lazy("Beskrivelsen er kortet ned til %(length)s tegn."),
    ),
    "location": ("LOCATION", 200, gettext_lazy("Stedet er kortet ned til %(length)s tegn.")),
}
"""The property of each text, the characters that are kept of it, and what is said of a longer."""
UID_LENGTH = 200
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_ACCESS = ("CLASS", "X-CALENDARSERVER-ACCESS")
_ANSWERS = frozenset({"REPLY", "COUNTER", "DECLINECOUNTER", "REFRESH"})
"""Methods whose entries only speak of an appointment that stands elsewhere (RFC 5546)."""


class CancelledWhole(EntryUnusable):
    """The entry says only that everything with its UID is cancelled; it may be without a time."""


@dataclass
class Entry:
    """An event as the file has it. `replaces` is set when it changes one occurrence of a series,
    and those after it when `replaces_following`.

    `is_understood` is False when something that the file says of its time could not be used.
    """

    line: int
    sequence: int
    stamp: tuple[str, str]
    start: Moment
    length: Length
    is_cancelled: bool
    uid: str = ""
    title: str = ""
    description: str = ""
    location: str = ""
    replaces: Moment | None = None
    replaces_following: bool = False
    rules: list[Rule] = field(default_factory=list)
    new_rules: set[str] = field(default_factory=set)
    extra: list[Extra] = field(default_factory=list)
    except_for: list[Moment] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    is_understood: bool = True

    @property
    def is_series(self) -> bool:
        return bool(self.rules or self.extra)

    @property
    def edition(self) -> tuple[int, tuple[str, str], int]:
        """What is compared to find the newest of two: SEQUENCE, DTSTAMP, LAST-MODIFIED, place in
        the file.
        """
        return (self.sequence, self.stamp, self.line)

    def contradicts(self, other: "Entry") -> bool:
        """Tell whether two that are equally new say unlike things of when it happens."""
        return self.edition[:2] == other.edition[:2] and self._times() != other._times()

    def _times(self) -> tuple[object, ...]:
        return (
            self.start.utc, self.length.end_of(self.start), self.is_cancelled,
            self.rules, self.new_rules, self.extra, self.except_for,
        )  # fmt: skip


def uid_of(component: Component) -> str:
    """Return the UID as kept: whole, or a digest of one that is long or holds a person's number.

    Among thousands of UUIDs some hold digits that look like a national identity number.
    """
    uid = identifier(component.text("UID"))
    names_somebody = holds_national_identity_number(_UUID.sub("", uid))
    return _short(uid) if names_somebody or len(uid) > UID_LENGTH else uid


def is_private(component: Component) -> bool:
    """Tell whether the entry is for its owner's eyes. An unknown class is private (RFC 5545)."""
    written = [component.text(name).strip().upper() for name in _ACCESS]
    return any(text not in {"", "PUBLIC"} for text in written)


class EntryReader:
    """Reads the entries of one VCALENDAR; clock times of no known zone are in Oslo.

    What an entry says in words is left behind when its UID is among `private` ones.
    """

    def __init__(self, calendar: Calendar, *, zones: Zones, private: frozenset[str]) -> None:
        self._zones, self._private, self._method = zones, private, calendar.method
        self._place_name = calendar.zone
        self._place = OSLO if calendar.zone else zone_of_vcalendar_1(calendar) or OSLO

    def title_of(self, component: Component) -> str:
        """Return the title to name an entry by in a list of problems."""
        return "" if self._hides(component) else clean(component.text("SUMMARY"))[:TITLE_LENGTH]

    def read(self, component: Component) -> Entry:
        """Read an entry; raise EntryUnusable with a sentence when it cannot be used."""
        self._must_be_an_entry(component)
        status = component.text("STATUS").strip().upper()
        is_cancelled = self._method == "CANCEL" or status == "CANCELLED"
        named, begun = component.raw("RECURRENCE-ID"), component.raw("DTSTART")
        if is_cancelled and not begun:
            # Whoever calls off need not say when it was to be (RFC 5546, 3.2.5).
            if not named:
                reason = _("Fila sier at dette er avlyst. Avlys øktene her, om det stemmer.")
                raise CancelledWhole(reason)
            begun = named
        times = Times(self._zones)
        begins = times.read(begun, zone=self._place, zone_name=self._place_name)
        if not begins:
            raise EntryUnusable(_("Oppføringen sier ikke når den begynner."))
        # Clock times without a zone stand beside the start, on its clock.
        here = self._place if begins[0].is_date else begins[0].zone
        ends = times.read(component.raw("DTEND"), zone=here)
        replaces = next(iter(times.read(named, zone=here)), None)
        except_for = times.read(component.raw("EXDATE"), zone=here)
        start, length = _start_and_length(component, begins[0], next(iter(ends), None))
        rules = _written(component, "RRULE")
        sequence, stamp = edition_of(component)
        entry = Entry(
            line=component.line,
            sequence=sequence,
            stamp=stamp,
            start=start,
            length=length,
            is_cancelled=is_cancelled,
            replaces=replaces,
            replaces_following=_is_range(named),
            rules=[] if replaces else [_rule(text) for text in rules],
            new_rules={text.replace(" ", "").upper() for text in rules} if replaces else set(),
            extra=[] if replaces else times.added(component.raw("RDATE"), zone=here),
            except_for=except_for,
            notes=times.notes,
            is_understood=not times.notes,
        )
        _note_what_is_left_out(component, entry)
        self._read_title_place_description(component, entry)
        entry.uid = uid_of(component)
        if not entry.uid:
            entry.uid = _short(f"{entry.title}\n{entry.start.key}")
            entry.notes.append(
                _(
                    "Oppføringen har ingen fast kode (UID). "
                    "Endrer du tittel eller tid og leser inn igjen, blir den en ny."
                )
            )
        return entry

    def _must_be_an_entry(self, component: Component) -> None:
        if not component.closed:
            raise EntryUnusable(_("Oppføringen mangler slutt (END:VEVENT). Fila kan være skadet."))
        if self._method in _ANSWERS:
            raise EntryUnusable(_("Dette er et svar på en innkalling, ikke selve avtalen."))
        if self._method == "ADD":
            raise EntryUnusable(_("Dette er et tillegg til en avtale. Legg det inn for hånd."))

    def _hides(self, component: Component) -> bool:
        return is_private(component) or uid_of(component) in self._private

    def _read_title_place_description(self, component: Component, entry: Entry) -> None:
        if self._hides(component):
            entry.notes.append(_("Oppføringen er privat. Tittel og sted er ikke tatt med."))
            return
        for field_name, (name, length, cut) in _WORDS.items():
            text = clean(component.text(name), lines=name == "DESCRIPTION")
            if holds_national_identity_number(component.text(name)):
                entry.notes.append(_("Et fødselsnummer er tatt bort."))
            if len(text) > length:
                entry.notes.append(cut % {"length": length})
                text = text[: length - 1].rstrip() + "…"
            setattr(entry, field_name, text)


def _start_and_length(
    component: Component, start: Moment, end: Moment | None
) -> tuple[Moment, Length]:
    start, end = _whole_days(component, start, end)
    if end:
        if start.is_date != end.is_date:
            raise EntryUnusable(
                _("Starten er en hel dag og slutten et klokkeslett, eller omvendt.")
            )
        if end.utc < start.utc:
            raise EntryUnusable(_("Oppføringen slutter før den begynner."))
        return start, length_between(start, end)
    if text := component.text("DURATION").strip():
        return start, length_written(text, start)
    return start, Length(timedelta(days=int(start.is_date)))


def _whole_days(
    component: Component, start: Moment, end: Moment | None
) -> tuple[Moment, Moment | None]:
    """Return both as days when the entry says that it is whole days, else as they were.

    Outlook and phones write whole days as midnight to midnight and say so beside it.
    """
    flags = {raw.value.upper() for name in ALL_DAY_FLAGS for raw in component.raw(name)}
    ends_on = _midnight_after(end) if end else None
    if not {"TRUE", "1"} & flags or not _is_midnight(start) or (end and not ends_on):
        return start, end
    last = Moment(ends_on, OSLO, is_date=True) if ends_on else None
    return Moment(start.wall, OSLO, is_date=True), last


def _written(component: Component, name: str) -> list[str]:
    """Return the rules or days that stand under `name`, without empty ones."""
    return [raw.value for raw in component.raw(name) if raw.value.strip(" ;")]


def _note_what_is_left_out(component: Component, entry: Entry) -> None:
    """Note at `entry` the parts of when it happens that are not used."""
    if _written(component, "EXRULE"):
        entry.is_understood = False
        entry.notes.append(_("Regelen for unntak (EXRULE) er ikke brukt. Se over datoene."))
    if entry.replaces and _written(component, "RDATE"):
        entry.is_understood = False
        entry.notes.append(_("Endringen har egne dager (RDATE). De er ikke brukt."))


def _is_range(named: list[RawProperty]) -> bool:
    """Tell whether a change counts for later occurrences too. Raises EntryUnusable for others."""
    ranges = {
        raw.parameters["RANGE"].strip().upper()
        for raw in named
        if raw.value and "RANGE" in raw.parameters
    }
    if ranges - {"THISANDFUTURE"}:
        raise EntryUnusable(
            _(
                "Endringen gjelder flere ganger på en måte vi ikke forstår. "
                "Den er ikke brukt. Resten er tatt med."
            )
        )
    return bool(ranges)


def _is_midnight(moment: Moment) -> bool:
    return moment.wall.time() == time()


def _midnight_after(end: Moment) -> datetime | None:
    """Return the midnight that ends a whole day, also if its last minute was written; or None."""
    wall = end.wall
    if wall.time() >= time(23, 59):
        return datetime.combine(wall.date() + timedelta(days=1), time())
    return wall if _is_midnight(end) else None


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


def edition_of(component: Component) -> tuple[int, tuple[str, str]]:
    """Which edition of the entry this is (SEQUENCE), when it was written and last changed."""
    sequence, *stamps = (
        component.text(name).strip() for name in ("SEQUENCE", "DTSTAMP", "LAST-MODIFIED")
    )
    written, changed = (stamp[:16].removesuffix("Z") for stamp in stamps)
    is_number = re.fullmatch(r"\d{1,9}", sequence, re.ASCII)
    return (int(sequence) if is_number else 0, (written, changed))


def _short(uid: str) -> str:
    return "reir-" + hashlib.sha256(uid.encode()).hexdigest()
