"""Reading a calendar exported from Outlook, Google or another programme (RFC 5545).

`read_calendar` takes any bytes, never raises for them, and gives what happens inside a horizon
together with a list of what could not be used and why. It knows nothing of the database; making
sessions is somebody else's work.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, tzinfo
from typing import Literal
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from activities.calendars.changes import Changes, Found, not_removed, same, wall_of, walls
from activities.calendars.entries import (
    CancelledWhole,
    Entry,
    EntryReader,
    edition_of,
    is_private,
    uid_of,
)
from activities.calendars.expansion import Effort, RuleTooHeavy
from activities.calendars.lines import Component, read_file
from activities.calendars.recurring import Recurring, recurring, stays_single
from activities.calendars.times import EntryUnusable, Length, Moment
from activities.calendars.zones import Shelf, Zones

OSLO = ZoneInfo("Europe/Oslo")
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
    all-day), also when it was moved; `original_day` is the same as a day in `zone`, None for a
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


def read_calendar(
    data: bytes,
    *,
    first: date,
    last: date,
    zone: tzinfo = OSLO,
    max_bytes: int = MAX_BYTES,
    max_entries: int = MAX_ENTRIES,
) -> CalendarReading:
    """Return what starts from `first` to `last`, both included, in `zone`, as bare times are read.

    Never raises for any `data`. A file that is too big, has too many entries or is no calendar
    gives no entries and one problem.
    """
    if len(data) > max_bytes:
        return _refused(
            _("Fila er for stor. Vi tar filer på opptil %(size)s MB. Eksporter en kortere periode.")
            % {"size": round(max_bytes / 1024 / 1024, 1)}
        )
    if not data.strip():
        return _refused(_("Fila er tom."))
    file = read_file(data)
    if not file.is_calendar:
        return _refused(_("Dette er ikke en kalenderfil. Velg en fil som slutter på .ics."))
    if len(file.events) > max_entries:
        return _refused(
            _(
                "Fila har %(count)s oppføringer. Vi tar opptil %(limit)s om gangen. "
                "Eksporter en kortere periode."
            )
            % {"count": len(file.events), "limit": max_entries}
        )
    effort = Effort(FILE_STEPS)
    reading = _Reading(first=first, last=last, zone=zone, effort=effort)
    private = frozenset(uid_of(event) for event in file.events if is_private(event)) - {""}
    readers: dict[int, EntryReader] = {}
    shelf: Shelf = {}
    for component in file.events:
        calendar = component.calendar
        if id(calendar) not in readers:
            zones = Zones(calendar, first=first, last=last, effort=effort, shelf=shelf)
            readers[id(calendar)] = EntryReader(calendar, zones=zones, zone=zone, private=private)
        reader = readers[id(calendar)]
        try:
            reading.add(reader.read(component))
        except CancelledWhole as cancelled:
            reading.cancel(component, reader.title_of(component), cancelled.args[0])
        except EntryUnusable as unusable:
            reading.refuse(component, reader.title_of(component), unusable.args[0])
        except (ValueError, OverflowError):  # dates at the ends of the calendar
            reading.refuse(component, reader.title_of(component), _unreadable())
    return reading.finish()


def _refused(reason: str) -> CalendarReading:
    return CalendarReading(problems=[Problem(1, "", reason)])


def _unreadable() -> str:
    return _("Vi klarte ikke å lese denne oppføringen.")


class _Reading:
    """Gathers the entries of a file, keeps the newest of each, and follows the series."""

    def __init__(self, *, first: date, last: date, zone: tzinfo, effort: Effort) -> None:
        self._first, self._last, self._zone, self._effort = first, last, zone, effort
        self._entries: dict[tuple[str, str, bool], Entry] = {}
        self._unusable: set[str] = set()
        self._cancelled: dict[str, tuple[int, tuple[str, str]]] = {}
        self._occurrences: list[Occurrence] = []
        self._later: list[Occurrence] = []
        self._recurring: list[Recurring] = []
        self._problems: list[Problem] = []
        self._outside = 0

    def refuse(self, component: Component, title: str, reason: str) -> None:
        """Tell of an entry that cannot be used; what else has its UID is not understood whole."""
        self._unusable.add(uid_of(component))
        self._problems.append(Problem(component.line, title, reason))

    def cancel(self, component: Component, title: str, reason: str) -> None:
        """Cancel all with the UID of a component without a time, but what is newer than it."""
        self.refuse(component, title, reason)
        uid, edition = uid_of(component), edition_of(component)
        self._cancelled[uid] = max(edition, self._cancelled.get(uid, edition))

    def add(self, entry: Entry) -> None:
        """Keep the entry unless the file has a newer one with the same UID and occurrence."""
        key = entry.replaces.key if entry.replaces else ""
        name = (entry.uid, key, entry.replaces_following)
        other = self._entries.get(name)
        if other and other.edition > entry.edition:
            entry, other = other, entry
        self._entries[name] = entry
        if other and entry.contradicts(other):
            self._unusable.add(entry.uid)
        if other:
            self._outdated(other)

    def finish(self) -> CalendarReading:
        """Everything inside the horizon, in order."""
        for entry in self._entries.values():
            cancelled = self._cancelled.get(entry.uid)
            entry.is_cancelled |= cancelled is not None and cancelled >= entry.edition[:2]
        changes: dict[str, list[Entry]] = {}
        for (uid, key, _following), entry in self._entries.items():
            if key:
                changes.setdefault(uid, []).append(entry)
        for (uid, key, _following), entry in self._entries.items():
            if not key:
                self._take(entry, changes.pop(uid, []))
        for orphans in changes.values():
            # An invitation to one day of a series comes without the series.
            for orphan in orphans:
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

    def _take(self, entry: Entry, some: list[Entry]) -> None:
        """Take an entry with what changes occurrences of it."""
        try:
            changes = Changes(entry, some)
            starts = self._starts(entry, changes)
            found = self._found(entry, changes, starts) if starts is not None else []
        except RuleTooHeavy:
            self._skip(
                entry,
                _("Regelen for gjentakelse er for tung å regne ut. Legg inn dagene for hånd."),
            )
            return
        except (ValueError, OverflowError):
            self._skip(entry, _unreadable())
            return
        if starts is None:
            self._skip(
                entry,
                _(
                    "Oppføringen gjentas mer enn %(limit)s ganger i perioden. "
                    "Velg en kortere periode."
                )
                % {"limit": MAX_OCCURRENCES_PER_ENTRY},
            )
            return
        for change in changes.outdated:
            self._outdated(change)
        is_whole = entry.uid not in self._unusable and changes.is_understood
        self._take_all(entry, found, is_whole=is_whole)

    def _found(
        self, entry: Entry, changes: Changes, starts: dict[datetime, tuple[Moment, Length]]
    ) -> list[Found]:
        """Return the occurrences of an entry, each as the file has changed it."""
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
        occurrences, later, all_readable = self._sorted(entry, found)
        if len(self._occurrences) + len(occurrences) > MAX_OCCURRENCES:
            self._skip(
                entry,
                _("Fila har for mye i perioden. Velg en kortere periode, eller del fila."),
            )
            return
        self._outside += not occurrences
        self._occurrences += occurrences
        if occurrences and (meeting := recurring(entry, near=self._first)):
            self._meet(meeting, is_whole=is_whole and all_readable)
        if entry.is_series or entry.replaces:
            self._later += [one for one in later if self._is_after(one)]
        self._tell_notes(found, used={occurrence.line for occurrence in occurrences})

    def _sorted(
        self, entry: Entry, found: list[Found]
    ) -> tuple[list[Occurrence], list[Occurrence], bool]:
        """Return those inside the horizon, changes outside it, and whether all could be read."""
        occurrences: list[Occurrence] = []
        later: list[Occurrence] = []
        all_readable = True
        for one in found:
            try:
                if self._is_near(one.start):
                    occurrences.append(self._occurrence(one, series=entry))
                elif one.source.replaces and not one.source.replaces_following:
                    later.append(self._occurrence(one, series=entry))
            except (ValueError, OverflowError):
                self._skip(one.source, _unreadable())
                all_readable = False
        return occurrences, later, all_readable

    def _tell_notes(self, found: list[Found], *, used: set[int]) -> None:
        """Tell what was changed on the way in the entries on the lines `used`, once each."""
        for source in {one.source.line: one.source for one in found}.values():
            if source.line in used:
                self._problems += [
                    Problem(source.line, source.title, note, "changed") for note in source.notes
                ]

    def _meet(self, meeting: Recurring, *, is_whole: bool) -> None:
        """Add a recurring session, unless something that the file says of it could not be used."""
        if not is_whole or not meeting.is_understood:
            meeting = replace(meeting, is_understood=False)
            self._problems.append(Problem(meeting.line, meeting.title, stays_single(), "changed"))
        self._recurring.append(meeting)

    def _occurrence(self, found: Found, *, series: Entry) -> Occurrence:
        source, original = found.source, found.original
        key, original_day = "", None
        if original:
            key, original_day = original.key, original.utc.astimezone(self._zone).date()
        if original and source is not series:
            # A change may name its day in another form than the series does.
            named = series.start.at(wall_of(original, series))
            key, original_day = named.key, named.utc.astimezone(self._zone).date()
        return Occurrence(
            uid=source.uid,
            recurrence_key=key,
            original_day=original_day,
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
        day = start.utc.astimezone(self._zone).date().toordinal()
        return self._first.toordinal() - room <= day <= self._last.toordinal() + room

    def _is_after(self, occurrence: Occurrence) -> bool:
        """Tell whether a change outside the horizon is of a day, or on a day, after it."""
        day = occurrence.starts_at.astimezone(self._zone).date()
        return max(day, occurrence.original_day or day) > self._last

    def _starts(
        self, entry: Entry, changes: Changes
    ) -> dict[datetime, tuple[Moment, Length]] | None:
        """Every start of an entry inside the horizon, or as far outside it as it may be moved, by
        what it is known as; None when they are too many.
        """
        if not entry.is_series:
            return {same(entry.start, entry): (entry.start, entry.length)}
        room = changes.room
        starts = {}
        for wall in self._walls(entry, room=room):
            start = entry.start.at(wall)
            if self._is_near(start, room):
                starts[wall] = start
            if len(starts) > MAX_OCCURRENCES_PER_ENTRY:
                return None
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

    def _walls(self, entry: Entry, *, room: int) -> Iterator[datetime]:
        """Yield the clock times at which a series starts, in the horizon and a little around it."""
        # A day of room on both sides: the series may be in another zone than the horizon.
        begin = date.fromordinal(max(1, self._first.toordinal() - 1 - room))
        end = date.fromordinal(min(date.max.toordinal(), self._last.toordinal() + 1 + room))
        effort = Effort(min(ENTRY_STEPS, self._effort.steps))
        given = effort.steps
        try:
            yield from walls(entry, first=begin, last=end, effort=effort)
        finally:
            self._effort.steps -= given - max(0, effort.steps)

    def _outdated(self, entry: Entry) -> None:
        self._skip(
            entry, _("Fila har en nyere utgave av denne oppføringen. Den er brukt i stedet.")
        )

    def _skip(self, entry: Entry, reason: str) -> None:
        self._problems.append(Problem(entry.line, entry.title, reason))
