"""Suggest staffing: no rule broken, a reason for each choice, nothing changed until accepted."""

import time as clock
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisTestCase

from accounts.models import Role
from activities.models import Absence, Incident, Session, Shift, Skill
from activities.planning import conflicts
from activities.staffing import availability, shifts, suggestions
from core.errors import RuleBroken
from notices.models import Task
from tests.factories.accounts import MembershipFactory, TeamFactory, UserFactory
from tests.factories.activities import ActivityFactory, SessionFactory, ShiftFactory
from tests.speed import slower

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 2, 2, 6, 0, tzinfo=UTC)
FIRST, LAST = MONDAY.date(), MONDAY.date() + timedelta(days=6)


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(MONDAY, tick=False):
        yield


def colleagues(team, *names, role=Role.WORKER):
    return [
        MembershipFactory(team=team, role=role, user=UserFactory(first_name=name)).user
        for name in names
    ]


def at(hours, team, *, length=2, **more):
    starts = MONDAY + timedelta(hours=hours)
    return SessionFactory(
        team=team, starts_at=starts, ends_at=starts + timedelta(hours=length), **more
    )


def proposed(team):
    done = suggestions.suggest(team, first=FIRST, last=LAST)
    return [(one.session.pk, one.staff.first_name) for one in done.choices]


def test_gaps_are_filled_with_a_reason_and_nothing_is_written():
    team = TeamFactory()
    colleagues(team, "Anne", "Per")
    session = at(4, team)

    done = suggestions.suggest(team, first=FIRST, last=LAST)

    assert [(one.staff.first_name, one.part) for one in done.choices] == [
        ("Anne", "lead"), ("Per", "second"),
    ]  # fmt: skip
    assert done.choices[0].reasons == ("0 timer fra før den uka", "økta mangler leder")
    assert (done.gaps, Shift.objects.count(), session.state) == ([], 0, "draft")


def test_whoever_is_away_busy_shielded_or_not_at_work_is_left_in_peace_and_named():
    team = TeamFactory()
    away, busy, shielded, elsewhere, tired = colleagues(team, "Ada", "Bo", "Siv", "Eva", "Tor")
    session = at(27, team, min_staff=1)
    Absence.objects.create(team=team, staff=away, first_day=FIRST, last_day=LAST)
    ShiftFactory(staff=busy, session=at(26, team, min_staff=1))
    with time_machine.travel(MONDAY + timedelta(hours=24), tick=False):
        Incident.objects.create(session=at(20, team, min_staff=1), staff=shielded)
    availability.set_hours(team, staff=elsewhere, weekday=0, hours=(time(8), time(16)))
    ShiftFactory(staff=tired, session=at(16, team, length=1, min_staff=1))

    done = suggestions.suggest(team, first=FIRST, last=LAST)

    why = {one.pk: text for one, text in done.gaps}[session.pk]
    assert [each.split(": ")[1] for each in why.split(", ")] == [
        "borte", "opptatt", "skjermet", "ikke på jobb da", "trenger hvile",
    ]  # fmt: skip


def test_forty_hours_are_a_full_week():
    team = TeamFactory()
    (anne,) = colleagues(team, "Anne")
    for day in range(4):
        ShiftFactory(staff=anne, session=at(day * 24, team, length=10, min_staff=1))
    last = at(4 * 24 + 1, team, min_staff=1)

    done = suggestions.suggest(team, first=FIRST, last=LAST)

    assert [(one.pk, text.split(": ")[1]) for one, text in done.gaps] == [(last.pk, "har full uke")]


def test_a_known_face_comes_before_fewer_hours_and_a_skill_before_both():
    team = TeamFactory()
    anne, per, liv = colleagues(team, "Anne", "Per", "Liv")
    activity = ActivityFactory(teams=[team])
    ShiftFactory(staff=per, session=at(-48, team, activity=activity, state="closed"))
    ShiftFactory(staff=per, session=at(72, team, min_staff=1))
    first = at(4, team, activity=activity, min_staff=1)
    assert (first.pk, "Per") in proposed(team)

    skill = Skill.objects.create(name="førerkort")
    skill.activities.add(activity)
    availability.set_skills(liv, skills=[skill])
    done = suggestions.suggest(team, first=FIRST, last=LAST)
    choice = next(one for one in done.choices if one.session == first)
    assert (choice.staff, choice.reasons[0]) == (liv, "kan førerkort")
    assert anne not in {one.staff for one in done.choices if one.session == first}


def test_an_exchange_fills_what_greed_left():
    team = TeamFactory()
    anne, per = colleagues(team, "Anne", "Per")
    availability.set_hours(team, staff=per, weekday=0, hours=(time(7), time(10)))
    early, later = at(1, team, min_staff=1), at(2, team, min_staff=1)

    assert sorted(proposed(team)) == sorted([(early.pk, "Per"), (later.pk, "Anne")])
    assert anne


def test_accepting_checks_anew_and_says_what_could_no_longer_be():
    team = TeamFactory()
    anne, _per = colleagues(team, "Anne", "Per")
    one, other = at(4, team, min_staff=1), at(4, team, min_staff=1)
    wanted = [(one.pk, anne.pk, "lead"), (other.pk, anne.pk, "lead"), (999, anne.pk, "lead")]

    sentences = suggestions.accept(team, wanted=wanted)

    assert Shift.objects.filter(staff=anne).count() == 1
    assert len(sentences) == 2
    assert suggestions.accept(team, wanted=wanted[:1]) == []


@pytest.mark.parametrize("count", [1, 3])
def test_what_those_who_are_lent_can_is_read_once(count, django_assert_num_queries):
    team, other = TeamFactory(), TeamFactory()
    colleagues(team, "Anne")
    skill = Skill.objects.create(name="førerkort")
    for number in range(count):
        session = at(4 + 3 * number, team, min_staff=2)
        skill.activities.add(session.activity)
        lent = ShiftFactory(session=session, lent_by=other)
        skill.staff.add(lent.staff)
        MembershipFactory(team=other, user=lent.staff)
    with django_assert_num_queries(11):
        done = suggestions.suggest(team, first=FIRST, last=LAST)
    assert len(done.choices) == count


def test_forty_sessions_and_twenty_five_people_take_less_than_two_seconds(
    django_assert_max_num_queries, record_property
):
    team = TeamFactory()
    colleagues(team, *(f"K{n}" for n in range(25)))
    activities = [ActivityFactory(teams=[team]) for _n in range(5)]
    for number in range(40):
        at(2 + number * 3.5, team, min_staff=3, activity=activities[number % 5])

    begun = clock.process_time()
    with django_assert_max_num_queries(12):
        done = suggestions.suggest(team, first=FIRST, last=LAST)
    took = clock.process_time() - begun

    record_property("seconds", took)
    assert len(done.choices) > 60
    assert took < 2 * slower(), took


# --- Absence, with a deputy -----------------------------------------------------------------
def test_a_leader_is_not_away_without_a_deputy_who_is_there():
    team = TeamFactory()
    leader = MembershipFactory(team=team, role=Role.LEADER).user
    anne, per = colleagues(team, "Anne", "Per")
    days = {"first_day": FIRST, "last_day": LAST}
    for deputy in (None, UserFactory(), leader):
        with pytest.raises(RuleBroken):
            availability.add_absence(team, staff=leader, deputy=deputy, **days)
    availability.add_absence(team, staff=per, deputy=None, **days)
    with pytest.raises(RuleBroken):
        availability.add_absence(team, staff=leader, deputy=per, **days)
    availability.add_absence(team, staff=leader, deputy=anne, **days)
    with pytest.raises(RuleBroken):
        availability.add_absence(team, staff=anne, deputy=None, **days)

    assert Absence.objects.count() == 2


def test_being_away_asks_for_somebody_else_on_each_shift_and_twice_is_once():
    team = TeamFactory()
    (anne,) = colleagues(team, "Anne")
    ShiftFactory(staff=anne, session=at(30, team))
    for _tap in range(2):
        availability.add_absence(team, staff=anne, deputy=None, first_day=FIRST, last_day=LAST)

    assert Task.objects.filter(kind=Task.Kind.FIND_STAFF).count() == 1
    with pytest.raises(RuleBroken):
        shifts.assign(at(50, team), staff=anne)


def test_nobody_is_put_on_two_sessions_at_once():
    team = TeamFactory()
    (anne,) = colleagues(team, "Anne")
    one, other, after = at(4, team), at(5, team), at(6, team)
    shifts.assign(one, staff=anne)
    with pytest.raises(RuleBroken):
        shifts.assign(other, staff=anne)
    shifts.assign(after, staff=anne)

    assert Shift.objects.filter(staff=anne).count() == 2


def test_what_is_booked_twice_is_seen_on_both():
    team = TeamFactory()
    one = at(4, team)
    other = at(5, team, place=one.place)
    found = conflicts.warnings_of([one, other])
    assert found == {
        one.pk: [f"{other.name} er på {one.place} samtidig."],
        other.pk: [f"{one.name} er på {one.place} samtidig."],
    }


# --- Whatever the week looks like ---------------------------------------------------------
class WhateverTheWeek(HypothesisTestCase):
    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        sessions=st.lists(
            st.tuples(st.integers(0, 160), st.integers(1, 9), st.integers(1, 3)),
            min_size=1, max_size=12,
        ),
        staff=st.integers(0, 5),
        away=st.sets(st.integers(0, 4), max_size=2),
    )  # fmt: skip
    def test_no_rule_is_broken_and_each_choice_says_why(self, sessions, staff, away):
        with time_machine.travel(MONDAY, tick=False):
            team = TeamFactory()
            people = colleagues(team, *(f"K{n}" for n in range(staff)))
            for number in away & set(range(staff)):
                Absence.objects.create(
                    team=team, staff=people[number], first_day=FIRST,
                    last_day=FIRST + timedelta(days=2),
                )  # fmt: skip
            for hours, length, needed in sessions:
                at(hours, team, length=length, min_staff=needed)
            done = suggestions.suggest(team, first=FIRST, last=LAST)
            assert Shift.objects.count() == 0
            assert all(one.reasons for one in done.choices)
            _assert_lawful(done.choices)
            wanted = [(one.session.pk, one.staff.pk, one.part) for one in done.choices]
            assert suggestions.accept(team, wanted=wanted) == []


def _assert_lawful(choices):
    for one in choices:
        day = timezone.localtime(one.session.starts_at).date()
        assert not Absence.objects.on(day).filter(staff=one.staff).exists()
        mine = [each.session for each in choices if each.staff == one.staff]
        assert sum((s.ends_at - s.starts_at for s in mine), timedelta()) <= timedelta(hours=80)
        for other in mine:
            if other.pk == one.session.pk:
                continue
            assert other.ends_at <= one.session.starts_at or other.starts_at >= one.session.ends_at
            if timezone.localtime(other.starts_at).date() != day:
                gap = max(
                    one.session.starts_at - other.ends_at, other.starts_at - one.session.ends_at
                )
                assert gap >= timedelta(hours=11)
    keys = [(one.session.pk, one.staff.pk) for one in choices]
    assert len(keys) == len(set(keys))
    for session in Session.objects.all():
        assert sum(key[0] == session.pk for key in keys) <= session.min_staff
