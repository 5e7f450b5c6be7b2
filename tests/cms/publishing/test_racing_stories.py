"""A story put out by several at once, and a yes that is taken back meanwhile (real processes)."""

from collections import Counter

import pytest

RACER = "tests.cms.racers.same_story"


@pytest.mark.both
def test_one_puts_it_out_and_the_others_are_told_who_did(race):
    result = race.run(RACER, processes=4, withdraws=False)
    assert Counter(one.get("value") for one in result["acts"]) == {"mine": 1, "another's": 3}
    assert (result["look"]["published"], result["look"]["shown"]) == (1, 1)


@pytest.mark.both
@pytest.mark.parametrize("_time", range(3))
def test_no_story_is_put_out_after_a_yes_was_taken_back(race, _time):
    result = race.run(RACER, processes=4, withdraws=True)
    looked, values = result["look"], [one.get("value") for one in result["acts"]]
    assert (looked["withdrawn"], looked["shown"]) == (1, 0)
    assert looked["live"] is looked["out_before"]
    told = [one for one in values if one not in ("withdrawn", "mine", "another's")]
    assert len(told) == (0 if looked["live"] else 2)
    assert all("må si ja til historien først" in one for one in told)
