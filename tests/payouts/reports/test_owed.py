"""Envelopes: what is wanted in the hand, in the fewest notes and coins."""

from operator import mul

import pytest

from payouts.models import Earning, PayChoice, Way
from payouts.over_the_table import cash
from payouts.reports import owed
from tests.payouts.helpers import SIGNATURE, full_box, scene
from tests.payouts.over_the_table.test_pay_group import earned

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("ore", "pieces"),
    [
        (15_000, [0, 1, 1, 0, 0, 0, 0]),
        (120_050, [6, 0, 0, 0, 0, 0, 0]),
        (38_800, [1, 1, 1, 1, 1, 1, 3]),
        (100, [0, 0, 0, 0, 0, 0, 1]),
        (99, [0] * 7),
        (0, [0] * 7),
    ],
)
def test_the_fewest_notes_and_coins(ore, pieces):
    assert owed.pieces_of(ore) == pieces


def test_a_sum_is_its_pieces_and_the_rest():
    for ore in range(0, 60_000, 1_234):
        pieces = owed.pieces_of(ore)
        assert sum(map(mul, owed.KRONER, pieces)) * 100 + ore % 100 == ore


def test_what_each_has_chosen_decides_the_envelope():
    stage = scene(places=8)
    always, once, neither, back, paid = earned(stage, people=5)
    PayChoice.objects.create(participant=always.participant, way=Way.GIFT_CARD)
    Earning.objects.filter(pk=once.pk).update(way=Way.SAVED)
    PayChoice.objects.create(participant=back.participant, way=Way.BANK)
    Earning.objects.filter(pk=back.pk).update(way=Way.IN_HAND)
    box = full_box(stage)
    cash.pay(paid.participant, earnings=[paid.pk], box=box, by=stage.by, signature=SIGNATURE)

    theirs = Earning.objects.filter(participant__team=stage.session.team)

    def people(found):
        return {envelope.participant for envelope in found}

    assert people(owed.by_person(theirs.in_cash())) == {neither.participant, back.participant}
    assert people(owed.by_person(theirs.in_another_way())) == {always.participant, once.participant}


def test_one_envelope_a_person_and_the_totals():
    stage = scene()
    earned(stage, people=2)

    found = owed.by_person(Earning.objects.in_cash())

    assert [envelope.ore for envelope in found] == [15_000, 15_000]
    assert owed.total_pieces(found) == [0, 2, 2, 0, 0, 0, 0]
    assert owed.total_pieces([]) == [0] * 7
