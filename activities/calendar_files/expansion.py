"""The days that a recurrence rule gives, worked out within bounds.

dateutil's `rrule` cannot be used on a stranger's file: a rule that never comes true (30 February)
is followed day by day to the year 9999, about four seconds a rule, and a rule from 1900 is walked
from its start. Here days before the window are jumped over and every day looked at is counted. The
tests hold the two against each other.
"""

from calendar import isleap, monthrange
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import islice, product, takewhile

from activities.calendar_files.rules import Rule

LONGEST_MONTH = 31


class RuleTooHeavy(ValueError):
    """The rule takes more work than we give to it."""


class Effort:
    """How many days and times may still be looked at, also of the whole that it is `part_of`."""

    def __init__(self, steps: int, *, part_of: "Effort | None" = None) -> None:
        self.steps, self.part_of = steps, part_of

    def spend(self, steps: int) -> None:
        if steps > self.steps:
            raise RuleTooHeavy
        if self.part_of:
            self.part_of.spend(steps)
        self.steps -= steps


def expand(
    rule: Rule,
    *,
    start: datetime,
    first: date,
    last: date,
    until: datetime | None,
    effort: Effort,
) -> Iterator[datetime]:
    """Yield the wall-clock times of a rule from `first` to `last` (both included), in order.

    `start` and `until` are naive times in the event's own zone. Nothing comes before the start,
    which is always an occurrence, also when the rule does not fit it. Raises RuleTooHeavy when
    `effort` is used up.
    """
    if first <= start.date() <= last:
        yield start
    clock = _clock_times(rule, start)
    # A count beyond what there can be before the period ends is never reached.
    most = ((last - start.date()).days + 1) * len(clock)
    left = rule.count - 1 if rule.count is not None and rule.count < most else None
    whole = _completed(rule, start.date())
    later = (
        moment
        for window in _windows(rule, start=start.date(), first=first, last=last, left=left)
        for moment in _at_positions(rule, _candidates(window, whole, clock, effort=effort))
        if moment > start
    )
    end = datetime.combine(last, time.max)
    inside = takewhile(lambda moment: moment <= min(until or end, end), later)
    for moment in islice(inside, left):
        if moment.date() >= first:
            yield moment


def fits(rule: Rule, day: date) -> bool:
    """Tell whether the rule's own parts allow `day`; with BYSETPOS that cannot be told: False."""
    return not rule.positions and _allows(_completed(rule, day), day)


# --- Windows ---------------------------------------------------------------------
def _windows(
    rule: Rule, *, start: date, first: date, last: date, left: int | None
) -> Iterator[range]:
    """Yield the ordinals of the days to look at: one range for each period that the rule counts in.

    A rule that counts is followed from its start; another begins at `first`, and in a whole year
    looks at the days that are asked for alone.
    """
    begin = start if left is not None else max(first, start)
    number = _period_of(rule, start)
    number += (_period_of(rule, begin) - number) // rule.interval * rule.interval
    while number <= _period_of(rule, last):
        window = _days_of(rule, number)
        if len(window) > LONGEST_MONTH and not rule.positions and left is None:
            window = range(
                max(window.start, begin.toordinal()), min(window.stop, last.toordinal() + 1)
            )
        yield window
        number += rule.interval


def _period_of(rule: Rule, day: date) -> int:
    """Return the number of the year, month, week or day that the rule counts `day` in."""
    match rule.frequency:
        case "YEARLY":
            return day.year
        case "MONTHLY":
            return day.year * 12 + day.month - 1
        case "WEEKLY":
            return (day.toordinal() - 1 - rule.week_start) // 7  # day 1 is a Monday
    return day.toordinal()


def _days_of(rule: Rule, number: int) -> range:
    """Return the ordinals of the days in the period of that number."""
    match rule.frequency:
        case "YEARLY":
            begin = date(number, 1, 1)
            return range(begin.toordinal(), begin.toordinal() + 365 + isleap(number))
        case "MONTHLY":
            begin = date(number // 12, number % 12 + 1, 1)
            length = monthrange(begin.year, begin.month)[1]
            return range(begin.toordinal(), begin.toordinal() + length)
        case "WEEKLY":
            monday = number * 7 + 1 + rule.week_start
            return range(max(1, monday), min(monday + 7, date.max.toordinal() + 1))
    return range(number, number + 1)


# --- Candidates ------------------------------------------------------------------
def _clock_times(rule: Rule, start: datetime) -> list[time]:
    """Return the times of day that the rule names; what it leaves open is taken from its start."""
    hours, minutes = rule.hours or (start.hour,), rule.minutes or (start.minute,)
    return [time(*parts) for parts in product(hours, minutes, rule.seconds or (start.second,))]


def _candidates(window: range, rule: Rule, clock: list[time], *, effort: Effort) -> list[datetime]:
    """Return every time in `window` that the rule's parts allow, in order."""
    effort.spend(1 + len(window))
    days = [day for day in map(date.fromordinal, window) if _allows(rule, day)]
    effort.spend(len(days) * len(clock))
    return [datetime.combine(day, moment) for day in days for moment in clock]


def _at_positions(rule: Rule, found: list[datetime]) -> list[datetime]:
    """Keep of a period's candidates those that BYSETPOS names; without it, all."""
    if not rule.positions:
        return found
    size = len(found)
    chosen = {position - 1 if position > 0 else size + position for position in rule.positions}
    return [found[index] for index in sorted(chosen) if 0 <= index < size]


# --- The days that a rule allows ------------------------------------------------------------------
def _completed(rule: Rule, start: date) -> Rule:
    """Return the rule with what it leaves open taken from its start."""
    if rule.week_numbers or rule.year_days or rule.month_days or rule.weekdays:
        return rule
    if rule.frequency == "YEARLY":
        return replace(rule, months=rule.months or (start.month,), month_days=(start.day,))
    if rule.frequency == "MONTHLY":
        return replace(rule, month_days=(start.day,))
    return replace(rule, weekdays=((0, start.weekday()),)) if rule.frequency == "WEEKLY" else rule


def _allows(rule: Rule, day: date) -> bool:
    """Tell whether every part of a completed rule allows `day`; one that was not given does."""
    return not (
        (rule.months and day.month not in rule.months)
        or (rule.weekdays and not _is_weekday(rule, day))
        or (rule.month_days and _in_month(day).isdisjoint(rule.month_days))
        or (rule.year_days and _in_year(day).isdisjoint(rule.year_days))
        or (rule.week_numbers and _weeks(day, rule.week_start).isdisjoint(rule.week_numbers))
    )


def _in_month(day: date) -> set[int]:
    """Return the day's number in its month, and the same from the end (-1 is the last)."""
    return {day.day, day.day - monthrange(day.year, day.month)[1] - 1}


def _in_year(day: date) -> set[int]:
    number = day.timetuple().tm_yday
    return {number, number - 366 - isleap(day.year)}


def _weeks(day: date, week_start: int) -> set[int]:
    """Return the number of the day's week in its year, and the same from the end."""
    # The week belongs to its fourth day's year.
    fourth = day + timedelta(days=3 - (day.weekday() - week_start) % 7)
    return _sevens(_in_year(fourth))


def _sevens(numbers: set[int]) -> set[int]:
    """Return which seven days of the month or year each number is in, from the end below 0."""
    return {(number + 6) // 7 if number > 0 else number // 7 for number in numbers}


def _is_weekday(rule: Rule, day: date) -> bool:
    """Tell whether one of BYDAY fits: plain, or the nth of the month or year."""
    which = {which for which, weekday in rule.weekdays if weekday == day.weekday()}
    if not which or 0 in which or rule.frequency in {"WEEKLY", "DAILY"}:
        return bool(which)
    numbers = _in_year(day) if rule.frequency == "YEARLY" and not rule.months else _in_month(day)
    return not which.isdisjoint(_sevens(numbers))
