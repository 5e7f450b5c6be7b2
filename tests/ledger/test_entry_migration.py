"""Entries of earlier versions: what keys spelled is in columns, seals hold, names lead to them."""

from typing import Any

import pytest

from ledger.models.entry import Kind


@pytest.mark.both
def test_an_earlier_entry_says_in_columns_what_its_key_said(race: Any) -> None:
    seen = race.run("tests.ledger.racers.entries_by_key", processes=0)["look"]

    assert seen == {
        "same": True,
        "kinds": sorted(Kind.values),
        "states": ["failed", "failed", "paid_twice", "lost"],
        "seals": [],
        "called": [["payouts", "payouts.entry"], ["ledger", "ledger.entry"]],
    }
