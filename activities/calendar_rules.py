"""Recurrence rules (RFC 5545 section 3.3.10) from files we did not make, expanded within bounds.

dateutil's `rrule` makes the dates of our own series. It cannot be used on a stranger's file: a
rule that never comes true (30 February) is followed day by day to the year 9999, about four
seconds a rule, and a rule from 1900 is walked from its start. Here days before the window are
jumped over and every day looked at is counted. The tests hold the two against each other.
"""

import re
from calendar import isleap, monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import MAXYEAR, date, datetime, time, timedelta
from itertools import product

from icalendar import vDate, vDatetime

FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY")
TOO_FREQUENT = frozenset({"HOURLY", "MINUTELY", "SECONDLY"})
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WEEKDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,10}", re.ASCII)


class RuleUnreadable(ValueError):
    """The rule does not follow the standard."""


class RuleTooFrequent(ValueError):
    """The rule repeats within a day."""


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


@dataclass(frozen=True)
class Rule:
    """One RRULE as written; empty tuples are parts that were not given.

    Weekdays: (which one or 0, Monday = 0).
    """

    frequency: str
    interval: int = 1
    count: int | None = None
    until: date | datetime | None = None
    week_start: int = 0
    months: tuple[int, ...] = ()
    week_numbers: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    weekdays: tuple[tuple[int, int], ...] = ()
    hours: tuple[int, ...] = ()
    minutes: tuple[int, ...] = ()
    seconds: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    text: str = field(default="", compare=False)

    @property
    def is_by_the_standard(self) -> bool:
        """Tell whether its parts may stand together; programmes read other rules each their way."""
        is_numbered = any(which for which, _weekday in self.weekdays)
        lists = (
            self.months, self.week_numbers, self.year_days, self.month_days, self.weekdays,
            self.hours, self.minutes, self.seconds,
        )  # fmt: skip
        return not (
            (self.count is not None and self.until is not None)
            or (is_numbered and (self.frequency in {"WEEKLY", "DAILY"} or self.week_numbers))
            or (self.week_numbers and self.frequency != "YEARLY")
            or (self.year_days and self.frequency != "YEARLY")
            or (self.month_days and self.frequency == "WEEKLY")
            or (self.week_numbers and not self.weekdays)
            or (self.positions and not any(lists))
        )

    def is_at(self, clock: time) -> bool:
        """Tell whether it comes once a day, at `clock`."""
        return all(
            part in {(), (own,)}
            for part, own in (
                (self.hours, clock.hour),
                (self.minutes, clock.minute),
                (self.seconds, clock.second),
            )
        )


def _numbers(text: str, low: int, high: int, *, signed: bool = False) -> tuple[int, ...]:
    values = []
    for part in text.split(","):
        if not _NUMBER.fullmatch(part):
            raise RuleUnreadable
        value = int(part)
        if not low <= (abs(value) if signed else value) <= high:
            raise RuleUnreadable
        values.append(value)
    return tuple(sorted(set(values)))


def _weekdays(text: str) -> tuple[tuple[int, int], ...]:
    values = []
    for part in text.split(","):
        match = _WEEKDAY.fullmatch(part)
        if not match:
            raise RuleUnreadable
        values.append((int(match[1] or 0), WEEKDAYS.index(match[2])))
    return tuple(values)


def _until(text: str) -> date | datetime:
    return vDatetime.from_ical(text) if "T" in text else vDate.from_ical(text)


_PARTS: dict[str, tuple[str, Callable]] = {
    "INTERVAL": ("interval", lambda text: _numbers(text, 1, 10**9)[0]),
    "COUNT": ("count", lambda text: _numbers(text, 1, 10**10)[0]),
    "UNTIL": ("until", _until),
    "WKST": ("week_start", lambda text: WEEKDAYS.index(text)),
    "BYMONTH": ("months", lambda text: _numbers(text, 1, 12)),
    "BYWEEKNO": ("week_numbers", lambda text: _numbers(text, 1, 53, signed=True)),
    "BYYEARDAY": ("year_days", lambda text: _numbers(text, 1, 366, signed=True)),
    "BYMONTHDAY": ("month_days", lambda text: _numbers(text, 1, 31, signed=True)),
    "BYDAY": ("weekdays", _weekdays),
    "BYHOUR": ("hours", lambda text: _numbers(text, 0, 23)),
    "BYMINUTE": ("minutes", lambda text: _numbers(text, 0, 59)),
    "BYSECOND": ("seconds", lambda text: _numbers(text, 0, 59)),
    "BYSETPOS": ("positions", lambda text: _numbers(text, 1, 366, signed=True)),
}


def read_rule(text: str) -> Rule:
    """Reads the value of an RRULE. Raises RuleTooFrequent or RuleUnreadable.

    Also as vCalendar 1.0 writes it («W2 TU TH #10»); `text` is then the same in today's words.
    """
    if old := _OLD_RULE.match(text.strip().upper()):
        text = _of_vcalendar_1(old[1], old[2], text.strip().upper()[old.end() :].split())
    parts: dict[str, str] = {}
    for part in filter(None, text.replace(" ", "").upper().split(";")):
        key, equals, value = part.partition("=")
        if not equals or key in parts:
            raise RuleUnreadable
        parts[key] = value
    frequency = parts.pop("FREQ", "")
    if frequency in TOO_FREQUENT:
        raise RuleTooFrequent
    if frequency not in FREQUENCIES or not parts.keys() <= _PARTS.keys():
        raise RuleUnreadable
    try:
        return Rule(
            frequency,
            text=text.replace(" ", "").upper(),
            **{_PARTS[key][0]: _PARTS[key][1](value) for key, value in parts.items()},
        )
    except ValueError as error:
        raise RuleUnreadable from error


# What vCalendar 1.0 counts in, and the part that its list is; «#0» is for ever, no number is twice.
_OLD_RULE = re.compile(r"(D|W|MP|MD|YM|YD|M)(\d{1,9})(?=\s|$)", re.ASCII)
_OLD_PARTS = {
    "D": ("DAILY", ""),
    "W": ("WEEKLY", "BYDAY"),
    "MP": ("MONTHLY", "BYDAY"),
    "MD": ("MONTHLY", "BYMONTHDAY"),
    "YM": ("YEARLY", "BYMONTH"),
    "YD": ("YEARLY", "BYYEARDAY"),
}


def _of_vcalendar_1(kind: str, interval: str, words: list[str]) -> str:
    """Return a rule of vCalendar 1.0 in the words of RFC 5545."""
    if kind == "M":
        raise RuleTooFrequent
    frequency, part = _OLD_PARTS[kind]
    ends, listed = ";COUNT=2", list[str]()
    which = ""
    for word in words:
        if re.fullmatch(r"#\d{1,9}", word, re.ASCII):
            ends = f";COUNT={int(word[1:])}" if int(word[1:]) else ""
        elif re.fullmatch(r"\d{8}T\d{6}Z?", word, re.ASCII):
            ends = f";UNTIL={word}"
        elif kind == "MP" and (found := re.fullmatch(r"(\d)([+-]?)", word, re.ASCII)):
            which = f"{found[2].strip('+')}{found[1]}"
        elif kind in {"W", "MP"} and word in WEEKDAYS:
            listed.append(f"{which}{word}")
        elif kind == "MD" and word == "LD":
            listed.append("-1")
        elif found := re.fullmatch(r"(\d{1,3})([+-]?)", word, re.ASCII):
            listed.append(f"{found[2].strip('+')}{found[1]}")
        else:
            raise RuleUnreadable
    if listed and not part:
        raise RuleUnreadable
    by = f";{part}={','.join(listed)}" if listed else ""
    return f"FREQ={frequency};INTERVAL={interval}{ends}{by}"


def _week_number(day: date, week_start: int) -> tuple[int, int]:
    """Number of the day's week, and the same counted from the end of the year it belongs to (-1
    is the last).
    """
    anchor = day + timedelta(
        days=3 - (day.weekday() - week_start) % 7
    )  # the week belongs to its fourth day's year
    number = (anchor.timetuple().tm_yday - 1) // 7 + 1
    left = (365 + isleap(anchor.year) - anchor.timetuple().tm_yday) // 7
    return number, -left - 1


def _is_weekday(rule: Rule, day: date) -> bool:
    """Whether one of BYDAY fits: plain, or the nth of the month or year."""
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


def _filters(rule: Rule, start: date) -> list[Callable[[date], bool]]:
    """The tests a day must pass. What the rule leaves open is taken from its start."""
    months, month_days, weekdays = rule.months, rule.month_days, rule.weekdays
    if not (rule.week_numbers or rule.year_days or month_days or weekdays):
        if rule.frequency in {"YEARLY", "MONTHLY"}:
            month_days = (start.day,)
            months = months or ((start.month,) if rule.frequency == "YEARLY" else ())
        elif rule.frequency == "WEEKLY":
            weekdays = ((0, start.weekday()),)
    tests: list[Callable[[date], bool]] = []
    if months:
        tests.append(lambda day: day.month in months)
    if month_days:
        negative = min(month_days) < 0
        tests.append(
            lambda day: (
                day.day in month_days
                or (negative and day.day - monthrange(day.year, day.month)[1] - 1 in month_days)
            )
        )
    if weekdays and not any(which for which, _ in weekdays):
        plain = {weekday for _, weekday in weekdays}
        tests.append(lambda day: day.weekday() in plain)
    elif weekdays:
        tests.append(lambda day: _is_weekday(rule, day))
    if rule.year_days:
        tests.append(
            lambda day: (
                not {
                    day.timetuple().tm_yday,
                    day.timetuple().tm_yday - 366 - isleap(day.year),
                }.isdisjoint(rule.year_days)
            )
        )
    if rule.week_numbers:
        tests.append(
            lambda day: not set(_week_number(day, rule.week_start)).isdisjoint(rule.week_numbers)
        )
    return tests


def fits(rule: Rule, day: date) -> bool:
    """Tell whether the rule's own parts allow `day`; with BYSETPOS that cannot be told: False."""
    return not rule.positions and all(test(day) for test in _filters(rule, day))


def _periods(rule: Rule, start: date, first: date) -> Iterator[tuple[int, int]]:
    """Ordinals (from, up to) of the years, months, weeks or days the rule counts in, from about
    `first` on.
    """
    if rule.frequency in {"YEARLY", "MONTHLY"}:
        months = 12 if rule.frequency == "YEARLY" else 1
        begin = start.year * 12 + (start.month - 1 if months == 1 else 0)
        wanted = first.year * 12 + (first.month - 1 if months == 1 else 0)
        step = months * rule.interval
        begin += max(0, (wanted - begin) // step) * step
        while begin // 12 <= MAXYEAR:
            after = begin + months
            yield (
                date(begin // 12, begin % 12 + 1, 1).toordinal(),
                date(after // 12, after % 12 + 1, 1).toordinal()
                if after // 12 <= MAXYEAR
                else date.max.toordinal() + 1,
            )
            begin += step
        return
    length = 7 if rule.frequency == "WEEKLY" else 1
    begin = start.toordinal() - ((start.weekday() - rule.week_start) % 7 if length == 7 else 0)
    step = length * rule.interval
    begin += max(0, (first.toordinal() - begin) // step) * step
    while begin <= date.max.toordinal():
        yield begin, min(begin + length, date.max.toordinal() + 1)
        begin += step


def expand(
    rule: Rule,
    *,
    start: datetime,
    first: date,
    last: date,
    until: datetime | None,
    effort: Effort,
) -> Iterator[datetime]:
    """Wall-clock times of a rule from `first` to `last` (both included), in order, never before
    `start`.

    `start` and `until` are naive times in the event's own zone. The start itself is always an
    occurrence, also when the rule does not fit it. Raises RuleTooHeavy when `effort` is used up.
    """
    times = [
        time(hour, minute, second)
        for hour, minute, second in product(
            rule.hours or (start.hour,),
            rule.minutes or (start.minute,),
            rule.seconds or (start.second,),
        )
    ]
    days_left = last.toordinal() - start.toordinal() + 1
    # A count that cannot be reached before the window ends needs no counting.
    counted = rule.count is not None and rule.count < days_left * len(times)
    tests = _filters(rule, start.date())
    left = (rule.count or 0) - 1
    if first <= start.date() <= last:
        yield start
    for begin, end in _periods(
        rule, start.date(), start.date() if counted else max(first, start.date())
    ):
        if begin > last.toordinal() or (counted and left <= 0):
            return
        effort.spend(1)
        if begin + 31 < end and rule.positions == () and not counted:
            begin, end = (
                max(begin, first.toordinal(), start.toordinal()),
                min(end, last.toordinal() + 1),
            )
        effort.spend(max(0, end - begin))
        days = [
            day
            for day in map(date.fromordinal, range(max(begin, 1), end))
            if all(test(day) for test in tests)
        ]
        effort.spend(len(days) * len(times))
        found = [datetime.combine(day, moment) for day in days for moment in times]
        if rule.positions:
            size = len(found)
            chosen = {
                position - 1 if position > 0 else size + position for position in rule.positions
            }
            found = [found[index] for index in sorted(chosen) if 0 <= index < size]
        for moment in found:
            if moment <= start:
                continue
            if (until and moment > until) or moment.date() > last or (counted and left <= 0):
                return
            left -= 1
            if moment.date() >= first:
                yield moment
