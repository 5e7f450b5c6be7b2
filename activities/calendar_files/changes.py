"""How the parts of a calendar file find each other: the days of a series, and what changes them.

Times are compared on the clock of the series, in whatever form a part of the file names them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from activities.calendar_files.entry_reader import Entry
from activities.calendar_files.expansion import Effort, expand
from activities.calendar_files.times import Length, Moment

FARTHEST_MOVE = 366
"""How many days a change of all later occurrences may move them and still be followed."""


@dataclass(frozen=True)
class Found:
    """One occurrence: the entry that tells of it, when it begins and lasts, and which it is."""

    source: Entry
    start: Moment
    length: Length
    original: Moment | None


def wall_of(moment: Moment, entry: Entry) -> datetime:
    """Return a moment on an entry's clock; a bare date takes the entry's time of day, and the other
    way round.
    """
    if entry.start.is_date:
        wall = moment.wall
        if moment.zone is UTC:
            wall = moment.utc.astimezone(entry.start.zone).replace(tzinfo=None)
        return datetime.combine(wall.date(), time())
    if moment.is_date:
        return datetime.combine(moment.wall.date(), entry.start.wall.time())
    if moment.is_floating:
        return moment.wall
    return moment.utc.astimezone(entry.start.zone).replace(tzinfo=None)


def same(moment: Moment, entry: Entry) -> datetime:
    """Return what two ways of naming one occurrence of an entry have in common."""
    wall = wall_of(moment, entry)
    return wall if entry.start.is_date else entry.start.at(wall).utc


def is_at_its_clock(moment: Moment, entry: Entry) -> bool:
    """Tell whether an occurrence of a series is named by the clock of the series, or as a day."""
    clock = entry.start.wall.time()
    day = datetime.combine(wall_of(moment, entry).date(), clock)
    return same(moment, entry) in {day, entry.start.at(day).utc}


class Changes:
    """What changes single occurrences of a series, and what changes all from one on.

    Of two that name the same occurrence the newest counts; `outdated` are the others, and those
    older than the series whose occurrence it no longer has.
    """

    def __init__(self, entry: Entry, changes: list[Entry]) -> None:
        self._entry, self._rules = entry, {rule.text for rule in entry.rules}
        newest: dict[tuple[datetime, bool], Entry] = {}
        self.outdated: list[Entry] = []
        self.strays: set[datetime] = set()
        for change in sorted(changes, key=lambda one: one.edition):
            if change.replaces is None:
                continue
            name = (same(change.replaces, entry), change.replaces_following)
            if name in newest:
                self.outdated.append(newest[name])
            newest[name] = change
        self.single = {day: one for (day, following), one in newest.items() if not following}
        self.following = sorted(
            ((day, one) for (day, following), one in newest.items() if following),
            key=lambda pair: pair[0],
        )

    @property
    def room(self) -> int:
        """How many days outside a horizon an occurrence may begin and yet be moved into it."""
        moves = [abs(self._move(change)).days + 1 for _day, change in self.following]
        return min(max(moves, default=0), FARTHEST_MOVE)

    @property
    def unclear(self) -> Entry | None:
        """The first change from which the series comes again in a way of its own."""
        for _day, change in self.following:
            if change.new_rules and change.new_rules != self._rules:
                return change
        return None

    @property
    def is_understood(self) -> bool:
        """Tell whether everything that is said of the series has been followed."""
        return (
            not self.following
            and not self.strays
            and all(
                one.is_understood
                and one.new_rules <= self._rules
                and (one.replaces is None or is_at_its_clock(one.replaces, self._entry))
                for one in self.single.values()
            )
        )

    def forget(self, days: set[datetime], *, excepted: set[datetime]) -> None:
        """Drop the changes of `days`, which the series does not have, that are older than it.

        Others are strays, if the series does not leave out the day itself (`excepted`).
        """
        for day in days:
            if self.single[day].sequence < self._entry.sequence:
                self.outdated.append(self.single.pop(day))
            elif day not in excepted:
                self.strays.add(day)

    def apply(self, start: Moment, length: Length) -> Found | None:
        """Return the occurrence that begins at `start`; None when a single change stands for it."""
        entry, day = self._entry, same(start, self._entry)
        if day in self.single:
            return None
        chosen = next((one for first, one in reversed(self.following) if first <= day), None)
        if chosen is None:
            return Found(entry, start, length, start if entry.is_series else None)
        clock = start.utc.astimezone(chosen.start.zone).replace(tzinfo=None) + self._move(chosen)
        if chosen.start.is_date:
            clock = datetime.combine(clock.date(), time())
        return Found(chosen, chosen.start.at(clock), chosen.length, start)

    def _move(self, change: Entry) -> timedelta:
        """How far a change moves its occurrence, on its own clock."""
        assert change.replaces is not None  # noqa: S101 - only such are kept
        original = self._entry.start.at(wall_of(change.replaces, self._entry)).utc
        before = original.astimezone(change.start.zone).replace(tzinfo=None)
        return change.start.wall - before


def walls(entry: Entry, *, first: date, last: date, effort: Effort) -> Iterator[datetime]:
    """Yield the clock times at which a series starts, from `first` to `last`, perhaps others."""
    yield entry.start.wall
    for extra in entry.extra:
        yield wall_of(extra.start, entry)
    for rule in entry.rules:
        if entry.start.is_date:
            rule = replace(rule, hours=(), minutes=(), seconds=())
        until = rule.until_in(entry.start.zone)
        start = entry.start.wall
        yield from expand(rule, start=start, first=first, last=last, until=until, effort=effort)


def not_removed(entry: Entry, starts: Iterable[Moment]) -> dict[datetime, tuple[Moment, Length]]:
    """Return the starts that EXDATE leaves, with their lengths, by what they are known as."""
    removed = {same(moment, entry) for moment in entry.except_for}
    removed_days = {moment.wall.date() for moment in entry.except_for if moment.is_date}
    lengths = {same(one.start, entry): one.length for one in entry.extra if one.length}
    found = {}
    for start in starts:
        day = same(start, entry)
        if day not in removed and start.wall.date() not in removed_days:
            found[day] = (start, lengths.get(day) or entry.length)
    return found
