"""Which entries of a calendar file are recurring sessions here: one rule, on the clock in Oslo."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from django.utils.translation import gettext as _

from activities.calendar_files.changes import is_at_its_clock, wall_of
from activities.calendar_files.entry_reader import Entry
from activities.calendar_files.zone_names import OSLO

SHORTEST, LONGEST = timedelta(minutes=5), timedelta(days=1)


@dataclass(frozen=True)
class Recurring:
    """An entry that comes again: its RRULE, the clock in Oslo, and the days that it leaves out.

    It can be a recurring session here when `is_understood`; else something that the file says of
    it could not be used, and its days are single sessions.
    """

    uid: str
    line: int
    title: str
    starts_on: date
    starts: time
    minutes: int
    rule: str
    left_out: tuple[date, ...]
    sequence: int = 0
    is_understood: bool = True


def stays_single() -> str:
    """Say that a meeting is not followed on, of one that is no recurring session here yet."""
    return _("Vi kan ikke følge hele dette treffet. Øktene lages hver for seg.")


def recurring(entry: Entry, *, near: date, is_whole: bool) -> Recurring | None:
    """Return `entry` as a recurring session, or None when it can only be single sessions.

    That is so for whole days, several rules or added days, and a clock that is not Oslo's in the
    years around `near`. `is_whole` tells whether all else that the file says of it could be used.
    """
    # On the clock: the first of them may be over a night in which the clock is changed.
    length = entry.length.span
    if (
        entry.is_cancelled
        or entry.start.is_date
        or entry.extra
        or len(entry.rules) != 1
        or not SHORTEST <= length <= LONGEST
        or not _is_oslo(entry.start.zone, near)
    ):
        return None
    return Recurring(
        uid=entry.uid,
        line=entry.line,
        title=entry.title,
        starts_on=entry.start.wall.date(),
        starts=entry.start.wall.time().replace(second=0, microsecond=0),
        minutes=round(length.total_seconds() / 60),
        rule=entry.rules[0].text,
        left_out=tuple(sorted({wall_of(one, entry).date() for one in entry.except_for})),
        sequence=entry.sequence,
        is_understood=is_whole
        and entry.is_understood
        and entry.rules[0].is_by_the_standard
        and entry.rules[0].is_at(entry.start.wall.time())
        and all(is_at_its_clock(one, entry) for one in entry.except_for),
    )


@lru_cache(maxsize=64)
def _is_oslo(zone: tzinfo, near: date) -> bool:
    """Tell whether `zone` shows the same time as Oslo every week of this year and the next."""
    noon = datetime(min(max(near.year, 2), 9990), 1, 1, 12)  # noqa: DTZ001
    moments = [noon + timedelta(weeks=week) for week in range(2 * 52)]
    return all(
        moment.replace(tzinfo=zone).utcoffset() == moment.replace(tzinfo=OSLO).utcoffset()
        for moment in moments
    )
