"""Who could work a session: everybody is there, the best first, and why not is said."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine

from accounts.models import Role
from activities.models import Absence, Shift, Skill
from activities.staffing import availability, candidates
from tests.factories.accounts import MembershipFactory, TeamFactory, UserFactory
from tests.factories.activities import ActivityFactory, SessionFactory, ShiftFactory

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 2, 2, 6, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(MONDAY, tick=False):
        yield


def at(hours, team, **more):
    starts = MONDAY + timedelta(hours=hours)
    return SessionFactory(team=team, starts_at=starts, ends_at=starts + timedelta(hours=2), **more)


def colleague(team, name, role=Role.WORKER):
    return MembershipFactory(team=team, role=role, user=UserFactory(first_name=name)).user


def said(session, **more):
    return [
        (one.staff.first_name, one.cannot, one.unwise) for one in candidates.of(session, **more)
    ]


def test_the_free_come_first_and_who_cannot_last_with_what_keeps_them():
    team = TeamFactory()
    busy, away, free = (colleague(team, name) for name in ("Opptatt", "Borte", "Ledig"))
    hours = colleague(team, "Fri")
    availability.set_hours(team, staff=hours, weekday=2, hours=(time(8), time(16)))
    session, other = at(4, team), at(5, team, title="Turen")
    ShiftFactory(session=other, staff=busy)
    Absence.objects.create(team=team, staff=away, first_day=MONDAY.date(), last_day=MONDAY.date())

    assert said(session) == [
        (free.first_name, "", ()),
        (hours.first_name, "", ("ikke på jobb da",)),
        (away.first_name, "borte", ()),
        (busy.first_name, "på Turen 12.00–14.00", ()),
    ]


def test_who_is_away_on_a_later_day_of_a_trip_cannot():
    team = TeamFactory()
    away, third = colleague(team, "Borte"), MONDAY.date() + timedelta(days=3)
    Absence.objects.create(team=team, staff=away, first_day=third, last_day=third)
    trip = at(4, team)
    trip.ends_at = trip.starts_at + timedelta(days=3)

    assert said(trip) == [("Borte", "borte", ())]


def test_rest_skill_and_a_full_week_warn_and_refuse_nobody():
    team = TeamFactory()
    first_aid = Skill.objects.create(name="førstehjelp")
    activity = ActivityFactory(teams=[team])
    first_aid.activities.add(activity)
    tired, able = colleague(team, "Trøtt"), colleague(team, "Kan")
    first_aid.staff.add(able)
    ShiftFactory(session=at(14, team), staff=tired)  # until 23, and the next begins at 7
    tomorrow = at(24, team, activity=activity)

    assert said(tomorrow) == [
        ("Kan", "", ()),
        ("Trøtt", "", ("trenger hvile: 8 av 11 timer (aml. § 10-8)", "kan ikke førstehjelp")),
    ]
    assert candidates.of(tomorrow)[0].reasons == ("kan førstehjelp", "0 timer fra før den uka")


def test_a_shift_that_is_taken_over_keeps_its_part_and_its_person_is_no_candidate():
    team = TeamFactory()
    ill, other = colleague(team, "Syk"), colleague(team, "Frisk")
    shift = ShiftFactory(session=at(4, team), staff=ill, part=Shift.Part.DRIVER)

    found = candidates.of(shift.session, instead_of=shift)

    assert [(one.staff, one.part) for one in found] == [(other, Shift.Part.DRIVER)]


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_is_the_same(count, django_assert_num_queries):
    team = TeamFactory()
    session = at(4, team)
    for number in range(count):
        ShiftFactory(session=at(30 + number, team), staff=colleague(team, f"K{number}"))
    with django_assert_num_queries(8):
        assert len(candidates.of(session)) == count


def test_another_teams_plans_are_not_named():
    team = TeamFactory()
    both = colleague(team, "Begge")
    ShiftFactory(session=at(4, TeamFactory(), title="Koret"), staff=both)
    assert said(at(5, team)) == [("Begge", "i et annet team 11.00–13.00", ())]


def test_a_peer_worker_who_would_lead_is_no_plain_choice():
    team = TeamFactory()
    ill, peer = colleague(team, "Syk"), colleague(team, "Likemann", Role.PEER_WORKER)
    shift = ShiftFactory(session=at(4, team), staff=ill, part=Shift.Part.LEAD)
    assert said(shift.session, instead_of=shift) == [
        (peer.first_name, "", ("leder ikke økter til vanlig",))
    ]
