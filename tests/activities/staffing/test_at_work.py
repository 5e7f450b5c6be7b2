"""Who is away, has left or can no longer sign in is asked, rung and counted nowhere."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role, User
from activities.models import Job, SignUp
from activities.planning import sessions, weather, week_templates
from activities.safety import escalation, incidents, on_call, preparedness
from activities.staffing import assignees, availability, colleagues, minimum_staff, shifts
from activities.taking_part import leaving, recurring_signups, signups
from activities.works import jobs
from core.errors import RuleBroken
from notices import waiting_states
from notices.models import Message, Task
from tests.factories.accounts import MembershipFactory, TeamFactory
from tests.factories.activities import (
    JobFactory,
    PlaceFactory,
    SessionFactory,
    ShiftFactory,
    with_staff,
)
from tests.factories.notices import TaskFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.payouts import BudgetFactory

pytestmark = pytest.mark.django_db
OSLO = ZoneInfo("Europe/Oslo")


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(datetime(2026, 3, 11, 12, 0, tzinfo=OSLO), tick=False):
        yield


@pytest.fixture
def team():
    return TeamFactory()


def colleague(team, role=Role.WORKER):
    return MembershipFactory(team=team, role=role).user


def ahead(team, **more):
    starts = timezone.now() + timedelta(days=2)
    return SessionFactory(
        team=team, published=True, starts_at=starts, ends_at=starts + timedelta(hours=1), **more
    )


def ended(team, *, minutes):
    ends = timezone.now() - timedelta(minutes=minutes)
    return SessionFactory(
        team=team, published=True, off_site=True, starts_at=ends - timedelta(hours=2), ends_at=ends
    )


def away(staff, *, team, deputy=None, days=0):
    day = timezone.localdate() + timedelta(days=days)
    return availability.add_absence(team, staff=staff, first_day=day, last_day=day, deputy=deputy)


def is_away(staff, team):
    away(staff, team=team)


def cannot_sign_in(staff, team):
    User.objects.filter(pk=staff.pk).update(is_active=False)


def has_left(staff, team):
    colleagues.end_membership(staff, team=team, by=colleague(team, Role.LEADER))


def answering(team):
    return on_call.answering(list(on_call.with_who_answers(team.memberships.all())))


@pytest.mark.parametrize("gone", [is_away, cannot_sign_in, has_left])
def test_nobody_is_told_to_ring_who_is_not_there(team, gone):
    staff, now = colleague(team), timezone.now()
    on_call.assign(team, staff=staff, starts_at=now, ends_at=now + timedelta(hours=1))
    assert len(answering(team)) == 1

    gone(staff, team)

    assert answering(team) == []


def test_a_watch_without_anybody_is_asked_about_until_there_is_somebody(team):
    leader, staff, now = colleague(team, Role.LEADER), colleague(team), timezone.now()
    duty = on_call.assign(team, staff=staff, starts_at=now, ends_at=now + timedelta(hours=1))
    gone = away(staff, team=team)
    task = Task.objects.open().get(waits_for="nobody_answers")
    assert (task.assigned_to, task.about_id) == (leader, duty.pk)

    availability.remove_absence(gone)

    assert not Task.objects.open().filter(waits_for="nobody_answers").exists()


def test_who_is_away_or_shut_out_is_not_put_on(team):
    staff, shut, now = colleague(team), colleague(team), timezone.now()
    away(staff, team=team)
    cannot_sign_in(shut, team)
    for one in (staff, shut):
        with pytest.raises(RuleBroken):
            on_call.assign(team, staff=one, starts_at=now, ends_at=now + timedelta(hours=1))
    with pytest.raises(RuleBroken):
        shifts.assign(ahead(team), staff=shut)
    with pytest.raises(RuleBroken):
        preparedness.set_routine(team, deputy=shut, code_word="")


def test_the_same_absence_with_another_deputy_has_the_other(team):
    staff, first, second = (colleague(team) for _n in range(3))
    away(staff, team=team, deputy=first)

    assert away(staff, team=team, deputy=second).deputy == second


@pytest.mark.parametrize("gone", [is_away, cannot_sign_in, has_left])
def test_the_escalation_asks_no_deputy_who_is_not_there(team, gone):
    leader, deputy, out = colleague(team, Role.LEADER), colleague(team), colleague(team)
    preparedness.set_routine(team, deputy=deputy, code_word="")
    gone(deputy, team)
    ShiftFactory(session=ended(team, minutes=31), staff=out)
    escalation.escalate()

    told = set(Message.objects.filter(key__contains=":deputy:").values_list("user", flat=True))
    assert leader.pk in told
    assert deputy.pk not in told


def test_the_escalation_asks_a_colleague_when_nobody_who_leads_is_there(team):
    leader, other, out = colleague(team, Role.LEADER), colleague(team), colleague(team)
    away(leader, team=team, deputy=out)
    ShiftFactory(session=ended(team, minutes=16), staff=out)
    escalation.escalate()

    told = Message.objects.filter(key__contains=":leader:").values_list("user", flat=True)
    assert other.pk in told
    assert {leader.pk, out.pk}.isdisjoint(told)


def test_a_colleague_who_goes_has_no_jobs_in_hand(team):
    staff, job = colleague(team), JobFactory(team=team)
    jobs.pick_up(job, staff=staff)

    has_left(staff, team)

    job.refresh_from_db()
    assert job.state == Job.State.WAITING


def test_the_place_of_a_participant_who_leaves_goes_to_the_next(team):
    session = ahead(team, places=1)
    first, second, third = (ParticipantFactory(team=team) for _n in range(3))
    for one in (first, second, third):
        signups.join(session, participant=one)

    leaving.leave(second)
    leaving.leave(first)

    assert SignUp.objects.get(participant=third).state == SignUp.State.COMING
    assert not Task.objects.open().filter(waits_for="in_line").exists()


def test_a_recurring_signup_of_who_left_is_free():
    from tests.activities.planning.test_series import made

    series = made(places=1, newcomer_places=0).series
    first, second = (ParticipantFactory(team=series.team) for _n in range(2))
    recurring_signups.give(series, participant=first)
    leaving.leave(first)

    assert recurring_signups.give(series, participant=second)


def test_a_place_that_asks_for_more_asks_it_of_what_is_ahead(team):
    session = with_staff(ahead(team, min_staff=2))
    session.place.min_staff = 3
    session.place.save()

    assert minimum_staff.follow(session.place, by=colleague(team)) == 1
    session.refresh_from_db()
    assert session.missing_staff == 1
    assert Task.objects.open().filter(waits_for="session_lacks_staff").exists()


def test_the_task_proposes_nobody_who_is_away_since(team):
    ahead(team, min_staff=1)
    first = colleague(team)
    waiting_states.update_tasks()
    assert str(first) in Task.objects.open().get().text
    second = colleague(team)
    away(first, team=team, days=2)
    waiting_states.update_tasks()

    task = Task.objects.open().get(waits_for="session_lacks_staff")
    assert str(first) not in task.text
    assert str(second) in task.text


def test_nobody_is_home_from_what_has_not_begun(team):
    shift = ShiftFactory(session=ahead(team, off_site=True), staff=colleague(team))

    with pytest.raises(RuleBroken):
        shifts.all_clear(shift, by=shift.staff)


def test_what_is_moved_to_later_is_a_duty_of_its_own(team):
    session = ended(team, minutes=31)
    shift = ShiftFactory(session=session, staff=colleague(team))
    escalation.escalate()
    shifts.all_clear(shift, by=shift.staff)
    starts = timezone.now() + timedelta(days=1)
    for kind in ("ambulance", "police", "fire", "police_centre", "emergency_clinic"):
        preparedness.TeamNumber.objects.get_or_create(team=team, kind=kind, number="113")

    sessions.edit(session, by=None, starts_at=starts, ends_at=starts + timedelta(hours=1))

    shift.refresh_from_db()
    assert (shift.all_clear_at, shift.escalation_steps.count()) == (None, 0)


def test_nobody_is_offered_or_told_of_what_is_over(team):
    session = ended(team, minutes=31)
    session.places, session.rain_place = 1, PlaceFactory(indoors=True)
    session.save()
    SignUp.objects.create(
        session=session, participant=ParticipantFactory(team=team, by_sms=True), state="in_line",
        asked_at=session.starts_at,
    )  # fmt: skip
    sessions.edit(session, by=None, places=5)
    with pytest.raises(RuleBroken):
        weather.move(session, indoors=True, by=colleague(team))

    assert not Message.objects.filter(participant__isnull=False).exists()


def test_my_night_is_my_day_after_midnight(signed_in, team):
    now = timezone.now()
    session = SessionFactory(
        team=team, published=True, off_site=True,
        starts_at=now - timedelta(hours=25), ends_at=now + timedelta(hours=1),
    )  # fmt: skip
    staff = ShiftFactory(session=session, staff=colleague(team)).staff

    page = signed_in(staff).get(reverse("staff:today")).context

    assert [card.session for card in page["now"].cards] == [session]
    assert page["now"].not_home == []


def test_what_the_rain_moved_is_copied_as_it_was_planned(team):
    session = ahead(team)
    out, inside = session.place, PlaceFactory(indoors=True)
    session.rain_place = inside
    session.save()
    moved = weather.move(session, indoors=True, by=colleague(team))

    made = sessions.copy(moved, starts_at=moved.starts_at + timedelta(days=7), by=None)
    assert (made.place, made.rain_place) == (out, inside)

    monday = timezone.localdate(moved.starts_at)
    monday -= timedelta(days=monday.weekday())
    kept = week_templates.save_week(team, name="Uke", monday=monday)
    assert [(one.place, one.rain_place) for one in kept.entries.all()] == [(out, inside)]
    assert (week_templates.plan(kept, monday=monday, by=None).made) == []


def test_a_place_that_somebody_chose_is_no_move_for_rain(team):
    session = ahead(team, note="Vi møtes ved brua")
    session.rain_place = PlaceFactory(indoors=True)
    session.save()
    moved = weather.move(session, indoors=True, by=colleague(team))

    assert sessions.edit(moved, by=None, place=PlaceFactory()).public_note == "Vi møtes ved brua"


def test_a_task_stays_with_who_goes_home_in_the_afternoon_and_moves_when_they_have_gone(team):
    leader, staff = colleague(team, Role.LEADER), colleague(team)
    today = timezone.localdate()
    with time_machine.travel(datetime.combine(today, time(9), tzinfo=OSLO), tick=False):
        task = TaskFactory(team=team, assigned_to=staff)
        availability.add_absence(
            team, staff=staff, first_day=today, last_day=today + timedelta(days=9),
            from_clock=time(15), deputy=None,
        )  # fmt: skip
        task.refresh_from_db()
        assert task.assigned_to == staff
    with time_machine.travel(datetime.combine(today, time(15, 1), tzinfo=OSLO), tick=False):
        assignees.reassign()
        task.refresh_from_db()
        assert task.assigned_to == leader


def test_what_a_second_one_is_to_approve_is_never_handed_to_the_first(team):
    maker, other = colleague(team, Role.LEADER), colleague(team, Role.FINANCE)
    BudgetFactory(team=team, made_by=maker, approved_by=None)
    waiting_states.update_tasks()
    task = Task.objects.open().get(waits_for="budget_to_approve")
    assert task.assigned_to == other

    away(other, team=team)

    task.refresh_from_db()
    assert task.assigned_to == other


def test_a_talk_is_never_handed_to_whom_it_is_about(team):
    leader, shielded = colleague(team, Role.LEADER), colleague(team)
    session = ended(team, minutes=31)
    ShiftFactory(session=session, staff=shielded)
    incidents.report(session, staff=shielded, by=shielded)
    away(leader, team=team, deputy=shielded)

    assert Task.objects.get(waits_for="talk_afterwards").assigned_to == leader


def test_who_is_in_line_without_a_date_is_asked_about(team):
    session = with_staff(ahead(team))
    SignUp.objects.create(
        session=session, participant=ParticipantFactory(team=team), state="in_line",
        asked_at=timezone.now(),
    )  # fmt: skip
    waiting_states.update_tasks()

    assert Task.objects.open().filter(waits_for="in_line").count() == 1


def test_nobody_stands_in_who_is_away_in_another_team(team):
    staff, deputy = colleague(team), colleague(team)
    other = MembershipFactory(user=deputy, role=Role.WORKER).team
    away(deputy, team=other)
    with pytest.raises(RuleBroken):
        away(staff, team=team, deputy=deputy)
    away(colleague(team), team=team, deputy=staff)
    with pytest.raises(RuleBroken):
        away(staff, team=MembershipFactory(user=staff, role=Role.WORKER).team)


def test_who_has_left_is_not_signed_up(team):
    person = ParticipantFactory(team=team, left_at=timezone.now())
    with pytest.raises(RuleBroken):
        signups.join(ahead(team), participant=person)


def test_nobody_is_asked_about_who_had_left_before_it_began(team):
    out = MembershipFactory(team=team, ended_at=timezone.now() - timedelta(days=3)).user
    colleague(team, Role.LEADER)
    ShiftFactory(session=ended(team, minutes=31), staff=out)

    assert escalation.escalate() == 0
    waiting_states.update_tasks()
    assert not Task.objects.filter(waits_for="not_home").exists()


def test_what_nobody_can_report_any_more_is_no_question_for_ever(team):
    long_ago = ended(team, minutes=60 * 24 * 9)
    colleague(team, Role.LEADER)
    here, gone = colleague(team), colleague(team)
    for one in (here, gone):
        ShiftFactory(session=long_ago, staff=one)
    has_left(gone, team)
    waiting_states.update_tasks()

    assert Task.objects.get(waits_for="not_home_long_ago").text.startswith("1 vakt ")


def test_who_is_in_line_is_answered_before_it_begins_when_it_is_moved(team):
    session = ahead(team, places=1)
    for _n in range(2):
        signups.join(session, participant=ParticipantFactory(team=team))
    starts = timezone.now() + timedelta(hours=1)

    sessions.edit(session, by=None, starts_at=starts, ends_at=starts + timedelta(hours=1))

    day = timezone.localdate(starts)
    assert session.signups.in_line().get().answer_on == day
    assert Task.objects.get(waits_for="in_line").answer_by == day
