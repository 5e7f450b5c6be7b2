"""A recurring session: one row a session, right across clock changes, nobody lost."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisTestCase

from activities.calendar_feeds.ics_writer import FeedEntry, calendar_feed
from activities.calendar_files.calendar_reader import read_calendar
from activities.models import Series, Session, SignUp
from activities.planning import series, series_days, series_sessions
from core.errors import RuleBroken
from tests.factories.accounts import TeamFactory
from tests.factories.activities import ActivityFactory, PlaceFactory
from tests.factories.participants import ParticipantFactory

pytestmark = pytest.mark.django_db
MONDAY_MORNING = datetime(2026, 2, 2, 7, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _winter():
    with time_machine.travel(MONDAY_MORNING, tick=False):
        yield


def made(rule="FREQ=WEEKLY;BYDAY=TU", *, starts_on=date(2026, 2, 3), **more):
    team = TeamFactory()
    values = {"starts": time(12, 0), "minutes": 120, "place": PlaceFactory(), **more}
    return series.make(
        ActivityFactory(teams=[team]), team=team, starts_on=starts_on, rule=rule, by=None, **values
    )


def test_the_night_in_march_that_has_no_such_hour_is_told_beforehand():
    unsaved = Series(
        activity=ActivityFactory(), team=TeamFactory(), place=PlaceFactory(), starts=time(2, 30),
        minutes=120, rule="FREQ=WEEKLY;BYDAY=SU", starts_on=date(2026, 3, 22),
    )  # fmt: skip

    def told(**more):
        day = date(2026, 3, 22)
        return series_sessions.foreseen(unsaved, since=day, resources=[], staff=[], **more)[0]

    sentence = "29.03.: Den natta stilles klokka fram. Da begynner økta 03.30."
    assert told() == [sentence]
    assert told(without=Series(pk=1, starts=time(2, 30))) == []
    assert told(without=Series(pk=1, starts=time(12))) == [sentence]


def days(one):
    return [row.occurrence_on for row in one.sessions.order_by("occurrence_on")]


def walls(one):
    return {timezone.localtime(row.starts_at).time() for row in one.sessions.all()}


def with_somebody(session):
    """Open `session` without the staff it needs, and let one person come."""
    opened = {"state": Session.State.PUBLISHED, "published_at": timezone.now()}
    Session.objects.filter(pk=session.pk).update(**opened)
    return SignUp.objects.create(
        session=session,
        participant=ParticipantFactory(team=session.team),
        state=SignUp.State.COMING,
        asked_at=timezone.now(),
    )


def test_a_series_makes_one_draft_a_week_twelve_weeks_ahead_at_the_same_clock_in_spring():
    one = made().series

    assert days(one) == [date(2026, 2, 3) + timedelta(weeks=n) for n in range(12)]
    assert walls(one) == {time(12, 0)}
    assert {row.starts_at.hour for row in one.sessions.all()} == {11, 10}
    assert {row.state for row in one.sessions.all()} == {"draft"}
    assert {row.planned_minutes for row in one.sessions.all()} == {120}


def test_autumn_has_the_same_clock_too():
    with time_machine.travel(datetime(2026, 9, 1, 7, tzinfo=UTC), tick=False):
        one = made(starts_on=date(2026, 9, 1)).series

    assert walls(one) == {time(12, 0)}
    assert {row.starts_at.hour for row in one.sessions.all()} == {10, 11}


def test_a_public_holiday_has_no_session_unless_the_series_wants_it():
    thursdays = made("FREQ=WEEKLY;BYDAY=TH", starts_on=date(2026, 3, 26)).series
    stubborn = made("FREQ=WEEKLY;BYDAY=TH", starts_on=date(2026, 3, 26), skip_holidays=False).series

    assert date(2026, 4, 2) not in days(thursdays)  # skjærtorsdag
    assert date(2026, 4, 2) in days(stubborn)


def test_the_timer_makes_what_is_missing_once():
    one = made().series
    with time_machine.travel(MONDAY_MORNING + timedelta(weeks=2), tick=False):
        assert series.extend_all() == 2
        assert series.extend_all() == 0
    assert len(days(one)) == 14 == len(set(days(one)))


def test_one_session_edited_alone_is_left_in_peace_by_the_series():
    one = made().series
    first = one.sessions.order_by("occurrence_on").first()
    series.edit_one(first, by=None, title="Tur til sjøen")

    series.edit_all(one, by=None, title="Verksted", starts=time(13, 0))

    titles = list(one.sessions.order_by("occurrence_on").values_list("title", flat=True))
    assert titles == ["Tur til sjøen"] + ["Verksted"] * 11
    first.refresh_from_db()
    assert timezone.localtime(first.starts_at).time() == time(12, 0)


def test_this_and_later_is_a_new_series_with_the_people_of_the_old():
    one = made().series
    fourth = one.sessions.get(occurrence_on=date(2026, 2, 24))
    signup = with_somebody(fourth)

    later = series.edit_from(one, day=fourth.occurrence_on, by=None, starts=time(10, 0)).series

    one.refresh_from_db()
    assert (days(one)[-1], one.ended_on) == (date(2026, 2, 17), date(2026, 2, 23))
    assert days(later)[0] == date(2026, 2, 24)
    assert walls(one) == {time(12, 0)}
    assert walls(later) == {time(10, 0)}
    signup.refresh_from_db()
    assert (signup.session_id, signup.state) == (fourth.pk, "coming")


def test_another_weekday_moves_the_session_of_the_week_with_its_people():
    one = made().series
    second = one.sessions.get(occurrence_on=date(2026, 2, 10))
    signup = with_somebody(second)

    done = series.edit_all(one, by=None, rule="FREQ=WEEKLY;BYDAY=TH")

    second.refresh_from_db()
    assert second.occurrence_on == date(2026, 2, 12)
    assert SignUp.objects.get(pk=signup.pk).session_id == second.pk
    assert done.kept == []
    assert {day.weekday() for day in days(done.series)} == {3}


def test_a_session_that_somebody_has_joined_outlives_a_rule_without_its_day():
    one = made("FREQ=WEEKLY;BYDAY=TU,TH").series
    thursday = one.sessions.get(occurrence_on=date(2026, 2, 12))
    with_somebody(thursday)

    done = series.edit_all(one, by=None, rule="FREQ=WEEKLY;BYDAY=TU")

    assert done.kept == [thursday]
    thursday.refresh_from_db()
    assert (thursday.stands_alone, thursday.state) == (True, "published")


def test_a_left_out_day_goes_when_nobody_knows_of_it_and_is_named_when_somebody_does():
    one = made().series
    known = one.sessions.get(occurrence_on=date(2026, 2, 17))
    with_somebody(known)

    assert series.leave_out(one, day=date(2026, 2, 10), by=None) is None
    assert series.leave_out(one, day=date(2026, 2, 17), by=None) == known
    series.extend_all()

    assert date(2026, 2, 10) not in days(one)
    assert Session.objects.filter(pk=known.pk).exists()


def test_the_last_day_left_is_not_left_out_but_ends_the_series():
    one = made("FREQ=WEEKLY;BYDAY=TU;COUNT=2")
    first, second = days(one.series)
    series.leave_out(one.series, day=first, by=None)

    with pytest.raises(RuleBroken, match="avslutt treffet"):
        series.leave_out(one.series, day=second, by=None)

    assert days(one.series) == [second]


def test_what_is_said_twice_of_a_series_is_written_down_once():
    one = made().series
    day, kept = days(one)[3], one.history.count()

    for _twice in range(2):
        series.leave_out(one, day=day, by=None)
    for _twice in range(2):
        series.hold_anyway(one, day=day, by=None)
    for _twice in range(2):
        series.end(one, last_day=day, by=None)

    assert one.history.count() == kept + 3


def test_an_ended_series_makes_no_more_and_keeps_whom_it_promised():
    one = made().series
    last = one.sessions.order_by("-occurrence_on").first()
    with_somebody(last)

    done = series.end(one, last_day=date(2026, 2, 28), by=None)

    assert done.kept == [last]
    assert done.removed == 7
    with time_machine.travel(MONDAY_MORNING + timedelta(weeks=9), tick=False):
        assert series.extend_all() == 0


def test_a_count_is_shared_between_the_two_halves_of_a_split():
    one = made("FREQ=WEEKLY;BYDAY=TU;COUNT=5").series
    later = series.edit_from(one, day=date(2026, 2, 17), by=None, title="Ny").series

    assert len(days(one)) + len(days(later)) == 5


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=HOURLY;INTERVAL=24",
        "FREQ=DAILY;COUNT=1000000000",
        "FREQ=WEEKLY;BYDAY=TU;BYHOUR=3",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=WEEKLY;UNTIL=20200101",
        "FREQ=WEEKLY;COUNT=3;UNTIL=20270101",
        "every tuesday",
        "",
    ],
)
def test_an_impossible_rule_is_told_in_words_and_leaves_nothing(rule):
    with pytest.raises(RuleBroken) as broken:
        made(rule)

    assert len(broken.value.message) > 20
    assert (Series.objects.count(), Session.objects.count()) == (0, 0)


def test_a_change_that_cannot_be_leaves_everything_as_it_was():
    one = made().series
    before = list(one.sessions.values_list("starts_at", "title").order_by("pk"))

    with pytest.raises(RuleBroken):
        series.edit_all(one, by=None, title="Ny", rule="FREQ=SECONDLY")
    with pytest.raises(RuleBroken):
        series.edit_from(one, day=date(2026, 2, 17), by=None, title="Ny", minutes=0)

    assert list(one.sessions.values_list("starts_at", "title").order_by("pk")) == before
    assert Series.objects.count() == 1


# --- Whatever happens -------------------------------------------------------------
RULES = (
    "FREQ=WEEKLY;BYDAY=TU",
    "FREQ=WEEKLY;BYDAY=MO,TH",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE",
    "FREQ=MONTHLY;BYDAY=2TU",
    "FREQ=DAILY;INTERVAL=3",
)
CLOCKS = (time(9, 0), time(12, 30), time(18, 15))
acts = st.lists(
    st.tuples(
        st.sampled_from(
            ["rule", "clock", "title", "from", "one", "leave_out", "end", "wait", "join"]
        ),
        st.integers(0, 40),
    ),
    min_size=1,
    max_size=8,
)
STARTS = (datetime(2026, 2, 23, 7, tzinfo=UTC), datetime(2026, 9, 21, 7, tzinfo=UTC))


class WhateverHappens(HypothesisTestCase):
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(begins=st.sampled_from(STARTS), rule=st.sampled_from(RULES), acts=acts)
    def test_nobody_is_lost_and_no_clock_moves(self, begins, rule, acts):
        with time_machine.travel(begins, tick=False) as clock:
            one = made(rule, starts_on=begins.date()).series
            joined, by_hand = set(), set()
            for act, number in acts:
                one = _do(act, number, one, clock=clock, joined=joined, by_hand=by_hand)
            assert set(SignUp.objects.filter(state="coming").values_list("pk", flat=True)) == joined
            for row in Session.objects.filter(stands_alone=False).exclude(pk__in=by_hand):
                local = timezone.localtime(row.starts_at)
                assert local.date() == row.occurrence_on
                if row.starts_at > timezone.now():
                    assert local.time() == row.series.starts
                assert row.planned_minutes == 120
            _assert_each_day_once()
            _assert_round_trip()


def _do(act, number, one, *, clock, joined, by_hand):
    """Do one act of a random story; return the series that goes on."""
    rows = list(one.sessions.filter(starts_at__gt=timezone.now()).order_by("starts_at"))
    row = rows[number % len(rows)] if rows else None
    try:
        if act == "rule":
            return series.edit_all(one, by=None, rule=RULES[number % len(RULES)]).series
        if act == "clock":
            return series.edit_all(one, by=None, starts=CLOCKS[number % len(CLOCKS)]).series
        if act == "title":
            return series.edit_all(one, by=None, title=f"Tittel {number}").series
        if act == "end":
            series.end(one, last_day=timezone.localdate() + timedelta(days=number), by=None)
        elif act == "wait":
            clock.shift(timedelta(days=number))
            series.extend_all()
        elif row and act == "from":
            starts = CLOCKS[number % len(CLOCKS)]
            return series.edit_from(one, day=row.occurrence_on, by=None, starts=starts).series
        elif row and act == "one":
            series.edit_one(row, by=None, ends_at=row.ends_at + timedelta(minutes=number + 1))
            by_hand.add(row.pk)
        elif row and act == "leave_out":
            series.leave_out(one, day=row.occurrence_on, by=None)
        elif row and act == "join":
            joined.add(with_somebody(row).pk)
    except RuleBroken:
        pass  # a story may ask for what cannot be; the tests above hold what is then said
    return Series.objects.get(pk=one.pk)


def _assert_each_day_once():
    seen = list(Session.objects.values_list("series", "occurrence_on"))
    assert len(seen) == len(set(seen))
    for one in Series.objects.all():
        if one.ended_on is None:
            last = one.made_until
            wanted = {
                each.day
                for each in series_days.occurrences(
                    one, first=max(timezone.localdate(), one.starts_on), last=last
                )
            }
            assert wanted <= set(days(one))


def _assert_round_trip():
    rows = list(Session.objects.select_related("activity", "place").order_by("starts_at", "pk"))
    entries = [
        FeedEntry(
            uid=f"{row.uid}@reir",
            sequence=row.revision,
            title=row.name,
            description="",
            location=row.place.name,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            cancelled=row.state == Session.State.CANCELLED,
            changed_at=row.changed_at,
            url="",
        )
        for row in rows
    ]
    read = read_calendar(
        calendar_feed(entries, name="Reir"), first=date(2025, 1, 1), last=date(2029, 1, 1)
    )
    assert {(e.uid, e.starts_at, e.ends_at) for e in read.entries} == {
        (f"{row.uid}@reir", row.starts_at, row.ends_at) for row in rows
    }
    assert read.problems == []


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=WEEKLY", "hver uke: tirsdag klokka 12.00"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", "annenhver uke: tirsdag, torsdag klokka 12.00"),
        ("FREQ=MONTHLY;BYDAY=1TU", "en gang i måneden: tirsdag klokka 12.00"),
        ("FREQ=DAILY;INTERVAL=3", "etter egen plan, klokka 12.00"),
    ],
)
def test_a_rule_is_told_in_words(rule, words):
    assert series_days.in_words(made(rule).series) == words
