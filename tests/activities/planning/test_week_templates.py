"""A normal week is planned again with the same clock, once, and says what it leaves out."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from activities.models import Session, WeekTemplate
from activities.planning import weather, week_templates
from activities.taking_part import move_notices, signups
from core.errors import RuleBroken
from notices.models import Message
from tests.factories.accounts import TeamFactory, UserFactory
from tests.factories.activities import PlaceFactory, SessionFactory
from tests.factories.participants import ParticipantFactory

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 16)
NOW = datetime(2026, 3, 16, 6, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _march():
    with time_machine.travel(NOW, tick=False):
        yield


def kept(team, *hours):
    for hour in hours:
        starts = NOW + timedelta(hours=hour)
        SessionFactory(team=team, starts_at=starts, ends_at=starts + timedelta(hours=2), places=7)
    return week_templates.save_week(team, name="Vanlig uke", monday=MONDAY)


def clocks(rows):
    return [f"{timezone.localtime(row.starts_at):%a %H.%M}" for row in rows]


def test_an_earlier_week_is_copied_without_being_kept():
    team = TeamFactory()
    kept(team, 3, 27)
    WeekTemplate.objects.all().delete()

    done = week_templates.copy(team, source=MONDAY, monday=date(2026, 3, 30), by=None)
    again = week_templates.copy(team, source=MONDAY, monday=date(2026, 3, 30), by=None)

    assert clocks(done.made) == ["Mon 10.00", "Tue 10.00"]
    assert {row.places for row in done.made} == {7}
    assert (again.made, again.there) == ([], 2)
    assert not WeekTemplate.objects.exists()


def test_an_empty_week_gives_nothing_to_copy():
    with pytest.raises(RuleBroken, match="ingen økter"):
        week_templates.copy(TeamFactory(), source=MONDAY, monday=date(2026, 3, 30), by=None)


def test_a_week_is_planned_as_drafts_with_the_same_clock_across_the_change():
    template = kept(TeamFactory(), 3, 27)

    done = week_templates.plan(template, monday=MONDAY + timedelta(weeks=2), by=None)

    assert clocks(done.made) == ["Mon 10.00", "Tue 10.00"]
    assert {(row.state, row.places, row.planned_minutes) for row in done.made} == {
        ("draft", 7, 120)
    }
    assert [row.starts_at.astimezone(UTC).hour for row in done.made] == [8, 8]


def test_planning_twice_makes_it_once():
    template = kept(TeamFactory(), 3, 27)
    target = MONDAY + timedelta(weeks=1)
    week_templates.plan(template, monday=target, by=None)
    again = week_templates.plan(template, monday=target, by=None)

    assert (again.made, again.there) == ([], 2)


def test_holidays_and_what_is_past_are_left_out_and_named():
    team = TeamFactory()
    template = kept(team, 3, 75)
    easter = week_templates.plan(template, monday=date(2026, 3, 30), by=None)
    past = week_templates.plan(template, monday=MONDAY - timedelta(weeks=1), by=None)

    assert clocks(easter.made) == ["Mon 10.00"]
    assert [text.split(": ")[1] for text in easter.left_out] == ["02.04. Skjærtorsdag"]
    assert [text.split(": ")[1] for text in past.left_out] == ["tiden er gått", "tiden er gått"]


def test_an_empty_week_is_not_kept_and_a_name_is_replaced():
    team = TeamFactory()
    with pytest.raises(RuleBroken):
        week_templates.save_week(team, name="Vanlig uke", monday=MONDAY)
    kept(team, 3)
    template = kept(team, 50)

    assert team.week_templates.get() == template
    assert template.entries.count() == 2


# --- Rain --------------------------------------------------------------------------
def test_rain_moves_a_session_and_tells_each_once_and_back_again():
    inside, outside = PlaceFactory(name="Biblioteket"), PlaceFactory(name="Parken")
    soon = timezone.now() + timedelta(hours=5)
    session = SessionFactory(published=True, place=outside, rain_place=inside, starts_at=soon)
    person = ParticipantFactory(by_sms=True)
    signups.join(session, participant=person)
    for _tap in range(2):
        moved = weather.move(session, indoors=True, by=UserFactory())
    assert (moved.place, moved.rain_place, moved.moved_indoors) == (inside, outside, True)
    move_notices.tell_due()
    assert "Biblioteket" in Message.objects.get().body
    Message.objects.update(state=Message.State.SENT)
    back = weather.move(moved, indoors=False, by=UserFactory())

    move_notices.tell_due()

    assert (back.place, back.moved_indoors) == (outside, False)
    assert Message.objects.count() == 2


def test_without_a_place_for_rain_it_is_said_and_nothing_moves():
    session = SessionFactory(published=True)
    with pytest.raises(RuleBroken):
        weather.move(session, indoors=True, by=UserFactory())
    assert Session.objects.get().moved_indoors is False
