"""Joining without fear (rules.md#no-refusal): wishes, newcomers, recurring sign-ups, reminders."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import Role
from activities.models import Attendance, Session, SignUp, Wish
from activities.planning import series, sessions
from activities.taking_part import alternatives, move_notices, recurring_signups, reminders, signups
from core.errors import RuleBroken
from notices import waiting_states
from notices.models import Message, Task
from participants import enrolment
from participants.models import Channel, Interest
from payouts.earnings import promises
from tests.factories.accounts import MembershipFactory, TeamFactory, UserFactory
from tests.factories.activities import (
    ActivityFactory,
    PlaceFactory,
    SessionFactory,
    ShiftFactory,
    with_staff,
)
from tests.factories.participants import ParticipantFactory
from tests.factories.payouts import BudgetFactory, RateFactory

pytestmark = pytest.mark.django_db


def been_here(participant, session):
    """Let `participant` have taken part in the activity of `session` once before."""
    earlier = SessionFactory(activity=session.activity, team=session.team)
    Attendance.objects.create(session=earlier, participant=participant, recorded_by=UserFactory())
    return participant


# --- Newcomers -----------------------------------------------------------------------
def test_places_are_kept_for_people_who_have_not_been_here():
    session = SessionFactory(published=True, places=3, newcomer_places=2)
    old, older = (been_here(ParticipantFactory(), session) for _n in "ab")
    new, newer = ParticipantFactory(), ParticipantFactory()

    said = [signups.join(session, participant=one).state for one in (old, older, new, newer)]

    assert said == ["coming", "in_line", "coming", "coming"]


def test_a_place_that_opens_goes_past_whom_it_is_not_kept_for():
    session = SessionFactory(published=True, places=2, newcomer_places=1)
    old, waiting = (been_here(ParticipantFactory(), session) for _n in "ab")
    new, newer = ParticipantFactory(), ParticipantFactory()
    for one in (old, new, waiting, newer):
        signups.join(session, participant=one)

    signups.not_now(session, participant=new)

    assert SignUp.objects.get(session=session, participant=waiting).state == "in_line"
    assert SignUp.objects.get(session=session, participant=newer).state == "coming"


# --- We cancelled --------------------------------------------------------------------
def test_whom_we_cancelled_for_stands_first_in_line_next_time_and_once():
    session = SessionFactory(published=True)
    person, other, by = ParticipantFactory(), ParticipantFactory(), UserFactory()
    signups.join(session, participant=person)
    sessions.cancel(session, reason="Per er syk.", by=by)
    full = SessionFactory(activity=session.activity, team=session.team, published=True, places=1)
    first = ParticipantFactory()
    for one in (first, other, person):
        signups.join(full, participant=one)

    assert list(full.signups.in_line().values_list("participant", flat=True)) == [
        person.pk,
        other.pk,
    ]
    signups.not_now(full, participant=first)
    assert SignUp.objects.get(session=full, participant=person).state == "coming"

    again = SessionFactory(activity=session.activity, team=session.team, published=True, places=1)
    signups.join(again, participant=first)
    assert signups.join(again, participant=person).goes_first is False


def test_the_message_has_the_reason_something_else_and_a_name():
    team = TeamFactory()
    person = ParticipantFactory(team=team, by_sms=True)
    session = SessionFactory(team=team, published=True)
    other = SessionFactory(team=team, published=True, place=PlaceFactory(name="Biblioteket"))
    signups.join(session, participant=person)

    sessions.cancel(session, reason="Per er syk.", by=UserFactory(first_name="Kari"))

    body = Message.objects.get(participant=person).body
    assert "Per er syk." in body and "Biblioteket" in body and "Kari svarer" in body
    assert other.name not in body


def test_alternatives_have_room_and_what_one_likes_comes_first():
    liked = Interest.objects.create(name="Fugler", slug="fugler")
    person = ParticipantFactory()
    person.interests.add(liked)
    full = SessionFactory(published=True, places=1)
    signups.join(full, participant=ParticipantFactory())
    dull = SessionFactory(published=True, starts_at=timezone.now() + timedelta(hours=3))
    birds = SessionFactory(published=True, starts_at=timezone.now() + timedelta(days=3))
    birds.activity.interests.add(liked)
    gone = SessionFactory(published=True, places=1)

    found = alternatives.of(person, instead_of=gone)

    assert found == [birds, dull]


# --- Wishes and companions -----------------------------------------------------------
def test_wishes_are_ticked_changed_and_forgotten_a_week_after():
    session = SessionFactory(published=True)
    person = ParticipantFactory()
    signups.join(session, participant=person)
    signups.wish(session, participant=person, wishes=["half_day", "light_work"])
    signups.wish(session, participant=person, wishes=["half_day"])
    assert list(Wish.objects.values_list("kind", flat=True)) == ["half_day"]

    for ended, left in ((timedelta(days=6, hours=23), 1), (timedelta(days=7, hours=1), 0)):
        with time_machine.travel(session.ends_at + ended, tick=False):
            signups.forget_wishes()
        assert Wish.objects.count() == left
    assert SignUp.objects.get().state == "coming"


def test_only_wishes_on_the_list_and_only_from_those_who_come():
    session = SessionFactory(published=True)
    person = ParticipantFactory()
    with pytest.raises(RuleBroken):
        signups.wish(session, participant=person, wishes=["half_day"])
    signups.join(session, participant=person)
    with pytest.raises(RuleBroken):
        signups.wish(session, participant=person, wishes=["half_day", "all_the_money"])
    assert Wish.objects.count() == 0


def test_half_a_day_is_taking_part_and_is_honoured_alike():
    session = with_staff(SessionFactory(running=True, state=Session.State.DRAFT, places=4))
    RateFactory(activity=session.activity, ore=15_000)
    BudgetFactory(team=session.team)
    promises.offer(session, by=None)
    half, whole = ParticipantFactory(), ParticipantFactory()
    signups.join(session, participant=half)
    signups.wish(session, participant=half, wishes=["half_day"])

    done = [promises.record(session, participant=one, by=UserFactory()) for one in (half, whole)]

    assert [one.earning.ore for one in done] == [15_000, 15_000]
    names = {field.name for field in Attendance._meta.local_fields}
    assert names == {"id", "session", "participant", "recorded_by", "recorded_at"}


def test_a_companion_takes_no_place():
    session = SessionFactory(published=True, places=2)
    first, second = ParticipantFactory(), ParticipantFactory()
    signups.join(session, participant=first)
    signups.bring_companion(session, participant=first, brings=True)

    assert signups.join(session, participant=second).state == "coming"


# --- Recurring sign-ups -----------------------------------------------------------------
def weekly(**more):
    team = TeamFactory()
    values = {"place": PlaceFactory(), "starts": time(12), "minutes": 120, **more}
    return series.make(
        ActivityFactory(teams=[team]), team=team, rule="FREQ=WEEKLY", by=None,
        starts_on=timezone.localdate() + timedelta(days=1), **values,
    ).series  # fmt: skip


def opened(one):
    for session in one.sessions.order_by("starts_at")[:3]:
        sessions.publish(with_staff(session), by=None)
    return list(one.sessions.upcoming())


def test_a_recurring_signup_is_a_place_at_each_session_and_not_now_takes_one_away():
    one = weekly(places=3, newcomer_places=1)
    person = ParticipantFactory(team=one.team)
    recurring_signups.give(one, participant=person)
    first, second, third = opened(one)

    signups.not_now(second, participant=person)

    said = [
        SignUp.objects.get(session=each, participant=person).state
        for each in (first, second, third)
    ]
    assert said == ["coming", "not_now", "coming"]
    assert one.recurring_signups.count() == 1
    assert recurring_signups.fill(second) == 0


def test_places_for_newcomers_are_never_given_away_for_good():
    one = weekly(places=3, newcomer_places=1)
    for _n in range(2):
        recurring_signups.give(one, participant=ParticipantFactory(team=one.team))
    with pytest.raises(RuleBroken):
        recurring_signups.give(one, participant=ParticipantFactory(team=one.team))

    assert one.recurring_signups.count() == 2


def test_who_has_left_is_not_signed_up_and_an_ended_place_leaves_what_was_said():
    one = weekly()
    person, gone = ParticipantFactory(team=one.team), ParticipantFactory(team=one.team)
    place = recurring_signups.give(one, participant=person)
    recurring_signups.give(one, participant=gone)
    enrolment.leave(gone)
    first = opened(one)[0]
    recurring_signups.end(place)

    assert list(first.signups.values_list("participant", flat=True)) == [person.pk]


# --- Nobody waits in silence -----------------------------------------------------------
def test_a_leader_is_asked_once_when_the_answer_date_has_passed():
    team = TeamFactory()
    leader = MembershipFactory(team=team, role=Role.LEADER).user
    session = SessionFactory(
        team=team, published=True, places=1, starts_at=timezone.now() + timedelta(days=9)
    )
    for _n in range(2):
        signups.join(session, participant=ParticipantFactory(team=team))
    assert waiting_states.update_tasks("in_line_past_answer") == 0
    with time_machine.travel(timezone.now() + timedelta(days=4), tick=False):
        assert [waiting_states.update_tasks("in_line_past_answer") for _run in range(2)] == [1, 0]

    task = Task.objects.get(kind=Task.Kind.STILL_WAITING)
    assert task.assigned_to == leader


# --- Reminders -------------------------------------------------------------------------
NOON = datetime(2026, 2, 3, 11, 0, tzinfo=UTC)


def tomorrow_at_noon():
    session = SessionFactory(published=True, starts_at=NOON + timedelta(days=1))
    ShiftFactory(session=session)
    return session


def remind_at(moment):
    with time_machine.travel(moment, tick=False):
        reminders.remind_due()
    return Message.objects.filter(key__startswith="remind:").count()


def test_those_who_come_are_reminded_once_the_afternoon_before():
    with time_machine.travel(NOON - timedelta(days=2), tick=False):
        session = tomorrow_at_noon()
        signups.join(session, participant=ParticipantFactory(by_sms=True))

    assert remind_at(NOON) == 0
    assert remind_at(NOON + timedelta(hours=4)) == 1
    assert remind_at(NOON + timedelta(hours=5)) == 1
    assert Message.objects.filter(key__startswith="remind-shift:").count() == 1


def test_nobody_is_reminded_who_left_said_not_now_waits_or_wants_no_word():
    with time_machine.travel(NOON - timedelta(days=2), tick=False):
        session = tomorrow_at_noon()
        Session.objects.filter(pk=session.pk).update(places=3)
        left, not_now = (ParticipantFactory(by_sms=True) for _n in "ab")
        quiet = ParticipantFactory(channel=Channel.NONE)
        waiting = ParticipantFactory(by_sms=True)
        for one in (left, not_now, quiet, waiting):
            signups.join(session, participant=one)
        Session.objects.filter(pk=session.pk).update(places=1)
        signups.not_now(session, participant=not_now)
        enrolment.leave(left)
        SignUp.objects.filter(participant=waiting).update(state="in_line")

    assert remind_at(NOON + timedelta(hours=5)) == 0
    assert Task.objects.filter(participant=quiet, kind=Task.Kind.TELL).count() == 0


def test_nothing_cancelled_is_reminded_of_and_what_moves_is_told_anew():
    with time_machine.travel(NOON - timedelta(days=2), tick=False):
        session, off = tomorrow_at_noon(), tomorrow_at_noon()
        for one in (session, off):
            signups.join(one, participant=ParticipantFactory(by_sms=True))
        sessions.cancel(off, reason="Storm.", by=UserFactory())
    assert remind_at(NOON + timedelta(hours=5)) == 1
    with time_machine.travel(NOON + timedelta(hours=6), tick=False):
        sessions.edit(session, by=None, starts_at=session.starts_at + timedelta(hours=1))
    assert remind_at(NOON + timedelta(hours=6)) == 0  # the news of the new time comes instead
    with time_machine.travel(NOON + timedelta(hours=6), tick=False):
        assert move_notices.tell_due() == 1


# --- Silence is not absence ---------------------------------------------------------------
def test_staying_away_changes_nothing():
    team = TeamFactory()
    came, stayed = ParticipantFactory(team=team), ParticipantFactory(team=team)
    for _week in range(3):
        session = SessionFactory(team=team, running=True)
        for one in (came, stayed):
            signups.join(session, participant=one)
        promises.record(session, participant=came, by=UserFactory())
        promises.close(session, by=UserFactory())
    nxt = SessionFactory(team=team, published=True, places=2)

    said = [signups.join(nxt, participant=one) for one in (stayed, came)]

    assert [one.state for one in said] == ["coming", "coming"]
    stayed.refresh_from_db()
    assert stayed.left_at is None
