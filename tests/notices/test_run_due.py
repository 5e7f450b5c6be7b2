"""One command does all that happens by itself, and one failure stops nothing else."""

import os
import signal
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command

from core import schedule

pytestmark = pytest.mark.django_db
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


@pytest.fixture
def steps(monkeypatch):
    """Give an empty register."""
    register: dict = {}
    monkeypatch.setattr(schedule, "_steps", register)
    return register


def test_a_failing_step_is_named_and_the_others_run(steps, caplog):
    ran = []

    @schedule.due("first")
    def first():
        raise ValueError("broken")

    @schedule.due("second")
    def second():
        ran.append("second")

    with pytest.raises(CommandError) as error:
        call_command("run_due")
    assert (str(error.value), ran) == ("Failed: first", ["second"])
    assert "Due step first failed" in caplog.text


def test_a_name_is_registered_once(steps):
    schedule.due("same")(lambda: 1)
    schedule.due("same")(lambda: 2)
    assert (schedule.names(), schedule.run()) == (["same"], [])


def test_nothing_starts_after_the_end(steps):
    ran = []
    schedule.due("one")(lambda: ran.append(1))
    schedule.run(stop=lambda: True)
    assert ran == []


def test_the_pause_is_a_second_or_more():
    with pytest.raises(CommandError):
        call_command("run_due", every=0)


def test_the_real_steps_run_and_run_again():
    assert {"deliver messages", "consents that ran out", "forget old messages and tasks"} <= set(
        schedule.names()
    )
    assert [call_command("run_due"), call_command("run_due")] == [None, None]


def test_the_loop_ends_at_once_when_asked(race):
    process = subprocess.Popen(
        [sys.executable, "-u", "manage.py", "run_due", "--every", "600"],
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_URL": race.url,
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
        },
        stdout=subprocess.PIPE,
        text=True,
    )
    started = process.stdout.readline()
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)  # far less than the pause
    assert (started, process.returncode) == ("Doing what is due, every 600 seconds.\n", 0)
