"""Reading a calendar exported from Outlook, Google or another programme (RFC 5545).

`read_calendar` takes any bytes, never raises for them, and gives what happens inside a horizon
together with a list of what could not be used and why. It knows nothing of the database; making
sessions is somebody else's work.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain
from typing import Literal

from django.utils.translation import gettext as _

from activities.calendar_files.changes import Changes, Found, not_removed, same, wall_of, walls
from activities.calendar_files.entry_reader import (
    CancelledWhole,
    Entry,
    EntryReader,
    edition_of,
    is_private,
    uid_of,
)
from activities.calendar_files.expansion import Effort, RuleTooHeavy
from activities.calendar_files.lines import CalendarFile, Component
from activities.calendar_files.recurring import Recurring, recurring, stays_single
from activities.calendar_files.times import EntryUnusable, Length, Moment
from activities.calendar_files.zone_names import OSLO
from activities.calendar_files.zones import Shelf, Zones

MAX_BYTES = 5 * 1024 * 1024
MAX_ENTRIES = 5000
MAX_OCCURRENCES_PER_ENTRY = 1000
MAX_OCCURRENCES = 20_000
# Days and times looked at while following rules, about a microsecond each.
ENTRY_STEPS = 200_000
FILE_STEPS = 2_000_000


@dataclass(frozen=True)
class Occurrence:
    """One thing at one time, aware UTC; an all-day entry ends at midnight after its last day.

    `uid` and `recurrence_key` together name it, the same each time the file is read: the key is
    empty for a single entry, else the original start of this occurrence in UTC (its date for
    all-day), also when it was moved; `original_day` is the same as a day in Oslo, None for a
    single entry. `line` is the physical line of its BEGIN:VEVENT, counted from 1. `sequence` grows
    with each edition of it; `is_change` when it is one occurrence of a series that was changed.
    """

    uid: str
    recurrence_key: str
    original_day: date | None
    title: str
    description: str
    location: str
    starts_at: datetime
    ends_at: datetime
    all_day: bool
    cancelled: bool
    line: int
    sequence: int = 0
    is_change: bool = False


@dataclass(frozen=True)
class Problem:
    """What a person should know: an entry was `skipped`, or taken but `changed` on the way."""

    line: int
    title: str
    reason: str
    kind: Literal["skipped", "changed"] = "skipped"


@dataclass(frozen=True)
class CalendarReading:
    """What was found: occurrences by start, entries that come again, problems by line.

    `later` are moved or cancelled occurrences after the horizon; `outside` counts what has none.
    """

    entries: list[Occurrence] = field(default_factory=list)
    recurring: list[Recurring] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    later: list[Occurrence] = field(default_factory=list)
    outside: int = 0


def read_calendar(data: bytes, *, first: date, last: date) -> CalendarReading:
    """Return what starts from `first` to `last`, both included, in Oslo, as bare times are read.

    Never raises for any `data`. A file that is too big, has too many entries or is no calendar
    gives no entries and one problem.
    """
    if len(data) > MAX_BYTES:
        return _refused(
            _("Fila er for stor. Vi tar filer på opptil %(size)s MB. Eksporter en kortere periode.")
            % {"size": round(MAX_BYTES / 1024 / 1024, 1)}
        )
    if not data.strip():
        return _refused(_("Fila er tom."))
    file = CalendarFile(data)
    if not file.is_calendar:
        return _refused(_("Dette er ikke en kalenderfil. Velg en fil som slutter på .ics."))
    events = [event for calendar in file.calendars for event in calendar.events]
    if len(events) > MAX_ENTRIES:
        return _refused(
            _(
                "Fila har %(count)s oppføringer. Vi tar opptil %(limit)s om gangen. "
                "Eksporter en kortere periode."
            )
            % {"count": len(events), "limit": MAX_ENTRIES}
        )
    effort = Effort(FILE_STEPS)
    reading = _Reading(first=first, last=last, effort=effort)
    private = frozenset(uid_of(event) for event in events if is_private(event)) - {""}
    shelf: Shelf = {}
    for calendar in file.calendars:
        zones = Zones(calendar, first=first, last=last, effort=effort, shelf=shelf)
        reader = EntryReader(calendar, zones=zones, private=private)
        for component in calendar.events:
            reading.take(component, reader)
    return reading.finish()


def _refused(reason: str) -> CalendarReading:
    return CalendarReading(problems=[Problem(1, "", reason)])


def _unreadable() -> str:
    return _("Vi klarte ikke å lese denne oppføringen.")


class _Reading:
    """Gathers the entries of a file, keeps the newest of each, and follows the series."""

    def __init__(self, *, first: date, last: date, effort: Effort) -> None:
        self._first, self._last, self._effort = first, last, effort
        self._entries: dict[tuple[str, str, bool], Entry] = {}
        self._unusable: set[str] = set()
        self._cancelled: dict[str, tuple[int, tuple[str, str]]] = {}
        self._occurrences: list[Occurrence] = []
        self._later: list[Occurrence] = []
        self._recurring: list[Recurring] = []
        self._problems: list[Problem] = []
        self._outside = 0

    def take(self, component: Component, reader: EntryReader) -> None:
        """Take what `reader` reads of a component, or tell why it cannot be used."""
        try:
            self._add(reader.read(component))
            return
        except EntryUnusable as unusable:
            reason = unusable.args[0]
            if isinstance(unusable, CancelledWhole):
                self._cancel(component)
        except (ValueError, OverflowError):  # dates at the ends of the calendar
            reason = _unreadable()
        # What else has its UID is not understood whole.
        self._unusable.add(uid_of(component))
        self._problems.append(Problem(component.line, reader.title_of(component), reason))

    def _cancel(self, component: Component) -> None:
        """Cancel all with the UID of a component without a time, but what is newer than it."""
        uid, edition = uid_of(component), edition_of(component)
        self._cancelled[uid] = max(edition, self._cancelled.get(uid, edition))

    def _add(self, entry: Entry) -> None:
        """Keep the entry unless the file has a newer one with the same UID and occurrence."""
        key = entry.replaces.key if entry.replaces else ""
        name = (entry.uid, key, entry.replaces_following)
        other = self._entries.get(name)
        if other and other.edition > entry.edition:
            entry, other = other, entry
        self._entries[name] = entry
        if other:
            self._outdated(other)
            if entry.contradicts(other):
                self._unusable.add(entry.uid)

    def finish(self) -> CalendarReading:
        """Everything inside the horizon, in order."""
        changes: dict[str, list[Entry]] = defaultdict(list)
        for (uid, key, _following), entry in self._entries.items():
            cancelled = self._cancelled.get(uid)
            entry.is_cancelled |= cancelled is not None and cancelled >= entry.edition[:2]
            if key:
                changes[uid].append(entry)
        for (uid, key, _following), entry in self._entries.items():
            if not key:
                self._follow(entry, changes.pop(uid, []))
        for orphan in chain.from_iterable(changes.values()):
            # An invitation to one day of a series comes without the series.
            if orphan.replaces_following:
                self._skip(orphan, _("Endringen gjelder flere ganger, men treffet mangler."))
                continue
            found = Found(orphan, orphan.start, orphan.length, orphan.replaces)
            self._take_all(orphan, [found], is_whole=False)
        return CalendarReading(
            sorted(
                self._occurrences,
                key=lambda found: (found.starts_at, found.line, found.recurrence_key),
            ),
            self._recurring,
            sorted(self._problems, key=lambda problem: problem.line),
            self._later,
            self._outside,
        )

    def _follow(self, entry: Entry, some: list[Entry]) -> None:
        """Take an entry with what changes occurrences of it."""
        try:
            changes = Changes(entry, some)
            found = self._found(entry, changes)
        except EntryUnusable as unusable:
            self._skip(entry, unusable.args[0])
        except RuleTooHeavy:
            self._skip(
                entry,
                _("Regelen for gjentakelse er for tung å regne ut. Legg inn dagene for hånd."),
            )
        except (ValueError, OverflowError):
            self._skip(entry, _unreadable())
        else:
            for change in changes.outdated:
                self._outdated(change)
            is_whole = entry.uid not in self._unusable and changes.is_understood
            self._take_all(entry, found, is_whole=is_whole)

    def _found(self, entry: Entry, changes: Changes) -> list[Found]:
        """Return the occurrences of an entry, each as the file has changed it."""
        starts = self._starts(entry, changes)
        unclear = changes.unclear
        if unclear and unclear.replaces:
            self._skip(
                unclear,
                _("Herfra gjentas treffet på en ny måte. Dagene fra og med denne er ikke brukt."),
            )
            ends = same(unclear.replaces, entry)
            starts = {day: start for day, start in starts.items() if day < ends}
        found = [changes.apply(start, length) for start, length in starts.values()]
        return [one for one in found if one] + [
            Found(change, change.start, change.length, change.replaces)
            for change in changes.single.values()
        ]

    def _take_all(self, entry: Entry, found: list[Found], *, is_whole: bool) -> None:
        """All occurrences of an entry inside the horizon, or none of them."""
        occurrences: list[Occurrence] = []
        later: list[Occurrence] = []
        for one in found:
            try:
                if self._is_near(one.start):
                    occurrences.append(self._occurrence(one, series=entry))
                elif one.source.replaces and not one.source.replaces_following:
                    later.append(self._occurrence(one, series=entry))
            except (ValueError, OverflowError):
                self._skip(one.source, _unreadable())
                is_whole = False
        if len(self._occurrences) + len(occurrences) > MAX_OCCURRENCES:
            self._skip(
                entry,
                _("Fila har for mye i perioden. Velg en kortere periode, eller del fila."),
            )
            return
        self._outside += not occurrences
        self._occurrences += occurrences
        if occurrences and (meeting := recurring(entry, near=self._first, is_whole=is_whole)):
            self._recurring.append(meeting)
            if not meeting.is_understood:
                self._problems.append(
                    Problem(meeting.line, meeting.title, stays_single(), "changed")
                )
        if entry.is_series or entry.replaces:
            self._later += [one for one in later if self._is_after(one)]
        self._tell_notes(found, used={occurrence.line for occurrence in occurrences})

    def _tell_notes(self, found: list[Found], *, used: set[int]) -> None:
        """Tell what was changed on the way in the entries on the lines `used`, once each."""
        for source in {one.source.line: one.source for one in found}.values():
            if source.line in used:
                self._problems += [
                    Problem(source.line, source.title, note, "changed") for note in source.notes
                ]

    def _occurrence(self, found: Found, *, series: Entry) -> Occurrence:
        source, named = found.source, found.original
        if named and source is not series:
            # A change may name its day in another form than the series does.
            named = series.start.at(wall_of(named, series))
        return Occurrence(
            uid=source.uid,
            recurrence_key=named.key if named else "",
            original_day=named.day if named else None,
            title=source.title,
            description=source.description,
            location=source.location,
            starts_at=found.start.utc,
            ends_at=found.length.end_of(found.start),
            all_day=found.start.is_date,
            cancelled=source.is_cancelled or series.is_cancelled,
            line=source.line,
            sequence=max(source.sequence, series.sequence),
            is_change=source.replaces is not None,
        )

    def _is_near(self, start: Moment, room: int = 0) -> bool:
        """Tell whether `start` is inside the horizon, or at most `room` days from it."""
        day = start.day.toordinal()
        return self._first.toordinal() - room <= day <= self._last.toordinal() + room

    def _is_after(self, occurrence: Occurrence) -> bool:
        """Tell whether a change outside the horizon is of a day, or on a day, after it."""
        day = occurrence.starts_at.astimezone(OSLO).date()
        return max(day, occurrence.original_day or day) > self._last

    def _starts(self, entry: Entry, changes: Changes) -> dict[datetime, tuple[Moment, Length]]:
        """Every start of an entry inside the horizon, or as far outside it as it may be moved, by
        what it is known as. Raises EntryUnusable when they are too many.
        """
        if not entry.is_series:
            return {same(entry.start, entry): (entry.start, entry.length)}
        room = changes.room
        # A day of room on both sides: the series may be in another zone than the horizon.
        begin = date.fromordinal(max(1, self._first.toordinal() - 1 - room))
        end = date.fromordinal(min(date.max.toordinal(), self._last.toordinal() + 1 + room))
        effort = Effort(ENTRY_STEPS, part_of=self._effort)
        starts = {}
        for wall in walls(entry, first=begin, last=end, effort=effort):
            start = entry.start.at(wall)
            if self._is_near(start, room):
                starts[wall] = start
            if len(starts) > MAX_OCCURRENCES_PER_ENTRY:
                raise EntryUnusable(
                    _(
                        "Oppføringen gjentas mer enn %(limit)s ganger i perioden. "
                        "Velg en kortere periode."
                    )
                    % {"limit": MAX_OCCURRENCES_PER_ENTRY}
                )
        found = not_removed(entry, starts.values())
        changes.forget(
            {
                day
                for day, change in changes.single.items()
                if day not in found and change.replaces and self._is_near(change.replaces)
            },
            excepted={same(start, entry) for start in starts.values()},
        )
        return found

    def _outdated(self, entry: Entry) -> None:
        self._skip(
            entry, _("Fila har en nyere utgave av denne oppføringen. Den er brukt i stedet.")
        )

    def _skip(self, entry: Entry, reason: str) -> None:
        self._problems.append(Problem(entry.line, entry.title, reason))
