"""What a move would mean is told before it: rooms, people, rest and too few, in sentences."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine

from activities.models import Absence, Incident
from activities.planning import moves
from activities.staffing import availability
from tests.factories.accounts import MembershipFactory, TeamFactory
from tests.factories.activities import (
    PlaceFactory,
    ResourceFactory,
    SessionFactory,
    ShiftFactory,
)

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 2, 2, 6, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(MONDAY, tick=False):
        yield


def at(hours, team, **more):
    starts = MONDAY + timedelta(hours=hours)
    return SessionFactory(team=team, starts_at=starts, ends_at=starts + timedelta(hours=2), **more)


def on_it(session):
    member = MembershipFactory(team=session.team)
    return ShiftFactory(session=session, staff=member.user).staff


def foreseen(session, options):
    return [one.sentences for one in moves.foreseen(session, options=options)]


def test_a_day_where_everything_fits_says_nothing():
    session = at(4, TeamFactory(), min_staff=1)
    on_it(session)

    assert foreseen(session, moves.week_of(session)) == [[]] * 6


def test_each_day_says_what_does_not_fit_there():
    session = at(4, TeamFactory(), min_staff=1)
    person, tuesday = on_it(session), MONDAY.date() + timedelta(days=1)
    Absence.objects.create(team=session.team, staff=person, first_day=tuesday, last_day=tuesday)
    at(4 + 48, TeamFactory(), place=session.place, title="Koret")
    for weekday in (0, 1, 2):
        availability.set_hours(
            session.team, staff=person, weekday=weekday, hours=(time(8), time(18))
        )

    found = foreseen(session, moves.week_of(session))

    assert found == [
        [f"{person} er borte da.", "Da er det 0 av 1 ansatte."],
        [f"Koret er på {session.place} samtidig."],
        *[[f"{person}: ikke på jobb da."]] * 4,
    ]


def moved_by(session, days):
    step = timedelta(days=days)
    return moves.moved(
        session, place=session.place,
        starts_at=session.starts_at + step, ends_at=session.ends_at + step,
    )  # fmt: skip


def test_who_is_away_on_a_later_day_of_a_trip_is_told():
    trip = SessionFactory(
        starts_at=MONDAY + timedelta(days=4), ends_at=MONDAY + timedelta(days=11), min_staff=1
    )
    person, last = on_it(trip), MONDAY.date() + timedelta(days=7 + 11)
    Absence.objects.create(team=trip.team, staff=person, first_day=last, last_day=last)

    assert foreseen(trip, [moved_by(trip, 7)])[0][:2] == [
        f"{person} er borte da.", "Da er det 0 av 1 ansatte.",
    ]  # fmt: skip


def test_what_began_long_before_is_told_while_it_lasts():
    session = at(4, TeamFactory(), min_staff=1)
    person = on_it(session)
    long = SessionFactory(
        team=session.team, title="Utstillingen",
        starts_at=MONDAY + timedelta(days=1), ends_at=MONDAY + timedelta(days=15),
    )  # fmt: skip
    ShiftFactory(session=long, staff=person)

    assert foreseen(session, [moved_by(session, 14)]) == [
        [f"{person} er også på Utstillingen.", "Da er det 0 av 1 ansatte."]
    ]


def test_what_keeps_somebody_is_told_and_another_teams_plan_is_not_named():
    session = at(4, TeamFactory(), min_staff=1)
    person, van = on_it(session), ResourceFactory(name="Varebilen")
    for other in (
        at(29, session.team, title="Turen"), at(27, TeamFactory(), title="Hemmelig"),
    ):  # fmt: skip
        ShiftFactory(session=other, staff=person)
    van.sessions.add(session, at(29, session.team, title="Flyttingen"))
    Incident.objects.create(session=session, staff=person)

    assert foreseen(session, [moved_by(session, 0), moved_by(session, 1)]) == [
        [f"{person}: skjermet.", "Da er det 0 av 1 ansatte."],
        [
            "Varebilen er også på Flyttingen.",
            f"{person} er også på Turen.",
            f"{person} er på jobb et annet sted.",
            "Da er det 0 av 1 ansatte.",
        ],
    ]


def test_too_little_rest_is_told():
    session = at(24, TeamFactory(), min_staff=1)  # Tuesday from seven
    person = on_it(session)
    ShiftFactory(session=at(14 + 48, session.team), staff=person)  # Wednesday until 23

    thursday = foreseen(session, moves.week_of(session))[1]

    assert thursday == [f"{person}: trenger hvile: 8 av 11 timer (aml. § 10-8)."]


def test_a_place_that_asks_for_more_is_told():
    session = at(4, TeamFactory(), min_staff=1)
    on_it(session)
    there = moves.moved(
        session, starts_at=session.starts_at, ends_at=session.ends_at,
        place=PlaceFactory(min_staff=3),
    )  # fmt: skip

    assert foreseen(session, [there]) == [["Da er det 1 av 3 ansatte."]]


def test_a_week_costs_as_many_queries_as_a_day(django_assert_num_queries):
    session = at(4, TeamFactory(), min_staff=1)
    on_it(session)
    week = moves.week_of(session)
    for options in (week[:1], week):
        with django_assert_num_queries(9):
            moves.foreseen(session, options=options)
