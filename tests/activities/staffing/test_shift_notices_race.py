"""Several timers at once, and a timer beside a change: nobody is told twice, and the last is so."""

import pytest

RACER = "tests.activities.racers.shift_told"


@pytest.mark.both
def test_timers_at_once_send_one_message_to_each(race):
    result = race.run(RACER, processes=4, changes=False)
    assert [one for one in result["acts"] if "error" in one] == []
    assert sum(one["value"] for one in result["acts"]) == 3
    assert result["look"] == {"sent": [3, 3, 3], "untrue": 0, "twice": [], "lines": [3, 3, 3]}


@pytest.mark.both
def test_a_change_beside_the_timers_is_told_once_or_with_the_first(race):
    result = race.run(RACER, processes=4, changes=True)
    assert [one for one in result["acts"] if "error" in one] == []
    look = result["look"]
    assert [look["untrue"], look["twice"]] == [0, []]
    assert look["sent"][1] == look["sent"][2]
    assert all(3 <= count <= 6 for count in look["lines"])
