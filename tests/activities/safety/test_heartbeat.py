"""A clock that jumps and a copy that is restored late delete nothing and ring nobody's bell."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from activities.models import Heartbeat, Shift
from activities.safety import escalation, heartbeat
from core import schedule
from notices import waiting_states
from notices.models import Message, Task
from tests.factories.accounts import MembershipFactory
from tests.factories.activities import SessionFactory, ShiftFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]
DAY = timedelta(days=1)


@pytest.fixture
def steps(monkeypatch):
    """Give a register with one step that is for good and one that is not; return what ran."""
    ran = []
    monkeypatch.setattr(schedule, "_steps", {})
    monkeypatch.setattr(schedule, "_irreversible", set())
    schedule.due("delete", irreversible=True)(lambda: ran.append("delete"))
    schedule.due("tell")(lambda: ran.append("tell"))
    return ran


def round_at(moment, ran):
    """Return what a round of the timer at `moment` did."""
    ran.clear()
    with time_machine.travel(moment, tick=False):
        schedule.run()
    return list(ran)


def test_the_first_round_ever_trusts_the_clock(steps):
    assert round_at(timezone.now(), steps) == ["delete", "tell"]


@pytest.mark.parametrize("jump", [40 * DAY, -40 * DAY, 25 * timedelta(hours=1)])
def test_nothing_is_deleted_after_a_jump_until_the_clock_is_back(steps, jump):
    now = timezone.now()
    everything = ["delete", "tell"]
    assert round_at(now, steps) == everything
    for minutes in range(3):
        assert round_at(now + jump + timedelta(minutes=minutes), steps) == ["tell"]
    assert round_at(now + timedelta(minutes=5), steps) == everything


def test_an_hour_s_stop_and_the_change_of_the_clock_are_no_jumps(steps):
    now = timezone.now()
    for hours in (0, 1, 23):
        assert round_at(now + timedelta(hours=hours), steps) == ["delete", "tell"]


def test_who_has_looked_at_the_clock_lets_it_go_on(steps, capsys):
    now = timezone.now()
    round_at(now, steps)
    assert round_at(now + 40 * DAY, steps) == ["tell"]
    with time_machine.travel(now + 40 * DAY, tick=False):
        call_command("confirm_clock")
        assert heartbeat.in_doubt() is not None
        call_command("confirm_clock", "--yes")
    assert "trusted from now on" in capsys.readouterr().out
    assert round_at(now + 40 * DAY, steps) == ["delete", "tell"]


def test_a_look_that_fails_is_no_look(steps, monkeypatch):
    def broken():
        raise ValueError

    monkeypatch.setattr(schedule, "_clocks", {"broken": broken})
    assert round_at(timezone.now(), steps) == ["tell"]


def test_what_deletes_or_publishes_is_marked():
    wrong = [name for name in schedule.names() if name.startswith(("forget", "put out"))]
    assert {*wrong} == schedule.irreversible()


def test_drawings_and_messages_survive_a_jump(django_capture_on_commit_callbacks):
    Heartbeat.objects.create(ran_at=timezone.now())
    Message.objects.create(
        key="1", channel="email", address="a@b.no", subject="x", body="y",
        state="sent", user=MembershipFactory().user, next_try_at=timezone.now(),
    )  # fmt: skip
    with time_machine.travel(timezone.now() + 400 * DAY, tick=False):
        schedule.run()
    assert Message.objects.filter(key="1").count() == 1


def test_a_timer_that_stood_for_forty_days_gives_one_task_and_rings_nobody():
    leader = MembershipFactory(role="leader")
    now = timezone.now()
    for days in range(3, 33):
        ended = now - days * DAY
        session = SessionFactory(
            team=leader.team, off_site=True, state="closed",
            starts_at=ended - timedelta(hours=2), ends_at=ended,
        )  # fmt: skip
        ShiftFactory(session=session, staff=MembershipFactory(team=leader.team).user)

    assert escalation.escalate() == 0
    waiting_states.update_tasks("not_home", "not_home_long_ago")

    assert Message.objects.count() == 0
    task = Task.objects.get()
    assert (task.assigned_to, task.text[:9]) == (leader.user, "30 vakter")
    Shift.objects.update(all_clear_at=now)
    waiting_states.update_tasks("not_home_long_ago")
    assert Task.objects.open().count() == 0
