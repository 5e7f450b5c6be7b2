"""An earlier database, where tasks alone said who waits for money, says it in rows."""

from typing import Any

import pytest


@pytest.mark.both
def test_what_tasks_and_facts_said_is_owed_becomes_rows_and_goes_back(race: Any) -> None:
    seen = race.run("tests.payouts.racers.earnings_from_tasks", processes=0)["look"]

    assert len(seen["tasks"][0]) == 1  # the one that somebody threw away is asked anew by the timer
    seen["tasks"][0].clear()
    assert seen == {
        "states before": ["approved"],
        "asked before": ["find-money", "find-money", "threshold-stop"],
        "rows": True,
        "tasks": [[], True],
        "left open": 0,
        "booked": True,
        "funded": 3,
        "still held": ["threshold"],
    }
