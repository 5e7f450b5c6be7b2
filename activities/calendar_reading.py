"""Reading a calendar exported from Outlook, Google or another programme (RFC 5545).

`read_calendar` takes any bytes, never raises for them, and gives what happens inside a horizon
together with a list of what could not be used and why. It knows nothing of the database; making
sessions is somebody else's work.
"""

# ruff: noqa: DTZ001 - clock times in a calendar have no zone until its own is put on

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Literal
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from activities.calendar_entries import (
    Entry,
    EntryReader,
    EntryUnusable,
    Moment,
    title_of,
)
from activities.calendar_lines import read_file
from activities.calendar_rules import Effort, Rule, RuleTooHeavy, expand
from activities.calendar_series import Recurring, recurring
from activities.calendar_zones import Zones

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
    """One thing at one time. Times are aware UTC; an all-day entry ends at midnight after its
    last day.

    `uid` and `recurrence_key` together name it, the same each time the file is read: the key is
    empty for a single entry, else the original start of this occurrence in UTC (its date for
    all-day), also when it was moved; `original_day` is the same as a day in `zone`, None for a
    single entry. `line` is the physical line of its BEGIN:VEVENT, counted
    from 1.
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


@dataclass(frozen=True)
class Problem:
    """What a person should know about the file: an entry `skipped`, or taken but `changed` on the
    way.
    """

    line: int
    title: str
    reason: str
    kind: Literal["skipped", "changed"] = "skipped"


@dataclass(frozen=True)
class CalendarReading:
    """What was found: occurrences by start, entries that can be standing meetings, problems by
    line.
    """

    entries: list[Occurrence] = field(default_factory=list)
    recurring: list[Recurring] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_calendar(
    data: bytes,
    *,
    first: date,
    last: date,
    zone: tzinfo = OSLO,
    max_bytes: int = MAX_BYTES,
    max_entries: int = MAX_ENTRIES,
) -> CalendarReading:
    """What starts from `first` to `last`, both included, as days in `zone`. Clock times without a
    zone are there too.

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
    zones = Zones(file.zones, first=first, last=last, effort=effort)
    reader = EntryReader(zones=zones, zone=zone, is_cancelled=file.is_cancelled)
    reading = _Reading(first=first, last=last, zone=zone, effort=effort)
    for component in file.events:
        try:
            reading.add(reader.read(component))
        except EntryUnusable as unusable:
            reading.problems.append(Problem(component.line, title_of(component), unusable.args[0]))
        except (ValueError, OverflowError):  # dates at the ends of the calendar
            reading.problems.append(Problem(component.line, title_of(component), _unreadable()))
    return reading.finish()


def _refused(reason: str) -> CalendarReading:
    return CalendarReading(problems=[Problem(1, "", reason)])


def _unreadable() -> str:
    return _("Vi klarte ikke å lese denne oppføringen.")


class _Reading:
    """Gathers the entries of a file, keeps the newest of each, and follows the series."""

    def __init__(self, *, first: date, last: date, zone: tzinfo, effort: Effort) -> None:
        self._first, self._last, self._zone, self._effort = first, last, zone, effort
        self._entries: dict[tuple[str, str], Entry] = {}
        self._occurrences: list[Occurrence] = []
        self._recurring: list[Recurring] = []
        self.problems: list[Problem] = []

    def add(self, entry: Entry) -> None:
        """Keeps the entry unless the file has a newer one with the same UID and occurrence."""
        if entry.replaces_following:
            self._skip(
                entry,
                _(
                    "Endringen gjelder denne og alle senere ganger. "
                    "Den er ikke brukt. Resten er tatt med."
                ),
            )
            return
        name = (entry.uid, entry.replaces.key if entry.replaces else "")
        other = self._entries.get(name)
        if other and (other.sequence, other.stamp) > (entry.sequence, entry.stamp):
            entry, other = other, entry
        self._entries[name] = entry
        if other:
            self._skip(
                other,
                _("Fila har en nyere utgave av denne oppføringen. Den er brukt i stedet."),
            )

    def finish(self) -> CalendarReading:
        """Everything inside the horizon, in order."""
        changes: dict[str, list[Entry]] = {}
        for (uid, key), entry in self._entries.items():
            if key:
                changes.setdefault(uid, []).append(entry)
        for (uid, key), entry in self._entries.items():
            if not key:
                self._take(entry, changes.pop(uid, []))
        for orphans in changes.values():
            # An invitation to one day of a series comes without the series.
            for orphan in orphans:
                self._take_all(orphan, [(orphan, orphan.start, orphan.replaces)])
        return CalendarReading(
            sorted(
                self._occurrences,
                key=lambda found: (found.starts_at, found.line, found.recurrence_key),
            ),
            self._recurring,
            sorted(self.problems, key=lambda problem: problem.line),
        )

    def _take(self, entry: Entry, changes: list[Entry]) -> None:
        """An entry with what changes single occurrences of it."""
        try:
            starts = self._starts(entry) if entry.is_series else [entry.start]
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
        replaced = {_same(change.replaces, entry) for change in changes if change.replaces}
        found: list[tuple[Entry, Moment, Moment | None]] = [
            (entry, start, start if entry.is_series else None)
            for start in starts
            if _same(start, entry) not in replaced
        ]
        found += [(change, change.start, change.replaces) for change in changes]
        self._take_all(entry, found)

    def _take_all(self, entry: Entry, found: list[tuple[Entry, Moment, Moment | None]]) -> None:
        """All occurrences of an entry inside the horizon, or none of them."""
        occurrences: list[Occurrence] = []
        for source, start, original in found:
            try:
                if self._is_inside(start):
                    occurrences.append(self._occurrence(source, start, original, series=entry))
            except (ValueError, OverflowError):
                self._skip(source, _unreadable())
        if len(self._occurrences) + len(occurrences) > MAX_OCCURRENCES:
            self._skip(
                entry,
                _("Fila har for mye i perioden. Velg en kortere periode, eller del fila."),
            )
            return
        self._occurrences += occurrences
        if occurrences and (meeting := recurring(entry)):
            self._recurring.append(meeting)
        used = {occurrence.line for occurrence in occurrences}
        for source in {source.line: source for source, _start, _original in found}.values():
            if source.line in used:
                self.problems += [
                    Problem(source.line, source.title, note, "changed") for note in source.notes
                ]

    def _occurrence(
        self, source: Entry, start: Moment, original: Moment | None, *, series: Entry
    ) -> Occurrence:
        key, original_day = "", None
        if original:
            key, original_day = original.key, original.utc.astimezone(self._zone).date()
        if original and source is not series:
            # A change may name its day in another form than the series does.
            named = series.start.at(_wall(original, series))
            key, original_day = named.key, named.utc.astimezone(self._zone).date()
        return Occurrence(
            uid=source.uid,
            recurrence_key=key,
            original_day=original_day,
            title=source.title,
            description=source.description,
            location=source.location,
            starts_at=start.utc,
            ends_at=source.length.end_of(start),
            all_day=start.is_date,
            cancelled=source.is_cancelled or series.is_cancelled,
            line=source.line,
        )

    def _is_inside(self, start: Moment) -> bool:
        return self._first <= start.utc.astimezone(self._zone).date() <= self._last

    def _starts(self, entry: Entry) -> list[Moment] | None:
        """Every start of a series inside the horizon, or None when they are too many."""
        starts = {}
        for wall in self._walls(entry):
            start = entry.start.at(wall)
            if self._is_inside(start):
                starts[wall] = start
            if len(starts) > MAX_OCCURRENCES_PER_ENTRY:
                return None
        removed = {_same(moment, entry) for moment in entry.except_for}
        removed_days = {moment.wall.date() for moment in entry.except_for if moment.is_date}
        return [
            start
            for start in starts.values()
            if _same(start, entry) not in removed and start.wall.date() not in removed_days
        ]

    def _walls(self, entry: Entry) -> Iterator[datetime]:
        """The clock times at which a series starts, inside the horizon and a little around it."""
        # A day of room on both sides: the series may be in another zone than the horizon.
        begin = self._first - timedelta(days=1) if self._first > date.min else self._first
        end = self._last + timedelta(days=1) if self._last < date.max else self._last
        yield entry.start.wall
        for extra in entry.extra:
            yield _wall(extra, entry)
        effort = Effort(min(ENTRY_STEPS, self._effort.steps))
        given = effort.steps
        try:
            for rule in entry.rules:
                yield from expand(
                    _plain(rule, entry),
                    start=entry.start.wall,
                    first=begin,
                    last=end,
                    until=_until(rule, entry),
                    effort=effort,
                )
        finally:
            self._effort.steps -= given - max(0, effort.steps)

    def _skip(self, entry: Entry, reason: str) -> None:
        self.problems.append(Problem(entry.line, entry.title, reason))


def _wall(moment: Moment, entry: Entry) -> datetime:
    """A moment on the clock of an entry; a bare date takes the entry's time of day, and the other
    way round.
    """
    if entry.start.is_date:
        wall = moment.wall
        if moment.zone is UTC:
            wall = moment.utc.astimezone(entry.start.zone).replace(tzinfo=None)
        return datetime.combine(wall.date(), time())
    if moment.is_date:
        return datetime.combine(moment.wall.date(), entry.start.wall.time())
    return moment.utc.astimezone(entry.start.zone).replace(tzinfo=None)


def _same(moment: Moment, entry: Entry) -> datetime:
    """What two ways of naming one occurrence of an entry have in common."""
    wall = _wall(moment, entry)
    return wall if entry.start.is_date else entry.start.at(wall).utc


def _plain(rule: Rule, entry: Entry) -> Rule:
    """A rule for whole days has no times of day."""
    if not entry.start.is_date:
        return rule
    return replace(rule, hours=(), minutes=(), seconds=())


def _until(rule: Rule, entry: Entry) -> datetime | None:
    """The end of a rule on the clock of its entry. A bare date includes that day."""
    if rule.until is None:
        return None
    if not isinstance(rule.until, datetime):
        return datetime(rule.until.year, rule.until.month, rule.until.day, 23, 59, 59)
    if rule.until.tzinfo is None:
        return rule.until
    return rule.until.astimezone(entry.start.zone).replace(tzinfo=None)
