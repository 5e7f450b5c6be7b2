"""Killed with SIGKILL in the middle of anything: what was acknowledged is there, nothing is half
done, and after the restart everything is paid once."""

import json
import os
import subprocess
import sys

import pytest

from tests import database
from tests.database import ROOT

pytestmark = pytest.mark.both


def killed(kills: int, *, seed: int) -> dict[str, object]:
    """Kill a worker so many times on a copied database; return what was found."""
    server = database.chosen()
    url = server.copy()
    environment = {
        **os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings.test"
    }  # fmt: skip
    try:
        done = subprocess.run(
            [sys.executable, "-m", "tests.payouts.crashing", str(kills), str(seed)],
            cwd=ROOT, env=environment, capture_output=True, text=True, timeout=1800, check=False,
        )  # fmt: skip
    finally:
        server.drop(url)
    assert done.returncode == 0, done.stderr[-4000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_twenty_kills() -> None:
    found = killed(20, seed=1)

    assert found["faults"] == []


@pytest.mark.long
def test_two_hundred_kills() -> None:
    found = killed(200, seed=2)

    assert found["faults"] == []
