"""A recurring session that is changed while it goes on: its count, its days, end, nights."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.http import QueryDict

from activities.models import Session
from activities.planning import series, sessions, week_templates
from activities.taking_part import recurring_signups
from core.errors import RuleBroken
from payouts.budgets import replanning
from portals.staff.planning.series_forms import SeriesForm
from tests.activities.planning.test_series import days, made, with_somebody
from tests.factories.accounts import a_colleague
from tests.factories.activities import SessionFactory, with_staff
from tests.factories.participants import ParticipantFactory

pytestmark = pytest.mark.django_db
MONDAY_MORNING = datetime(2026, 2, 2, 7, 0, tzinfo=UTC)
SIX_TUESDAYS = "FREQ=WEEKLY;BYDAY=TU;COUNT=6"


@pytest.fixture(autouse=True)
def _winter():
    with time_machine.travel(MONDAY_MORNING, tick=False):
        yield


def weeks_later(weeks):
    return time_machine.travel(MONDAY_MORNING + timedelta(weeks=weeks), tick=False)


def sent(one, *, since=None, **changed):
    """Return what the form decides when it comes back as it was shown but for `changed`."""
    shown = SeriesForm(teams=[one.team], series=one, since=since)
    data = QueryDict(mutable=True)
    for name, field in shown.fields.items():
        value = changed.get(name, shown[name].value())
        if value not in (None, False):
            value = field.widget.format_value(value)
            data.setlist(name, [str(v) for v in (value if isinstance(value, list) else [value])])
    form = SeriesForm(data, teams=[one.team], series=one, since=since)
    return form, form.is_valid() and form.decided()


def saved(one, *, since=None, **changed):
    form, decided = sent(one, since=since, **changed)
    assert decided, form.errors
    return replanning.edit_series(one, since=since, by=a_colleague(one), **decided).series


def test_other_weekdays_alone_are_other_days_and_not_silently_nothing():
    one = made().series

    assert saved(one, days=["WE"]).rule == "FREQ=WEEKLY;BYDAY=WE"
    assert {day.weekday() for day in days(one)} == {2}


def test_other_weekdays_of_a_plan_by_the_month_are_asked_about():
    form, decided = sent(made("FREQ=MONTHLY;BYDAY=1TU").series, days=["WE"])

    assert not decided
    assert "every" in form.errors


@pytest.mark.parametrize("changed", [{"days": ["WE"]}, {"days": ["WE"], "every": "1"}])
def test_other_days_keep_how_many_times_in_all(changed):
    one = made(SIX_TUESDAYS).series
    with weeks_later(2):
        saved(one, **changed)

    assert one.sessions.count() == 6


def test_from_here_on_keeps_how_many_times_in_all():
    one = made(SIX_TUESDAYS).series
    later = saved(one, since=days(one)[3], title="Ny")

    assert (later.rule, later.sessions.count(), one.sessions.count()) == (
        "FREQ=WEEKLY;BYDAY=TU;COUNT=3", 3, 3,
    )  # fmt: skip


def test_nothing_goes_on_after_the_last_time():
    one = made("FREQ=WEEKLY;BYDAY=TU;COUNT=3").series

    with pytest.raises(RuleBroken, match="slutt"):
        series.edit_from(one, day=date(2026, 3, 24), by=None, title="Ny")


def test_a_later_clock_keeps_the_last_day():
    one = made("FREQ=WEEKLY;BYDAY=TU;UNTIL=20260217T110000Z").series
    saved(one, starts="14:00", ends="16:00")

    assert days(one)[-1] == date(2026, 2, 17)


@pytest.mark.parametrize(("day", "starts_on"), [("TU", 3), ("MO", 2)])
def test_every_other_week_stays_in_its_weeks(day, starts_on):
    rule = f"FREQ=WEEKLY;INTERVAL=2;BYDAY={day}"
    one = made(rule, starts_on=date(2026, 2, starts_on)).series
    with weeks_later(1):
        assert saved(one, days=["WE"]).starts_on == date(2026, 2, 18)


def test_one_that_cannot_go_on_keeps_no_other_back():
    stuck, other = made().series, made().series
    stuck.activity.teams.clear()
    with weeks_later(3):
        assert series.extend_all() == 3

    assert other.sessions.count() == 15


def test_a_meeting_in_the_hour_that_is_not_there_lasts():
    one = made("FREQ=DAILY", starts_on=date(2026, 3, 1), starts=time(2, 30), minutes=45).series
    night = one.sessions.get(occurrence_on=date(2026, 3, 29))

    assert night.planned_minutes == 45


def test_a_normal_week_is_planned_on_the_night_of_the_clock_change_too():
    sunday = SessionFactory(
        starts_at=datetime(2026, 2, 1, 1, 30, tzinfo=UTC),
        ends_at=datetime(2026, 2, 1, 2, 15, tzinfo=UTC),
    )
    kept = week_templates.save_week(sunday.team, name="Uke", monday=date(2026, 1, 26))

    assert len(week_templates.plan(kept, monday=date(2026, 3, 23), by=None).made) == 1


def test_what_was_over_before_it_was_opened_can_be_opened_with_recurring_signups():
    one = made().series
    recurring_signups.give(one, participant=ParticipantFactory(team=one.team))
    first = with_staff(one.sessions.earliest("starts_at"))
    with time_machine.travel(first.ends_at + timedelta(hours=1), tick=False):
        assert sessions.publish(first, by=a_colleague(first)).state == Session.State.PUBLISHED

    assert not first.signups.exists()


def test_a_day_that_was_called_off_gets_a_new_session_when_it_is_held_all_the_same():
    one = made().series
    second = one.sessions.order_by("starts_at")[1]
    day, by = second.occurrence_on, a_colleague(one)
    with_somebody(second)
    series.leave_out(one, day=day, by=by)
    sessions.cancel(second, reason="Syk", by=by)

    for _twice in range(2):
        series.hold_anyway(one, day=day, by=by)

    assert one.sessions.get(occurrence_on=day).state == Session.State.DRAFT
    second.refresh_from_db()
    assert second.state == Session.State.CANCELLED


def test_it_can_be_changed_from_here_on_and_ended_when_all_before_was_left_out():
    one, other = made().series, made().series
    for each in (one, other):
        series.leave_out(each, day=date(2026, 2, 3), by=None)

    assert series.edit_from(one, day=date(2026, 2, 10), by=None, title="Ny").series.title == "Ny"
    assert series.end(other, last_day=date(2026, 2, 9), by=None).series.ended_on
    assert not other.sessions.exists()


def test_a_save_that_changes_nothing_lets_it_follow_its_meeting():
    one = made().series
    first = one.sessions.earliest("starts_at")
    same = {"title": first.title, "place": first.place, "starts_at": first.starts_at}

    row = replanning.edit(first, by=None, **same)
    assert (row.stands_alone, row.revision) == (False, first.revision)
    assert replanning.edit(first, by=None, title="Ny").stands_alone


def test_a_day_whose_session_has_begun_is_not_left_out():
    one = made().series
    first = one.sessions.earliest("starts_at")
    with_somebody(first)
    with (
        time_machine.travel(first.starts_at + timedelta(minutes=5), tick=False),
        pytest.raises(RuleBroken, match="begynt"),
    ):
        series.leave_out(one, day=first.occurrence_on, by=None)
