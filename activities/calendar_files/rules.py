"""What a recurrence rule says (RFC 5545 section 3.3.10), read from files we did not make.

Which days it gives stands in `expansion`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, tzinfo

from icalendar import vDate, vDatetime

_FOREIGN = {
    "YEARLY": (),
    "MONTHLY": ("week_numbers", "year_days"),
    "WEEKLY": ("week_numbers", "year_days", "month_days"),
    "DAILY": ("week_numbers", "year_days"),
}
"""The parts that may not stand in a rule of that frequency."""
TOO_FREQUENT = frozenset({"HOURLY", "MINUTELY", "SECONDLY"})
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WEEKDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,10}", re.ASCII)


class RuleUnreadable(ValueError):
    """The rule does not follow the standard."""


class RuleTooFrequent(ValueError):
    """The rule repeats within a day."""


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
            or any(getattr(self, part) for part in _FOREIGN[self.frequency])
            or (self.week_numbers and not self.weekdays)
            or (self.positions and not any(lists))
        )

    def is_at(self, clock: time) -> bool:
        """Tell whether it comes once a day, at `clock`."""
        parts = (self.hours, self.minutes, self.seconds)
        own = (clock.hour, clock.minute, clock.second)
        return all(part in {(), (one,)} for part, one in zip(parts, own, strict=True))

    def until_in(self, zone: tzinfo) -> datetime | None:
        """Return its end on the clock of `zone`. A bare date includes that day."""
        if isinstance(self.until, datetime):
            is_bare = self.until.tzinfo is None
            return self.until if is_bare else self.until.astimezone(zone).replace(tzinfo=None)
        return datetime.combine(self.until, time(23, 59, 59)) if self.until else None


def _numbers(text: str, low: int, high: int, *, signed: bool = False) -> tuple[int, ...]:
    parts = text.split(",")
    if not all(map(_NUMBER.fullmatch, parts)):
        raise RuleUnreadable
    values = sorted({int(part) for part in parts})
    if not all(low <= (abs(value) if signed else value) <= high for value in values):
        raise RuleUnreadable
    return tuple(values)


def _weekdays(text: str) -> tuple[tuple[int, int], ...]:
    values = []
    for part in text.split(","):
        match = _WEEKDAY.fullmatch(part)
        if not match:
            raise RuleUnreadable
        values.append((int(match[1] or 0), WEEKDAYS.index(match[2])))
    return tuple(values)


_PARTS: dict[str, tuple[str, Callable]] = {
    "INTERVAL": ("interval", lambda text: _numbers(text, 1, 10**9)[0]),
    "COUNT": ("count", lambda text: _numbers(text, 1, 10**10)[0]),
    "UNTIL": ("until", lambda text: (vDatetime if "T" in text else vDate).from_ical(text)),
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
    """Read the value of an RRULE; raise RuleTooFrequent or RuleUnreadable.

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
    if frequency not in _FOREIGN or not parts.keys() <= _PARTS.keys():
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
_SIGNED = re.compile(r"(\d{1,3})([+-]?)", re.ASCII)


def _of_vcalendar_1(kind: str, interval: str, words: list[str]) -> str:
    """Return a rule of vCalendar 1.0 in the words of RFC 5545."""
    if kind == "M":
        raise RuleTooFrequent
    frequency, part = _OLD_PARTS[kind]
    ends, which, listed = ";COUNT=2", "", list[str]()
    for word in words:
        end = _end_of_vcalendar_1(word)
        if end is not None:
            ends = end
        elif kind == "MP" and re.fullmatch(r"\d[+-]?", word, re.ASCII):
            which = _signed(word)
        else:
            listed.append(_day_of_vcalendar_1(kind, word, which=which))
    if listed and not part:
        raise RuleUnreadable
    by = f";{part}={','.join(listed)}" if listed else ""
    return f"FREQ={frequency};INTERVAL={interval}{ends}{by}"


def _end_of_vcalendar_1(word: str) -> str | None:
    """Return where a rule ends («#10», «20261231T120000»); None when the word says more."""
    if re.fullmatch(r"#\d{1,9}", word, re.ASCII):
        return f";COUNT={int(word[1:])}" if int(word[1:]) else ""
    return f";UNTIL={word}" if re.fullmatch(r"\d{8}T\d{6}Z?", word, re.ASCII) else None


def _day_of_vcalendar_1(kind: str, word: str, *, which: str) -> str:
    """Return one item of the rule's list: a weekday (the `which` of the month), a day, a month."""
    if kind in {"W", "MP"} and word in WEEKDAYS:
        return f"{which}{word}"
    return "-1" if kind == "MD" and word == "LD" else _signed(word)


def _signed(word: str) -> str:
    """Return «2-» as «-2» and «2+» as «2»."""
    found = _SIGNED.fullmatch(word)
    if not found:
        raise RuleUnreadable
    return f"{found[2].strip('+')}{found[1]}"
