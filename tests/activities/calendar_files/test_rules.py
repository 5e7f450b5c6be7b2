"""Our bounded expansion of recurrence rules, held against dateutil's."""

# ruff: noqa: DTZ001 - clock times in a calendar have no zone until its own is put on

from calendar import isleap, monthrange
from datetime import date, datetime, timedelta
from itertools import takewhile

import pytest
from dateutil.rrule import rrulestr
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from activities.calendar_files.expansion import Effort, RuleTooHeavy, expand
from activities.calendar_files.rules import RuleTooFrequent, RuleUnreadable, read_rule

WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


@st.composite
def numbers(draw, low, high, *fitting):
    """A list of numbers, negative ones too when two fit (from the front, from the end), with one
    that fits.
    """
    one = st.integers(low, high)
    if len(fitting) == 2:
        one |= one.map(lambda number: -number)
    values = [draw(st.sampled_from(fitting)), *draw(st.lists(one, max_size=3))]
    return ",".join(map(str, dict.fromkeys(draw(st.permutations(values)))))


@st.composite
def starts_and_rules(draw):
    """A start and a rule that may fit it, within what dateutil and the standard agree on.

    Every part allows the start, so that the rule comes true and dateutil does not search to the
    year 9999.
    """
    start = draw(st.datetimes(datetime(2023, 1, 1), datetime(2025, 12, 31))).replace(microsecond=0)
    frequency = draw(st.sampled_from(["YEARLY", "MONTHLY", "WEEKLY", "DAILY"]))
    weekday = WEEKDAYS[start.weekday()]
    year_day, year_length = start.timetuple().tm_yday, 365 + isleap(start.year)
    week, last_week = start.isocalendar().week, date(start.year, 12, 28).isocalendar().week
    month_length = monthrange(start.year, start.month)[1]
    options = {
        "INTERVAL": st.integers(1, 5).map(str),
        "COUNT": st.integers(1, 60).map(str),
        "UNTIL": st.integers(0, 900).map(
            lambda days: f"{start + timedelta(days=days):%Y%m%dT%H%M%S}"
        ),
        "WKST": st.sampled_from(WEEKDAYS),
        "BYMONTH": numbers(1, 12, start.month),
        "BYDAY": st.sets(st.sampled_from(WEEKDAYS), max_size=3).map(
            lambda days: ",".join(sorted(days | {weekday}))
        ),
        "BYHOUR": numbers(0, 23, start.hour),
        "BYMINUTE": numbers(0, 59, start.minute),
    }
    if frequency in {"YEARLY", "MONTHLY"}:
        options["BYSETPOS"] = numbers(1, 5, 1, -1)
    if frequency != "WEEKLY":
        options["BYMONTHDAY"] = numbers(1, 31, start.day, start.day - month_length - 1)
    if frequency == "YEARLY":
        options["BYWEEKNO"] = numbers(1, 53, week, week - last_week - 1)
        options["BYYEARDAY"] = numbers(1, 366, year_day, year_day - year_length - 1)
    names = draw(st.lists(st.sampled_from(sorted(options)), max_size=4, unique=True))
    parts = {"FREQ": frequency} | {name: draw(options[name]) for name in names}
    if "BYDAY" in parts and frequency in {"YEARLY", "MONTHLY"} and draw(st.booleans()):
        parts.pop("BYWEEKNO", None)
        whole_year = frequency == "YEARLY" and "BYMONTH" not in parts
        position, length = (year_day, year_length) if whole_year else (start.day, month_length)
        which = draw(st.sampled_from([(position + 6) // 7, -((length - position) // 7) - 1]))
        parts["BYDAY"] = f"{which}{weekday}"
    if "COUNT" in parts:
        parts.pop("UNTIL", None)
    return start, ";".join(f"{name}={value}" for name, value in parts.items())


def expanded(text, *, start, first=date(2024, 1, 1), last=date(2027, 12, 31), steps=1_000_000):
    rule = read_rule(text)
    return list(
        expand(rule, start=start, first=first, last=last, until=rule.until, effort=Effort(steps))
    )


@given(starts_and_rules(), st.integers(0, 700))
@settings(max_examples=400, deadline=None)
def test_expansion_agrees_with_dateutil(start_and_rule, length):
    start, text = start_and_rule
    first = date(2024, 3, 1)
    last = first + timedelta(days=length)
    expected = list(takewhile(lambda moment: moment.date() <= last, rrulestr(text, dtstart=start)))
    # The standard leaves open what happens when the start does not fit its own rule.
    assume(start.date() > last or expected[:1] == [start])

    assert expanded(text, start=start, first=first, last=last) == [
        moment for moment in expected if moment.date() >= first
    ]


def test_the_start_is_always_an_occurrence_and_counts():
    assert expanded("FREQ=WEEKLY;BYDAY=TU;COUNT=2", start=datetime(2026, 10, 5, 10)) == [
        datetime(2026, 10, 5, 10),
        datetime(2026, 10, 6, 10),
    ]


def test_a_position_in_the_first_week_counts_the_whole_week():
    assert expanded(
        "FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=2;COUNT=2", start=datetime(2026, 10, 7, 10)
    ) == [
        datetime(2026, 10, 7, 10),
        datetime(2026, 10, 14, 10),
    ]


def test_plain_and_numbered_weekdays_together():
    assert expanded("FREQ=MONTHLY;BYDAY=1MO,-1MO;COUNT=4", start=datetime(2026, 10, 5, 10)) == [
        datetime(2026, 10, 5, 10),
        datetime(2026, 10, 26, 10),
        datetime(2026, 11, 2, 10),
        datetime(2026, 11, 30, 10),
    ]


@pytest.mark.parametrize("frequency", ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])
def test_the_last_year_of_the_calendar_ends_quietly(frequency):
    assert expanded(
        f"FREQ={frequency}", start=datetime(9999, 12, 31, 10), first=date(9999, 1, 1), last=date.max
    ) == [datetime(9999, 12, 31, 10)]


def test_work_beyond_the_effort_is_refused():
    with pytest.raises(RuleTooHeavy):
        expanded(
            "FREQ=DAILY;COUNT=5;BYMONTH=2;BYMONTHDAY=30", start=datetime(1900, 1, 1), steps=1000
        )


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("FREQ=HOURLY", RuleTooFrequent),
        ("", RuleUnreadable),
        ("FREQ=DAILY;X=1", RuleUnreadable),
        ("FREQ=DAILY;INTERVAL=0", RuleUnreadable),
        ("FREQ=DAILY;WKST=", RuleUnreadable),
        ("FREQ=DAILY;COUNT=1e3", RuleUnreadable),
        ("FREQ=DAILY;BYMONTHDAY=0", RuleUnreadable),
        ("FREQ=DAILY;BYSETPOS=0", RuleUnreadable),
        ("FREQ=MONTHLY;BYDAY=1", RuleUnreadable),
    ],
)
def test_a_rule_outside_the_standard(text, error):
    with pytest.raises(error):
        read_rule(text)
