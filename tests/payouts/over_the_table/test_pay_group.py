"""Everybody at the table is paid in one go: all of them or none, and once."""

from typing import Any

import pytest

from core.errors import RuleBroken
from ledger import books
from payouts import losses
from payouts.earnings import approval, promises
from payouts.models import CashReceipt, Earning, Payout
from payouts.over_the_table import cash
from payouts.reconciliation import verification
from tests.factories.accounts import MembershipFactory
from tests.factories.participants import ParticipantFactory
from tests.payouts.helpers import SIGNATURE, Scene, full_box, scene

pytestmark = pytest.mark.django_db


def earned(stage: Scene, *, people: int) -> list[Earning]:
    """Return an approved honorarium of each of `people`."""
    for _person in range(people):
        promises.record(stage.session, participant=stage.participant(), by=stage.by)
    promises.close(stage.session, by=stage.by)
    return list(Earning.objects.order_by("pk").select_related("participant"))


def two(stage: Scene) -> dict[str, Any]:
    """Return a colleague who saw it, and both initials."""
    colleague = MembershipFactory(team=stage.session.team, role="worker").user
    return {"witness": colleague, "paid_by_initials": "kl", "witness_initials": "pa"}


def test_each_gets_a_receipt_and_the_box_is_less():
    stage = scene()
    earnings, box = earned(stage, people=3), full_box(stage)

    receipts = cash.pay_group(box, earnings=[row.pk for row in earnings], by=stage.by, **two(stage))

    assert [receipt.participant for receipt in receipts] == [row.participant for row in earnings]
    assert {receipt.ore for receipt in receipts} == {15_000}
    assert {receipt.witness_initials for receipt in receipts} == {"PA"}
    assert cash.balance(box) == 455_000
    assert (books.balance("owed"), books.balance("in_transit")) == (0, 0)


def test_a_second_press_returns_the_first_receipts():
    stage = scene()
    earnings, box = earned(stage, people=3), full_box(stage)
    ids, confirmed = [row.pk for row in earnings], two(stage)

    first = cash.pay_group(box, earnings=ids, by=stage.by, **confirmed)
    second = cash.pay_group(box, earnings=reversed(ids), by=stage.by, **confirmed)

    assert first == second
    assert cash.balance(box) == 455_000


def test_all_of_them_or_none_when_the_box_holds_too_little():
    stage = scene()
    earnings, box = earned(stage, people=3), full_box(stage, ore=44_900)

    with pytest.raises(RuleBroken) as told:
        cash.pay_group(box, earnings=[row.pk for row in earnings], by=stage.by, **two(stage))

    assert (
        told.value.message == "Det mangler 1\u00a0kr i skrinet. Fyll på, eller velg et annet skrin."
    )
    assert (CashReceipt.objects.count(), Payout.objects.count()) == (0, 0)


def test_who_was_paid_by_another_hand_meanwhile_is_named():
    stage = scene()
    earnings, box = earned(stage, people=3), full_box(stage)
    person = earnings[1].participant
    cash.pay(person, earnings=[earnings[1].pk], box=box, by=stage.by, signature=SIGNATURE)

    with pytest.raises(RuleBroken) as told:
        cash.pay_group(box, earnings=[row.pk for row in earnings], by=stage.by, **two(stage))

    assert told.value.message.endswith(f" til {person.chosen_name} er betalt eller på vei.")
    assert CashReceipt.objects.count() == 1


def test_who_is_only_promised_is_named():
    stage = scene()
    person = stage.participant()
    promised = promises.record(stage.session, participant=person, by=stage.by).earning
    assert promised is not None

    with pytest.raises(RuleBroken) as told:
        cash.pay_group(full_box(stage), earnings=[promised.pk], by=stage.by, **two(stage))

    assert told.value.message.startswith(f"{person.chosen_name}: ")
    assert "er ikke godkjent ennå" in told.value.message


def test_people_of_another_team_and_nobody_are_not_paid():
    here, there = scene(), scene()
    elsewhere, box = earned(there, people=1), full_box(here)

    for ids in ([elsewhere[0].pk], [], [10**12]):
        with pytest.raises(RuleBroken) as told:
            cash.pay_group(box, earnings=ids, by=here.by, **two(here))
        assert told.value.message == "Velg hva som skal betales."


def test_one_alone_cannot_confirm_for_a_group():
    stage = scene()
    earnings, box = earned(stage, people=2), full_box(stage)
    confirmed = two(stage)
    outsider = MembershipFactory(role="worker").user

    for change in (
        {"witness": stage.by},
        {"witness": outsider},
        {"witness_initials": " "},
        {"paid_by_initials": "KLNOR"},
    ):
        with pytest.raises(RuleBroken):
            cash.pay_group(
                box, earnings=[row.pk for row in earnings], by=stage.by, **confirmed | change
            )

    assert CashReceipt.objects.count() == 0


def test_one_person_with_two_honoraria_gets_one_receipt():
    stage = scene()
    earnings, box = earned(stage, people=1), full_box(stage)
    other = scene()
    other.session.team, person = stage.session.team, earnings[0].participant
    more = promises.record(other.session, participant=person, by=other.by).earning
    assert more is not None
    approval.approve_many([more.pk], by=other.by)

    receipts = cash.pay_group(box, earnings=[earnings[0].pk, more.pk], by=stage.by, **two(stage))

    assert [(receipt.participant, receipt.ore) for receipt in receipts] == [(person, 30_000)]


def test_a_participant_without_anything_is_left_alone():
    stage = scene()
    earnings, box = earned(stage, people=1), full_box(stage)
    ParticipantFactory(team=stage.session.team)

    assert len(cash.pay_group(box, earnings=[earnings[0].pk], by=stage.by, **two(stage))) == 1


def test_what_never_reached_anybody_is_paid_at_the_table_again():
    stage = scene()
    earnings, box = earned(stage, people=2), full_box(stage)
    ids, confirmed = [row.pk for row in earnings], two(stage)
    finance = MembershipFactory(team=stage.session.team, role="finance").user
    first = cash.pay_group(box, earnings=ids, by=stage.by, **confirmed)
    for payout in Payout.objects.all():
        losses.pay_again_to_loss(payout, reason="Konvoluttene ble borte", by=finance)

    again = [cash.pay_group(box, earnings=ids, by=stage.by, **confirmed) for _twice in range(2)]

    assert again[0] == again[1]
    assert not set(again[0]) & set(first)
    assert cash.balance(box) == 500_000 - 60_000
    assert verification.verify() == []


@pytest.mark.both
def test_sixteen_hands_pay_the_same_group_once(race: Any) -> None:
    result = race.run("tests.payouts.racers.same_group", processes=16, people=4)

    assert [act.get("error") for act in result["acts"]] == [None] * 16
    assert {tuple(act["value"]) for act in result["acts"]} == {tuple(result["acts"][0]["value"])}
    assert result["look"] == {"payouts": 4, "receipts": 4, "box": 440_000, "gaps": 0}
