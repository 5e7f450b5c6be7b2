"""Who passes a limit in the weeks ahead: the contract, the law, in every team they work in."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine

from activities.models import Limit, Session, WorkingHours
from activities.staffing import over_limits
from core.dates import midnight
from tests.factories.accounts import MembershipFactory, TeamFactory
from tests.factories.activities import SessionFactory, ShiftFactory

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 11, 2)


@pytest.fixture(autouse=True)
def _the_sunday_before():
    with time_machine.travel(datetime(2026, 11, 1, 12, tzinfo=UTC), tick=False):
        yield


def duty(staff, team, *, day: int, length: int, state: str = Session.State.PUBLISHED):
    """Put `staff` on a session of `length` hours, `day` days after Monday."""
    starts_at = midnight(MONDAY + timedelta(days=day)) + timedelta(hours=8)
    session = SessionFactory(
        team=team, starts_at=starts_at, ends_at=starts_at + timedelta(hours=length), state=state
    )
    ShiftFactory(session=session, staff=staff)


def works(staff, team, *, days: int, ends: time = time(16)):
    """Let `staff` work from eight o'clock on the first `days` weekdays."""
    for weekday in range(days):
        WorkingHours.objects.create(
            team=team, staff=staff, weekday=weekday, starts=time(8), ends=ends
        )


def found(*teams, codes=(Limit.FULL_WEEK, Limit.CONTRACT)):
    rows = over_limits.ahead(teams, monday=MONDAY, weeks=2)
    return [
        (one.staff, one.broken.day, one.broken.found / 3600, one.broken.limit / 3600)
        for one in rows
        if one.broken.code in codes
    ]


def test_a_week_longer_than_ones_hours():
    member = MembershipFactory(role="worker")
    works(member.user, member.team, days=1)
    duty(member.user, member.team, day=6, length=8)
    assert found(member.team) == []
    duty(member.user, member.team, day=0, length=1)
    duty(member.user, member.team, day=7, length=8)
    assert found(member.team) == [(member.user, MONDAY, 9, 8)]


def test_duties_and_hours_in_another_team_count_too():
    member = MembershipFactory(role="worker")
    other = MembershipFactory(user=member.user, role="worker").team
    works(member.user, member.team, days=1)
    duty(member.user, other, day=1, length=9)
    assert found(member.team) == [(member.user, MONDAY, 9, 8)]
    WorkingHours.objects.create(
        team=other, staff=member.user, weekday=1, starts=time(22), ends=time(2)
    )
    assert found(member.team) == []


def test_hours_in_a_team_one_has_left_do_not_count():
    member = MembershipFactory(role="worker")
    works(member.user, member.team, days=1)
    works(member.user, TeamFactory(), days=5)
    duty(member.user, member.team, day=1, length=9)
    assert found(member.team) == [(member.user, MONDAY, 9, 8)]


def test_without_hours_the_laws_week_holds():
    member = MembershipFactory(role="worker")
    for day in range(5):
        duty(member.user, member.team, day=day, length=8)
    assert found(member.team) == []
    duty(member.user, member.team, day=5, length=1)
    assert found(member.team) == [(member.user, MONDAY, 41, 40)]
    assert found(TeamFactory()) == []


def test_what_was_called_off_is_no_work():
    member = MembershipFactory(role="worker")
    works(member.user, member.team, days=1)
    duty(member.user, member.team, day=1, length=20, state=Session.State.CANCELLED)
    assert found(member.team) == []


def test_rest_is_counted_over_teams_and_the_week_border():
    member = MembershipFactory(role="worker")
    other = MembershipFactory(user=member.user, role="worker").team
    duty(member.user, other, day=-1, length=15)  # Sunday until eleven
    duty(member.user, member.team, day=0, length=1)
    rest = found(member.team, codes=[Limit.DAILY_REST])
    assert rest == []  # it began the week before
    duty(member.user, other, day=1, length=14)
    duty(member.user, member.team, day=2, length=1)
    assert found(member.team, codes=[Limit.DAILY_REST]) == [
        (member.user, MONDAY + timedelta(days=1), 10, 11)
    ]


def test_five_questions_however_many(django_assert_num_queries):
    team = TeamFactory()
    for _number in range(3):
        member = MembershipFactory(team=team, role="worker")
        works(member.user, team, days=1)
        duty(member.user, team, day=1, length=9)
        with django_assert_num_queries(5):
            found(team)
