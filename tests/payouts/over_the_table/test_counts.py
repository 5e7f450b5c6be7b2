"""Counting a box: two people, once, and every krone of difference in the books."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.errors import RuleBroken
from ledger import books
from ledger.models import Entry
from payouts.earnings import promises
from payouts.models import BoxCount
from payouts.over_the_table import cash, counts
from payouts.reconciliation import verification
from tests.factories.accounts import MembershipFactory
from tests.payouts.helpers import SIGNATURE, full_box, scene

pytestmark = pytest.mark.django_db

KEY = UUID("5c1c6d4e-0000-4000-8000-000000000001")


def counting(*, ore: int = 500_000) -> tuple[Any, dict[str, Any]]:
    """Return a box, and who counts it."""
    stage = scene()
    colleague = MembershipFactory(team=stage.session.team, role="worker").user
    return full_box(stage, ore=ore), {"by": stage.by, "witness": colleague, "key": KEY}


def test_a_box_that_agrees_is_written_down_and_nothing_is_booked() -> None:
    box, who = counting()
    before = Entry.objects.count()

    made = counts.count(box, counted_ore=500_000, explanation="Alt i orden", **who)

    assert (made.expected_ore, made.difference_ore, made.explanation) == (500_000, 0, "")
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    ("counted", "difference", "booked"), [(490_000, -10_000, 10_000), (502_050, 2_050, -2_050)]
)
def test_a_difference_is_explained_and_booked_either_way(
    counted: int, difference: int, booked: int
) -> None:
    box, who = counting()

    made = counts.count(box, counted_ore=counted, explanation="Feil veksel", **who)

    assert (made.difference_ore, made.explanation) == (difference, "Feil veksel")
    assert (books.balance("box_difference"), cash.balance(box)) == (booked, counted)
    assert verification.verify() == []


@pytest.mark.parametrize(
    ("counted", "sentence"),
    [
        (490_000, "Det mangler 100\u00a0kr. Det skulle ligge 5\u00a0000\u00a0kr der. "),
        (510_000, "Det er 100\u00a0kr for mye. Det skulle ligge 5\u00a0000\u00a0kr der. "),
    ],
)
def test_a_difference_without_an_explanation_is_told_and_not_written(
    counted: int, sentence: str
) -> None:
    box, who = counting()

    with pytest.raises(RuleBroken) as told:
        counts.count(box, counted_ore=counted, explanation="  ", **who)

    assert told.value.message == sentence + "Skriv hva dere tror."
    assert (BoxCount.objects.count(), cash.balance(box)) == (0, 500_000)


def test_the_same_key_counts_once() -> None:
    box, who = counting()

    made = [
        counts.count(box, counted_ore=490_000, explanation="Feil veksel", **who) for _n in range(2)
    ]

    assert made[0] == made[1]
    assert books.balance("box_difference") == 10_000


@pytest.mark.parametrize("who_else", ["nobody", "oneself", "an outsider"])
def test_one_alone_does_not_count(who_else: str) -> None:
    box, who = counting()
    who["witness"] = {
        "nobody": None,
        "oneself": who["by"],
        "an outsider": MembershipFactory(role="worker").user,
    }[who_else]

    with pytest.raises(RuleBroken):
        counts.count(box, counted_ore=500_000, **who)

    assert BoxCount.objects.count() == 0


@pytest.mark.parametrize("counted", [-1, 10**14])
def test_a_sum_that_cannot_be_is_refused(counted: int) -> None:
    box, who = counting()

    with pytest.raises(RuleBroken):
        counts.count(box, counted_ore=counted, explanation="x", **who)


@pytest.mark.both
def test_the_database_wants_two_people_and_an_explanation() -> None:
    box, who = counting()
    facts = {"box": box, "expected_ore": 0, "at": timezone.now(), "counted_by": who["by"]}

    for wrong in (
        {"counted_ore": 0, "witness": who["by"]},
        {"counted_ore": 1, "witness": who["witness"]},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            BoxCount(key=uuid4(), **facts, **wrong).save()


def test_the_report_of_a_month_adds_up() -> None:
    stage = scene()
    colleague = MembershipFactory(team=stage.session.team, role="worker").user
    box = full_box(stage)
    person = stage.participant()
    earning = promises.record(stage.session, participant=person, by=stage.by).earning
    promises.close(stage.session, by=stage.by)
    assert earning is not None
    cash.pay(person, earnings=[earning.pk], box=box, by=stage.by, signature=SIGNATURE)
    counts.count(
        box, counted_ore=480_000, by=stage.by, witness=colleague, key=KEY, explanation="Veksel"
    )
    today = timezone.localdate()

    this = counts.report(box, first=today, last=today)
    later = counts.report(box, first=today + timedelta(days=1), last=today + timedelta(days=2))

    assert (this.opening, this.filled, this.paid) == (0, 500_000, 15_000)
    assert (this.differences, this.other, this.closing) == (-5_000, 0, 480_000)
    assert [one.counted_ore for one in this.counts] == [480_000]
    assert (later.opening, later.filled, later.closing, later.counts) == (480_000, 0, 480_000, [])


@pytest.mark.both
def test_sixteen_hands_count_the_same_page_once(race: Any) -> None:
    result = race.run("tests.payouts.racers.same_count", processes=16)

    assert [act.get("error") for act in result["acts"]] == [None] * 16
    assert {act["value"] for act in result["acts"]} == {result["acts"][0]["value"]}
    assert result["look"] == {"counts": 1, "box": 490_000, "difference": 10_000}
