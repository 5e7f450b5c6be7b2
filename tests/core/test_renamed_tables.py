"""A row that was written under a former name is there under the new one, and its rules hold."""

from typing import Any

import pytest


@pytest.mark.both
def test_rows_under_former_names_are_found_under_the_new_ones_and_go_back(race: Any) -> None:
    seen = race.run("tests.core.racers.renamed_tables", processes=0)["look"]

    assert seen == {
        "step": True,
        "sign-up": True,
        "removals": True,
        "asked": True,
        "the same kind": True,
        "method": ["cash"],
        "earnings": ["approved", "reversed"],
        "refused": [
            "a step twice",
            "a sign-up twice",
            "an absence that ends before it begins",
            "a removal changed",
            "a removal deleted",
            "cash without a receipt",
            "a bank payout without a batch",
            "promised without money",
        ],
        "heartbeat": ["2026-03-02T09:00:00+00:00", None],
        "absence": [True, "2026-03-02"],
        "drafts": [[{"pk": 1}], {"1": [2]}, {"3": ["2026-03-01"]}, True],
        "and back": [[{"pk": 1}], 1, 1, 1, 2, "cash", 1],
    }
