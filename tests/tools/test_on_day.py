"""Another day is the same for a process and for what it starts, and its clock runs on."""

import os
import subprocess
import sys
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tools import on_day

ASK = "import datetime as d; print(d.datetime.now(d.UTC).isoformat())"
ASK_TWO = f"""
import subprocess, sys
{ASK}
sys.stdout.flush()
subprocess.run([sys.executable, "-c", {ASK!r}], check=True)
"""
OSLO = ZoneInfo("Europe/Oslo")


@pytest.fixture
def unmoved(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin with the clock that is, also where this test itself runs on another day."""
    if "FAKETIME" in os.environ:
        pytest.skip("the clock is moved already")
    try:
        on_day.library()
    except SystemExit:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip("libfaketime is not installed")


@pytest.mark.usefixtures("unmoved")
@pytest.mark.parametrize("name", ["leap-day", "late-evening", "2027-05-17T09:00"])
def test_a_process_and_its_child_see_the_same_day(name: str) -> None:
    said = subprocess.run(
        [sys.executable, "-c", ASK_TWO],
        env=on_day.environment(name),
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    wanted = datetime.fromisoformat(on_day.DAYS.get(name, name)).replace(tzinfo=OSLO)
    seen = [datetime.fromisoformat(one) for one in said]
    assert seen == sorted(seen)
    assert all(timedelta() <= one - wanted < timedelta(seconds=30) for one in seen)


@pytest.mark.usefixtures("unmoved")
def test_the_clock_runs_on_while_somebody_sleeps() -> None:
    code = "import time; b = time.time(); time.sleep(0.3); print(time.time() - b)"
    said = subprocess.run(
        [sys.executable, "-c", code],
        env=on_day.environment("year-end"),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert 0.3 <= float(said) < 20


def test_runs_that_follow_each_other_take_the_days_in_turn() -> None:
    turns = [on_day.in_turn(now=number * on_day.A_TURN) for number in range(len(on_day.DAYS))]
    assert sorted(turns) == sorted(on_day.DAYS)


def test_the_special_days_are_what_their_names_say() -> None:
    day = {name: datetime.fromisoformat(moment) for name, moment in on_day.DAYS.items()}
    assert day["saturday"].weekday() == 5
    assert day["sunday"].weekday() == 6
    assert day["weekday"].weekday() < 5
    for name, hours in (("spring-night", 23), ("autumn-night", 25)):
        midnight = datetime.combine(day[name], datetime.min.time())
        ends = (midnight + timedelta(days=1)).replace(tzinfo=OSLO).timestamp()
        assert ends - midnight.replace(tzinfo=OSLO).timestamp() == hours * 3600
