"""The limits of working time: rest, days and weeks, over midnight and when the clock changes."""

import random
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from accounts.models import Team
from activities.models import Limit
from activities.staffing import working_time
from activities.staffing.working_time import Rules, Span

OSLO = ZoneInfo("Europe/Oslo")
LAW = working_time.rules_of(Team())
HOUR = 3600
MONDAY = "2026-11-02"


def duty(day: str, starts: str, ends: str) -> Span:
    """Return a duty on the clock of Oslo; an end before the start is the day after."""
    first = datetime.fromisoformat(f"{day}T{starts}").replace(tzinfo=OSLO)
    last = datetime.fromisoformat(f"{day}T{ends}").replace(tzinfo=OSLO)
    return working_time.span(first, last if last > first else last + timedelta(days=1))


def days(count: int, starts: str, ends: str, *, first: str = MONDAY) -> list[Span]:
    """Return the same duty on `count` days running."""
    begin = date.fromisoformat(first)
    return [duty(str(begin + timedelta(days=number)), starts, ends) for number in range(count)]


def found(duties, rules=LAW, *, contract=None):
    rows = working_time.broken(duties, rules, contract=contract)
    return [(one.code, str(one.day), one.found / HOUR) for one in rows]


def by(new: Span, *others: Span, rules=LAW, contract=None):
    rows = working_time.broken_by(new, others, rules, contract=contract)
    return [(one.code, one.found / HOUR) for one in rows]


@pytest.mark.parametrize(
    ("duties", "broken"),
    [
        ([duty("2026-11-02", "08:00", "16:00"), duty("2026-11-02", "20:00", "21:00")], []),
        (
            [duty("2026-11-02", "20:00", "22:00"), duty("2026-11-03", "08:00", "10:00")],
            [(Limit.DAILY_REST, "2026-11-02", 10)],
        ),
        ([duty("2026-11-02", "20:00", "22:00"), duty("2026-11-03", "09:00", "11:00")], []),
        (  # over midnight: the day it begins
            [duty("2026-11-02", "22:00", "06:00"), duty("2026-11-03", "15:00", "17:00")],
            [(Limit.DAILY_REST, "2026-11-02", 9), (Limit.LONGEST_DAY, "2026-11-02", 10)],
        ),
        (  # spread over one day, so that no eleven hours are left of it
            [duty("2026-11-02", "06:00", "07:00"), duty("2026-11-02", "13:00", "14:00"),
             duty("2026-11-02", "20:00", "21:00")],
            [(Limit.DAILY_REST, "2026-11-02", 9)],
        ),
        (  # the end of a month and of a year
            [duty("2026-12-31", "20:00", "22:00"), duty("2027-01-01", "07:00", "08:00")],
            [(Limit.DAILY_REST, "2026-12-31", 9)],
        ),
        (  # two at once are worked once
            [duty("2026-11-02", "08:00", "16:00"), duty("2026-11-02", "09:00", "17:00")], [],
        ),
        ([duty("2026-11-02", "08:00", "17:30")], [(Limit.LONGEST_DAY, "2026-11-02", 9.5)]),
        (days(5, "08:00", "16:00"), []),
        (
            [*days(5, "08:00", "16:00"), duty("2026-11-07", "10:00", "11:00")],
            [(Limit.FULL_WEEK, "2026-11-02", 41)],
        ),
        (days(6, "09:00", "15:00"), []),
        (days(8, "09:00", "13:00"), [(Limit.WEEKLY_REST, "2026-11-02", 20)]),
        (  # seven days running, though each week from Monday has its free days
            days(7, "09:00", "13:00", first="2026-11-05"),
            [(Limit.WEEKLY_REST, "2026-11-05", 20)],
        ),
    ],
)  # fmt: skip
def test_each_limit(duties, broken):
    assert [row for row in found(duties) if row[0] != Limit.WEEKLY_REST or row in broken] == broken


def test_the_night_when_the_clock_changes_is_as_long_as_it_is():
    spring = [duty("2026-03-28", "19:00", "21:30"), duty("2026-03-29", "09:00", "11:00")]
    autumn = [duty("2026-10-24", "19:00", "22:30"), duty("2026-10-25", "08:30", "10:00")]
    assert found(spring) == [(Limit.DAILY_REST, "2026-03-28", 10.5)]
    assert found(autumn) == []
    night = duty("2026-10-24", "22:00", "06:00")
    assert found([night]) == []
    assert found([duty("2026-10-24", "21:30", "06:00")]) == [(Limit.LONGEST_DAY, "2026-10-24", 9.5)]


def test_only_what_a_duty_makes_worse_is_its_own():
    late, early = duty(MONDAY, "20:00", "22:00"), duty("2026-11-03", "08:00", "10:00")
    assert by(early, late) == [(Limit.DAILY_REST, 10)]
    assert by(duty("2026-11-03", "12:00", "13:00"), late, early) == []
    assert by(duty("2026-11-05", "12:00", "13:00"), late, early) == []
    assert by(duty("2026-11-03", "07:00", "08:00"), late, early) == [(Limit.DAILY_REST, 9)]


@pytest.mark.parametrize(
    ("hours", "words"), [(0, "0 timer"), (1, "1 time"), (1.5, "1,5 timer"), (35, "35 timer")]
)
def test_one_hour_is_one(hours, words):
    assert working_time.hours_in_words(hours * 3600) == words


def test_the_contract_counts_when_it_is_written_and_switched_on():
    eight, more = duty(MONDAY, "08:00", "16:00"), duty("2026-11-04", "10:00", "11:00")
    assert by(more, eight, contract=8 * HOUR) == [(Limit.CONTRACT, 9)]
    assert by(more, eight, contract=9 * HOUR) == []
    assert by(more, eight, rules=Rules(LAW.seconds, contract=False), contract=8 * HOUR) == []


def test_a_team_has_other_limits_and_its_agreement_is_the_source():
    team = Team(daily_rest=8 * 60, full_week=None, working_time_agreement="Avtale 2026")
    rules = working_time.rules_of(team)
    late, early = duty(MONDAY, "20:00", "23:00"), duty("2026-11-03", "06:30", "08:00")
    [one] = working_time.broken_by(early, [late], rules, contract=None)
    assert str(one.words) == "trenger hvile: 7,5 av 8 timer (Avtale 2026)"
    assert by(duty("2026-11-03", "07:00", "08:00"), late, rules=rules) == []
    assert found([*days(6, "08:00", "16:00")], rules) == []
    [law] = working_time.broken_by(early, [late], LAW, contract=None)
    assert str(law.words) == "trenger hvile: 7,5 av 11 timer (aml. § 10-8)"


# --- Against a slow reference -----------------------------------------------------------
STEP = 1800


def _slots(duties):
    return {slot for one in duties for slot in range(one.starts, one.ends, STEP)}


def _slow_free(worked, first, last):
    longest = run = 0
    for slot in range(first, last, STEP):
        run = 0 if slot in worked else run + 1
        longest = max(longest, run)
    return longest * STEP


def _day(moment):
    return datetime.fromtimestamp(moment, OSLO).date()


def _slow(duties, anchors, rules, contract):
    """Return {(limit, first, last): seconds, when} of all that is passed, by half hours."""
    worked, limits, passed = _slots(duties), rules.seconds, {}
    for first in anchors:
        for code, length in ((Limit.DAILY_REST, 24), (Limit.WEEKLY_REST, 7 * 24)):
            last = first + length * HOUR
            if (free := _slow_free(worked, first, last)) < limits[code]:
                passed[code, first, last] = (free, first)
        free = total = 0
        for slot in range(first, first + 24 * HOUR, STEP):
            free = 0 if slot in worked else free + STEP
            total += STEP * (slot in worked)
            if free >= limits[Limit.DAILY_REST]:
                break
        if total > limits[Limit.LONGEST_DAY]:
            passed[Limit.LONGEST_DAY, first, first + 24 * HOUR] = (total, first)
    for one, two in pairwise(sorted(worked)):
        free_from = one + STEP
        if two > free_from and two - free_from < limits[Limit.DAILY_REST]:
            begins = one
            while begins - STEP in worked:
                begins -= STEP
            if _day(begins) != _day(two):
                passed[Limit.DAILY_REST, free_from, two] = (two - free_from, begins)
    for monday in {_day(slot) - timedelta(days=_day(slot).weekday()) for slot in worked}:
        edges = [
            round(datetime(day.year, day.month, day.day, tzinfo=OSLO).timestamp())
            for day in (monday, monday + timedelta(days=7))
        ]
        total = STEP * sum(edges[0] <= slot < edges[1] for slot in worked)
        for code, most in ((Limit.FULL_WEEK, limits[Limit.FULL_WEEK]), (Limit.CONTRACT, contract)):
            if total > most:
                passed[code, *edges] = (total, edges[0])
    return passed


def _excess(code, seconds, contract):
    return abs(seconds - (contract if code == Limit.CONTRACT else LAW.seconds[code]))


def _compare(seed):
    rnd = random.Random(seed)  # noqa: S311
    first = rnd.choice([datetime(2026, 3, 20, tzinfo=OSLO), datetime(2026, 10, 15, tzinfo=OSLO)])
    duties = []
    for _number in range(rnd.randint(1, 22)):
        starts = round(first.timestamp()) + STEP * rnd.randrange(20 * 48)
        length = STEP * rnd.choice([1, 2, 4, 4, 6, 12, 16, 20])
        duties.append(Span(starts, starts + length))
    contract = rnd.choice([10, 20, 37]) * HOUR
    anchors = [one.starts for one in duties]
    slow = _slow(duties, anchors, LAW, contract)

    worst = {}
    for (code, *_time), (seconds, begins) in slow.items():
        about = _day(begins)
        if code == Limit.WEEKLY_REST:
            about -= timedelta(days=about.weekday())
        held = worst.get((code, about))
        if held is None or _excess(code, seconds, contract) > _excess(code, held, contract):
            worst[code, about] = seconds
    fast = {}
    for one in working_time.broken(duties, LAW, contract=contract):
        about = one.day
        if one.code == Limit.WEEKLY_REST:
            about -= timedelta(days=about.weekday())
        fast[one.code, about] = one.found
    assert fast == worst, seed

    new, *others = duties
    before = _slow(others, anchors, LAW, contract)
    own = {}
    for key, (seconds, _begins) in slow.items():
        code, excess = key[0], _excess(key[0], seconds, contract)
        if key in before and _excess(code, before[key][0], contract) >= excess:
            continue
        if code not in own or excess > _excess(code, own[code], contract):
            own[code] = seconds
    rows = working_time.broken_by(new, others, LAW, contract=contract)
    assert {one.code: one.found for one in rows} == own, seed


def test_random_duties_are_measured_as_by_hand():
    for seed in range(25):
        _compare(seed)


@pytest.mark.long
def test_many_more_random_duties_are_measured_as_by_hand():
    for seed in range(25, 1500):
        _compare(seed)
