"""Killed at any moment: what was said is there, nothing is half done, nothing is paid twice."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from tests.conftest import ROOT


def crash(url: str, *, kills: int, seed: int) -> dict[str, Any]:
    """Return what `tests.payouts.crashing_at_stripe` found on the database at `url`."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.payouts.crashing_at_stripe", str(kills), str(seed)],
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
        },
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.both
def test_twenty_kills_lose_nothing_and_pay_nothing_twice(race: Any) -> None:
    found = crash(race.url, kills=20, seed=1)

    assert (found["wrong"], found["open"]) == ([], 0)
    assert found["killed"] == 20
    assert found["paid"] == {"cash": 200, "stripe": 200}
    assert found["transfers"] == 200


@pytest.mark.both
@pytest.mark.long
@pytest.mark.parametrize("seed", [2, 3])
def test_hundreds_of_kills_lose_nothing(race: Any, seed: int) -> None:
    found = crash(race.url, kills=150, seed=seed)

    assert (found["wrong"], found["open"]) == ([], 0)
    assert found["killed"] >= 130  # near the end a child may finish before its moment
    assert found["transfers"] == found["paid"]["stripe"] == 1_500
