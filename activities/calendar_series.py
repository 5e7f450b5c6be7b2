"""Which entries of a calendar file are standing meetings here: one rule, on the clock in Oslo."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from activities.calendar_entries import Entry, Moment

OSLO = ZoneInfo("Europe/Oslo")
SHORTEST, LONGEST = timedelta(minutes=5), timedelta(days=1)


@dataclass(frozen=True)
class Recurring:
    """An entry that comes again: its RRULE, the clock in Oslo, and the days that it leaves out."""

    uid: str
    line: int
    title: str
    location: str
    starts_on: date
    starts: time
    minutes: int
    rule: str
    left_out: tuple[date, ...]


def recurring(entry: Entry) -> Recurring | None:
    """Return `entry` as a standing meeting, or None when it can only be single sessions.

    That is so for whole days, several rules or added days, and a clock that is not Oslo's.
    """
    length = entry.length.end_of(entry.start) - entry.start.utc
    if (
        entry.is_cancelled
        or entry.start.is_date
        or entry.extra
        or len(entry.rules) != 1
        or not SHORTEST <= length <= LONGEST
        or not _is_oslo(entry.start.zone, entry.start.wall)
    ):
        return None
    return Recurring(
        uid=entry.uid,
        line=entry.line,
        title=entry.title,
        location=entry.location,
        starts_on=entry.start.wall.date(),
        starts=entry.start.wall.time().replace(second=0, microsecond=0),
        minutes=round(length.total_seconds() / 60),
        rule=entry.rules[0].text,
        left_out=tuple(sorted({_day(one) for one in entry.except_for})),
    )


def _day(moment: Moment) -> date:
    return moment.wall.date() if moment.is_date else moment.utc.astimezone(OSLO).date()


def _is_oslo(zone: tzinfo, wall: datetime) -> bool:
    """Tell whether `zone` shows the same time as Oslo in winter and summer."""
    moments = [datetime(wall.year, month, 1, 12) for month in (1, 7)]  # noqa: DTZ001
    return all(
        moment.replace(tzinfo=zone).utcoffset() == moment.replace(tzinfo=OSLO).utcoffset()
        for moment in moments
    )
