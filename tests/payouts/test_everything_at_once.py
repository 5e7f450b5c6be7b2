"""Thirty-two hands on PostgreSQL, eight on SQLite: nothing doubled, nothing lost, clear answers."""

from typing import Any

import pytest
from django.db import connection

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_many_hands_approve_pay_seal_and_settle_the_same_things(race: Any) -> None:
    processes = 32 if connection.vendor == "postgresql" else 8

    result = race.run("tests.payouts.racers.everything_at_once", processes=processes)

    assert [act.get("error") for act in result["acts"]] == [None] * processes
    seen = result["look"]
    assert (seen["faults"], seen["doubled"], seen["sealed"]) == ([], 0, 1)
    assert (seen["approved"], seen["approvals"], seen["live"]) == (4, 7, 3)
