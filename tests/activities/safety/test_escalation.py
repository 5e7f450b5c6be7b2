"""Each step of the escalation once, whatever clock and timer do (rules.md#staff-come-home)."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail

from accounts.models import Role
from activities.models import Absence, EscalationStep, Heartbeat, Incident, Session, TeamNumber
from activities.safety import escalation, heartbeat, incidents, on_call, preparedness
from activities.staffing import shifts
from core import schedule
from core.errors import RuleBroken
from notices import outbox
from notices.models import Message, Task
from tests.factories.accounts import MembershipFactory, TeamFactory, UserFactory
from tests.factories.activities import SessionFactory, ShiftFactory

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
ENDS = datetime(2026, 2, 3, 14, 0, tzinfo=UTC)


def out(*, ends_at=ENDS, names=("Anne",)):
    """Return the shifts of an off-site session of a team with a leader and a deputy."""
    team = TeamFactory()
    MembershipFactory(team=team, role=Role.LEADER, user=UserFactory(first_name="Lise"))
    deputy = MembershipFactory(team=team, role=Role.WORKER, user=UserFactory(first_name="Dag")).user
    preparedness.set_routine(team, deputy=deputy, code_word="Knut")
    session = SessionFactory(
        team=team,
        published=True,
        off_site=True,
        starts_at=ends_at - timedelta(hours=2),
        ends_at=ends_at,
    )
    return [ShiftFactory(session=session, staff=UserFactory(first_name=name)) for name in names]


def steps(shift):
    return list(
        EscalationStep.objects.filter(shift=shift).order_by("pk").values_list("step", flat=True)
    )


def told():
    return list(
        Message.objects.filter(channel="email")
        .order_by("pk")
        .values_list("user__first_name", flat=True)
    )


def steps_at(moment):
    with time_machine.travel(moment, tick=False):
        return escalation.escalate()


def test_the_four_steps_come_in_their_time_and_each_once():
    (shift,) = out()
    seen = []
    for minutes in (-1, 0, 1, 14, 15, 29, 30, 44, 45, 46, 600):
        steps_at(ENDS + minutes * MINUTE)
        seen.append(len(steps(shift)))

    assert seen == [0, 1, 1, 1, 2, 2, 3, 3, 4, 4, 4]
    assert steps(shift) == ["remind", "leader", "deputy", "police"]
    assert told() == ["Anne", "Lise", "Dag", "Lise", "Dag"]
    assert Task.objects.filter(kind=Task.Kind.COME_HOME).count() == 1


def test_each_member_of_staff_reports_for_themselves():
    anne, per = out(names=("Anne", "Per"))
    with time_machine.travel(ENDS + MINUTE, tick=False):
        shifts.all_clear(anne, by=anne.staff)
    steps_at(ENDS + 15 * MINUTE)

    assert (steps(anne), steps(per)) == ([], ["remind", "leader"])


def test_all_clear_ends_the_escalation():
    (shift,) = out()
    steps_at(ENDS)
    with time_machine.travel(ENDS + MINUTE, tick=False):
        shifts.all_clear(shift, by=shift.staff)
    assert steps_at(ENDS + 60 * MINUTE) == 0


def test_a_timer_that_was_stopped_takes_every_missed_step_at_once_in_order():
    (shift,) = out()

    assert steps_at(ENDS + 50 * MINUTE) == 4
    assert steps(shift) == ["remind", "leader", "deputy", "police"]


@pytest.mark.parametrize(
    "ends_at",
    [
        datetime(2026, 2, 3, 22, 50, tzinfo=UTC),  # over midnight in Oslo
        datetime(2026, 3, 29, 0, 50, tzinfo=UTC),  # the hour that is skipped
        datetime(2026, 10, 25, 0, 50, tzinfo=UTC),  # the hour that comes twice
    ],
)
def test_neither_midnight_nor_a_change_of_the_clock_moves_a_step(ends_at):
    (shift,) = out(ends_at=ends_at)
    seen = []
    for minutes in (-1, 0, 14, 15, 30, 44, 45):
        steps_at(ends_at + minutes * MINUTE)
        seen.append(len(steps(shift)))

    assert seen == [0, 1, 1, 2, 3, 3, 4]


def test_a_later_end_moves_the_escalation_and_a_cancelled_session_has_none():
    (shift,) = out()
    Session.objects.update(ends_at=ENDS + 60 * MINUTE)
    assert steps_at(ENDS + 45 * MINUTE) == 0
    Session.objects.update(state=Session.State.CANCELLED)
    assert steps_at(ENDS + 200 * MINUTE) == 0
    assert steps(shift) == []


def test_when_the_leader_is_out_or_away_the_deputy_is_asked():
    (shift,) = out()
    leader = shift.session.team.memberships.get(role=Role.LEADER).user
    stand_in = UserFactory(first_name="Vera")
    Absence.objects.create(
        team=shift.session.team, staff=leader, deputy=stand_in,
        first_day=ENDS.date(), last_day=ENDS.date(),
    )  # fmt: skip
    steps_at(ENDS + 15 * MINUTE)

    assert told() == ["Anne", "Dag", "Vera"]


def test_nobody_is_asked_about_themselves():
    (shift,) = out()
    leader = shift.session.team.memberships.get(role=Role.LEADER).user
    type(shift).objects.filter(pk=shift.pk).update(staff=leader)
    steps_at(ENDS + 15 * MINUTE)

    assert told() == ["Lise", "Dag"]


def test_quiet_hours_hold_nothing_back_and_the_words_are_neutral():
    (shift,) = out(ends_at=datetime(2026, 2, 3, 22, 0, tzinfo=UTC))
    shift.staff.phone = "+4791000000"
    shift.staff.save()
    steps_at(shift.session.ends_at)
    letter, sms = Message.objects.order_by("pk")

    assert [(one.channel, one.is_urgent) for one in (letter, sms)] == [
        ("email", True),
        ("sms", True),
    ]
    assert {one.next_try_at for one in (letter, sms)} == {shift.session.ends_at}
    assert letter.body == "Økta er slutt. Meld «alt i orden» når du er trygt ferdig."
    assert sms.body == 'Økta er slutt. Meld "alt i orden" når du er trygt ferdig.'


@pytest.mark.parametrize("sms", ["none", "", "notices.backends.ConsoleBackend"])
def test_a_phone_takes_the_email_from_nobody_who_is_asked(sms, settings):
    settings.NOTICE_BACKENDS = settings.NOTICE_BACKENDS | {"sms": sms}
    (shift,) = out()
    steps_at(shift.session.ends_at + 46 * MINUTE)
    with time_machine.travel(shift.session.ends_at + 47 * MINUTE, tick=False):
        outbox.deliver_due()

    reached = [letter.to[0] for letter in mail.outbox]
    asked = Message.objects.values_list("user__email", flat=True)
    assert sorted(reached) == sorted(asked)
    assert len(reached) == 5
    assert not Message.objects.filter(channel="sms").exists()


def test_what_is_read_to_the_police_names_a_colleague_and_a_place_and_nobody_else():
    (shift,) = out()
    words = " ".join(escalation.words_for_the_police(shift))

    assert str(shift.staff) in words
    assert shift.session.place.name in words
    assert shift.session.activity.name not in words


def test_the_code_word_is_in_no_message_task_or_log(caplog):
    out()
    steps_at(ENDS + 50 * MINUTE)

    said = " ".join([*Message.objects.values_list("body", flat=True), caplog.text])
    said += " ".join(Task.objects.values_list("text", flat=True))
    assert "knut" not in said.lower()


# --- The heartbeat ----------------------------------------------------------------
def test_two_minutes_without_the_timer_are_seen():
    assert Heartbeat.is_still_since(None) is True
    with time_machine.travel(ENDS, tick=False):
        heartbeat.record()
        heartbeat.record()
    ran_at = Heartbeat.objects.get().ran_at
    assert ran_at == ENDS
    for seconds, is_still in ((119, False), (120, True)):
        with time_machine.travel(ENDS + timedelta(seconds=seconds), tick=False):
            assert Heartbeat.is_still_since(ran_at) is is_still


def test_the_timer_beats_and_escalates():
    assert "ask who is not home" in schedule.names()
    schedule.run()
    assert Heartbeat.objects.count() == 1


# --- Phone list, deputy, who answers ----------------------------------------------
def test_the_list_takes_numbers_alone_and_keeps_one_of_each():
    team = TeamFactory()
    preparedness.set_number(team, kind="police", number=" 112 ")
    preparedness.set_number(team, kind="police", number="02800")
    with pytest.raises(RuleBroken):
        preparedness.set_number(team, kind="police", number="ring Per")
    with pytest.raises(RuleBroken):
        preparedness.set_number(team, kind="pizza", number="112")

    assert list(TeamNumber.objects.values_list("kind", "number")) == [("police", "02800")]


def test_the_deputy_works_in_the_team_and_the_code_word_is_one_word():
    team = TeamFactory()
    with pytest.raises(RuleBroken):
        preparedness.set_routine(team, deputy=UserFactory(), code_word="Knut")
    with pytest.raises(RuleBroken):
        preparedness.set_routine(team, deputy=None, code_word="ring til Knut")


def test_one_answers_at_a_time():
    team = TeamFactory()
    anne, per = (MembershipFactory(team=team, role=Role.WORKER).user for _n in "ab")
    on_call.assign(team, staff=anne, starts_at=ENDS, ends_at=ENDS + 60 * MINUTE)
    on_call.assign(team, staff=anne, starts_at=ENDS, ends_at=ENDS + 60 * MINUTE)
    on_call.assign(team, staff=per, starts_at=ENDS + 60 * MINUTE, ends_at=ENDS + 120 * MINUTE)
    with pytest.raises(RuleBroken):
        on_call.assign(team, staff=per, starts_at=ENDS + 59 * MINUTE, ends_at=ENDS + 61 * MINUTE)
    with pytest.raises(RuleBroken):
        on_call.assign(team, staff=per, starts_at=ENDS, ends_at=ENDS)

    assert team.on_call.count() == 2
    assert team.on_call.at(ENDS + 60 * MINUTE).get().staff == per


# --- Something happened ----------------------------------------------------------------
def test_an_incident_shields_for_the_day_and_asks_for_the_talk():
    now = datetime(2026, 2, 3, 9, 0, tzinfo=UTC)
    with time_machine.travel(now, tick=False):
        (shift,) = out()
        later = ShiftFactory(
            staff=shift.staff, session=SessionFactory(starts_at=now + 5 * 60 * MINUTE)
        )
        for _tap in range(2):
            incident = incidents.report(shift.session, staff=shift.staff, by=shift.staff)
        assert incidents.duties_left(incident) == [shift, later]
    assert Incident.objects.count() == 1
    assert sorted(Task.objects.values_list("kind", flat=True)) == [
        "debrief", "find_staff", "find_staff",
    ]  # fmt: skip


def test_the_leader_confirms_the_talk_once_and_never_about_themselves():
    (shift,) = out()
    leader = shift.session.team.memberships.get(role=Role.LEADER).user
    incident = incidents.report(shift.session, staff=shift.staff, by=leader)
    with pytest.raises(RuleBroken):
        incidents.confirm_talk(incident, by=shift.staff)
    first = incidents.confirm_talk(incident, by=leader)
    assert incidents.confirm_talk(incident, by=leader).talked_at == first.talked_at
    assert Task.objects.open().filter(kind=Task.Kind.DEBRIEF).count() == 0


def test_a_colleague_cannot_report_for_another():
    (shift,) = out()
    with pytest.raises(RuleBroken):
        incidents.report(shift.session, staff=shift.staff, by=UserFactory())


def test_an_incident_has_no_place_for_a_story():
    words = {"CharField", "TextField", "JSONField"}
    assert {f.get_internal_type() for f in Incident._meta.local_fields} & words == set()


@pytest.mark.both
def test_eight_timers_at_once_take_each_step_once(race):
    result = race.run("tests.activities.racers.two_timers", processes=8)

    assert [act.get("error") for act in result["acts"]] == [None] * 8
    seen = result["look"]
    assert (seen["steps"], seen["reminders"], seen["beats"]) == (4, 1, 1)
    assert (seen["days"], seen["doubled"]) == (seen["wanted"], 0)
    assert seen["wanted"] > 1


@pytest.mark.both
def test_what_a_locked_database_kept_back_comes_with_the_next_round(race):
    result = race.run("tests.activities.racers.locked_database", processes=3)

    held, meanwhile, after = [act.get("value", act) for act in result["acts"]]
    assert held == "held"
    assert {"the timer's heartbeat", "ask who is not home"} <= set(meanwhile)
    assert after == []
    assert result["look"] == ["remind", "leader", "deputy", "police"]
