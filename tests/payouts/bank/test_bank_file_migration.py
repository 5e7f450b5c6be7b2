"""The migration that keeps files for the bank as bytes loses none of them, forward or back."""

from typing import Any

import pytest


@pytest.mark.long
@pytest.mark.both
def test_a_sealed_file_is_the_same_bytes_before_and_after(race: Any) -> None:
    seen = race.run("tests.payouts.racers.bank_files_as_bytes", processes=0)["look"]

    same = seen["sha256"]
    assert seen == {
        "sealed": same,
        "sha256": same,
        "as text": same,
        "without the key": "stopped",
        "nothing changed": True,
        "still there": same,
        "downloaded": same,
    }
