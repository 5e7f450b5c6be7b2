"""The days that a recurrence rule gives, worked out within bounds.

dateutil's `rrule` cannot be used on a stranger's file: a rule that never comes true (30 February)
is followed day by day to the year 9999, about four seconds a rule, and a rule from 1900 is walked
from its start. Here days before the window are jumped over and every day looked at is counted. The
tests hold the two against each other.
"""

from calendar import isleap, monthrange
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import MAXYEAR, date, datetime, time, timedelta
from functools import partial
from itertools import islice, product, takewhile

from activities.calendars.rules import Rule

DayTest = Callable[[date], bool]
LONGEST_MONTH = 31


class RuleTooHeavy(ValueError):
    """The rule takes more work than we give to it."""


class Effort:
    """How many days and times may still be looked at. Shared by the rules of a file."""

    def __init__(self, steps: int) -> None:
        self.steps = steps

    def spend(self, steps: int) -> None:
        self.steps -= steps
        if self.steps < 0:
            raise RuleTooHeavy


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
    left = _left_to_count(rule, most=((last - start.date()).days + 1) * len(clock))
    windows = _windows(rule, start=start.date(), first=first, last=last, counts=left is not None)
    tests = _tests(rule, start.date())
    later = (
        moment
        for window in windows
        for moment in _at_positions(rule, _candidates(window, tests, clock, effort=effort))
        if moment > start
    )
    inside = takewhile(partial(_is_inside, last=last, until=until), later)
    for moment in islice(inside, left):
        if moment.date() >= first:
            yield moment


def fits(rule: Rule, day: date) -> bool:
    """Tell whether the rule's own parts allow `day`; with BYSETPOS that cannot be told: False."""
    return not rule.positions and all(test(day) for test in _tests(rule, day))


# --- Limits ----------------------------------------------------------------------
def _left_to_count(rule: Rule, *, most: int) -> int | None:
    """Return how many COUNT allows after the start; None when nothing needs to be counted.

    `most` is how many there can be before the period ends: a count beyond it is never reached.
    """
    return rule.count - 1 if rule.count is not None and rule.count < most else None


def _is_inside(moment: datetime, *, last: date, until: datetime | None) -> bool:
    return moment.date() <= last and (until is None or moment <= until)


# --- Windows ---------------------------------------------------------------------
def _windows(rule: Rule, *, start: date, first: date, last: date, counts: bool) -> Iterator[range]:
    """Yield the ordinals of the days to look at: one range for each period that the rule counts in.

    A rule that counts is followed from its start; another begins at `first`, and in a whole year
    looks at the days that are asked for alone.
    """
    for window in _periods(rule, start, start if counts else max(first, start)):
        if window.start > last.toordinal():
            return
        if len(window) > LONGEST_MONTH and not rule.positions and not counts:
            begin = max(window.start, first.toordinal(), start.toordinal())
            window = range(begin, min(window.stop, last.toordinal() + 1))
        yield window


def _periods(rule: Rule, start: date, first: date) -> Iterator[range]:
    """Yield the years, months, weeks or days that the rule counts in, from about `first` on."""
    if rule.frequency in {"YEARLY", "MONTHLY"}:
        return _months(rule, start, first, length=12 if rule.frequency == "YEARLY" else 1)
    return _days(rule, start, first, length=7 if rule.frequency == "WEEKLY" else 1)


def _months(rule: Rule, start: date, first: date, *, length: int) -> Iterator[range]:
    """Yield every `interval`th period of `length` months (1 or 12) as ordinals."""
    begin, wanted = (
        day.year * 12 + (day.month - 1 if length == 1 else 0) for day in (start, first)
    )
    step = length * rule.interval
    begin += max(0, (wanted - begin) // step) * step
    while begin // 12 <= MAXYEAR:
        yield range(_first_of_month(begin), _first_of_month(begin + length))
        begin += step


def _first_of_month(month: int) -> int:
    """Return the ordinal of the first day of `month`, counted from the year 0."""
    if month // 12 > MAXYEAR:
        return date.max.toordinal() + 1
    return date(month // 12, month % 12 + 1, 1).toordinal()


def _days(rule: Rule, start: date, first: date, *, length: int) -> Iterator[range]:
    """Yield every `interval`th period of `length` days (1 or 7) as ordinals."""
    begin = start.toordinal() - ((start.weekday() - rule.week_start) % 7 if length == 7 else 0)
    step = length * rule.interval
    begin += max(0, (first.toordinal() - begin) // step) * step
    while begin <= date.max.toordinal():
        yield range(max(begin, 1), min(begin + length, date.max.toordinal() + 1))
        begin += step


# --- Candidates ------------------------------------------------------------------
def _clock_times(rule: Rule, start: datetime) -> list[time]:
    """Return the times of day that the rule names; what it leaves open is taken from its start."""
    hours, minutes = rule.hours or (start.hour,), rule.minutes or (start.minute,)
    return [time(*parts) for parts in product(hours, minutes, rule.seconds or (start.second,))]


def _candidates(
    window: range, tests: list[DayTest], clock: list[time], *, effort: Effort
) -> list[datetime]:
    """Return every time in `window` that the rule's parts allow, in order."""
    effort.spend(1 + len(window))
    days = [day for day in map(date.fromordinal, window) if all(test(day) for test in tests)]
    effort.spend(len(days) * len(clock))
    return [datetime.combine(day, moment) for day in days for moment in clock]


def _at_positions(rule: Rule, found: list[datetime]) -> list[datetime]:
    """Keep of a period's candidates those that BYSETPOS names; without it, all."""
    if not rule.positions:
        return found
    size = len(found)
    chosen = {position - 1 if position > 0 else size + position for position in rule.positions}
    return [found[index] for index in sorted(chosen) if 0 <= index < size]


# --- Tests of a day ---------------------------------------------------------------
def _tests(rule: Rule, start: date) -> list[DayTest]:
    """Return the tests that a day must pass."""
    whole = _completed(rule, start)
    return [test_for(whole) for part, test_for in _TESTS.items() if getattr(whole, part)]


def _completed(rule: Rule, start: date) -> Rule:
    """Return the rule with what it leaves open taken from its start."""
    if rule.week_numbers or rule.year_days or rule.month_days or rule.weekdays:
        return rule
    if rule.frequency == "YEARLY":
        return replace(rule, months=rule.months or (start.month,), month_days=(start.day,))
    if rule.frequency == "MONTHLY":
        return replace(rule, month_days=(start.day,))
    return replace(rule, weekdays=((0, start.weekday()),)) if rule.frequency == "WEEKLY" else rule


def _by_month(rule: Rule) -> DayTest:
    return lambda day: day.month in rule.months


def _by_month_day(rule: Rule) -> DayTest:
    def from_the_end(day: date) -> int:
        return day.day - monthrange(day.year, day.month)[1] - 1

    if min(rule.month_days) > 0:
        return lambda day: day.day in rule.month_days
    return lambda day: day.day in rule.month_days or from_the_end(day) in rule.month_days


def _by_weekday(rule: Rule) -> DayTest:
    if any(which for which, _weekday in rule.weekdays):
        return partial(_is_weekday, rule)
    plain = {weekday for _which, weekday in rule.weekdays}
    return lambda day: day.weekday() in plain


def _by_year_day(rule: Rule) -> DayTest:
    def both_ways(day: date) -> set[int]:
        number = day.timetuple().tm_yday
        return {number, number - 366 - isleap(day.year)}

    return lambda day: not both_ways(day).isdisjoint(rule.year_days)


def _by_week(rule: Rule) -> DayTest:
    return lambda day: not set(_week_number(day, rule.week_start)).isdisjoint(rule.week_numbers)


_TESTS: dict[str, Callable[[Rule], DayTest]] = {
    "months": _by_month,
    "month_days": _by_month_day,
    "weekdays": _by_weekday,
    "year_days": _by_year_day,
    "week_numbers": _by_week,
}
"""What makes the test of each part of a rule; a part that was not given has none."""


def _week_number(day: date, week_start: int) -> tuple[int, int]:
    """Return the day's week number, and the same counted from the end of its year (-1
    is the last).
    """
    anchor = day + timedelta(
        days=3 - (day.weekday() - week_start) % 7
    )  # the week belongs to its fourth day's year
    number = (anchor.timetuple().tm_yday - 1) // 7 + 1
    left = (365 + isleap(anchor.year) - anchor.timetuple().tm_yday) // 7
    return number, -left - 1


def _is_weekday(rule: Rule, day: date) -> bool:
    """Tell whether one of BYDAY fits: plain, or the nth of the month or year."""
    for which, weekday in rule.weekdays:
        if weekday != day.weekday():
            continue
        if not which or rule.frequency in {"WEEKLY", "DAILY"}:
            return True
        if rule.frequency == "YEARLY" and not rule.months:
            position, length = day.timetuple().tm_yday, 365 + isleap(day.year)
        else:
            position, length = day.day, monthrange(day.year, day.month)[1]
        if which in {(position - 1) // 7 + 1, -((length - position) // 7) - 1}:
            return True
    return False
