"""Cash across the table: once, signed for, from a box that has it."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.errors import RuleBroken
from ledger import books
from payouts.bank import batches, statuses
from payouts.earnings import promises
from payouts.models import CashReceipt, Earning, Payout
from payouts.over_the_table import cash, counts, gift_cards
from tests.factories.accounts import MembershipFactory, a_colleague
from tests.factories.payouts import GiftCardFactory
from tests.payouts import helpers
from tests.payouts.helpers import SIGNATURE, Scene, full_box, scene

pytestmark = pytest.mark.django_db


def earned(stage: Scene) -> Earning:
    """Return one approved honorarium."""
    recorded = promises.record(stage.session, participant=stage.participant(), by=stage.by)
    promises.close(stage.session, by=stage.by)
    assert recorded.earning is not None
    return Earning.objects.get(pk=recorded.earning.pk)


def test_pay_with_a_signature() -> None:
    stage = scene()
    earning, box = earned(stage), full_box(stage)

    receipt = cash.pay(
        earning.participant, earnings=[earning.pk], box=box, by=stage.by, signature=SIGNATURE
    )

    assert (receipt.ore, receipt.payouts.get().state) == (15_000, Payout.State.PAID)
    assert cash.balance(box) == 485_000
    assert (books.balance("owed"), books.balance("in_transit")) == (0, 0)
    assert list(Earning.objects.waiting_for_payment()) == []


def test_a_double_tap_on_pay_returns_the_first_receipt() -> None:
    stage = scene()
    earning, box = earned(stage), full_box(stage)

    receipts = [
        cash.pay(
            earning.participant, earnings=[earning.pk], box=box, by=stage.by, signature=SIGNATURE
        )
        for _twice in range(2)
    ]

    assert receipts[0] == receipts[1]
    assert cash.balance(box) == 485_000


def test_two_members_of_staff_sign_when_there_is_no_signature() -> None:
    stage = scene()
    earning, box = earned(stage), full_box(stage)
    colleague = MembershipFactory(team=stage.session.team, role="worker").user

    receipt = cash.pay(
        earning.participant,
        earnings=[earning.pk],
        box=box,
        by=stage.by,
        witness=colleague,
        paid_by_initials="kl",
        witness_initials="pa",
    )

    assert (receipt.paid_by_initials, receipt.witness_initials) == ("KL", "PA")


def test_one_member_of_staff_alone_cannot_confirm() -> None:
    stage = scene()
    earning, box = earned(stage), full_box(stage)
    outsider = MembershipFactory(role="worker").user
    attempts: list[dict[str, Any]] = [
        {},
        {"witness": stage.by, "paid_by_initials": "KL", "witness_initials": "KL"},
        {"witness": outsider, "paid_by_initials": "KL", "witness_initials": "XX"},
        {"signature": "M10 10L11 11"},
        {"signature": "M20 150L40 60L80 140<script>"},
        {"signature": "M20 150L40 60" * 10_000},
        {"signature": "data:image/png;base64,AAAA"},
    ]

    for attempt in attempts:
        with pytest.raises(RuleBroken):
            cash.pay(earning.participant, earnings=[earning.pk], box=box, by=stage.by, **attempt)

    assert (CashReceipt.objects.count(), cash.balance(box)) == (0, 500_000)


def test_a_box_with_too_little_pays_nothing() -> None:
    stage = scene()
    earning, box = earned(stage), full_box(stage, ore=14_900)

    with pytest.raises(RuleBroken) as told:
        cash.pay(
            earning.participant, earnings=[earning.pk], box=box, by=stage.by, signature=SIGNATURE
        )

    assert (
        told.value.message == "Det mangler 1\u00a0kr i skrinet. Fyll på, eller velg et annet skrin."
    )
    assert Payout.objects.count() == 0


def test_what_is_only_promised_is_not_paid_yet() -> None:
    stage = scene()
    box = full_box(stage)
    participant = stage.participant()
    promised = promises.record(stage.session, participant=participant, by=stage.by).earning
    assert promised is not None

    with pytest.raises(RuleBroken):
        cash.pay(participant, earnings=[promised.pk], box=box, by=stage.by, signature=SIGNATURE)


def test_somebody_else_s_honorarium_is_not_paid_to_me() -> None:
    stage = scene()
    earning, box = earned(stage), full_box(stage)

    with pytest.raises(RuleBroken):
        cash.pay(
            stage.participant(), earnings=[earning.pk], box=box, by=stage.by, signature=SIGNATURE
        )


@pytest.mark.both
def test_a_repeat_is_only_what_was_paid_together_before() -> None:
    stage = scene()
    person, box = stage.participant(), full_box(stage)
    first = promises.record(stage.session, participant=person, by=stage.by).earning
    promises.close(stage.session, by=stage.by)
    other = scene()
    second = promises.record(other.session, participant=person, by=other.by).earning
    promises.close(other.session, by=other.by)
    assert first is not None
    assert second is not None
    cash.pay(person, earnings=[first.pk], box=box, by=stage.by, signature=SIGNATURE)

    with pytest.raises(RuleBroken) as told:
        cash.pay(person, earnings=[first.pk, second.pk], box=box, by=stage.by, signature=SIGNATURE)

    assert told.value.message.endswith("er betalt eller på vei.")
    assert cash.balance(box) == 485_000


def group(stage: Scene, *, people: int) -> tuple[list[Earning], dict[str, Any]]:
    """Return the approved honoraria of `people`, and the two who pay them."""
    for _n in range(people):
        promises.record(stage.session, participant=stage.participant(), by=stage.by)
    promises.close(stage.session, by=stage.by)
    colleague = MembershipFactory(team=stage.session.team, role="worker").user
    two = {"by": stage.by, "witness": colleague}
    return list(Earning.objects.order_by("pk")), {
        **two, "paid_by_initials": "kl", "witness_initials": "pa",
    }  # fmt: skip


def test_the_database_refuses_a_second_live_payout() -> None:
    stage = scene()
    earning, box = earned(stage), full_box(stage)
    receipt = cash.pay(
        earning.participant, earnings=[earning.pk], box=box, by=stage.by, signature=SIGNATURE
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        Payout.objects.create(
            earning=earning, method="cash", state=Payout.State.QUEUED, cash_receipt=receipt
        )


@pytest.mark.both
def test_sixteen_hands_pay_the_same_honorarium_once(race: Any) -> None:
    result = race.run("tests.payouts.racers.same_payment", processes=16, people=1, box_ore=500_000)

    assert [act.get("error") for act in result["acts"]] == [None] * 16
    assert {act["value"] for act in result["acts"]} == {result["acts"][0]["value"]}
    assert result["look"] == {"payouts": 1, "receipts": 1, "box": 485_000, "gaps": 0}


@pytest.mark.both
def test_a_box_is_never_overdrawn_by_many_at_once(race: Any) -> None:
    result = race.run("tests.payouts.racers.same_payment", processes=10, people=10, box_ore=60_000)

    assert sorted(act.get("error", "paid").split(":")[0] for act in result["acts"]) == [
        *["RuleBroken"] * 6,
        *["paid"] * 4,
    ]
    assert result["look"] == {"payouts": 4, "receipts": 4, "box": 0, "gaps": 0}


@pytest.mark.both
def test_money_that_is_taken_back_to_the_bank_is_booked_once_and_never_more_than_there_is() -> None:
    stage = scene()
    box = full_box(stage, ore=50_000)

    for _twice in range(2):
        cash.take_out(box, ore=40_000, by=stage.by, witness=a_colleague(box), key="friday")
    with pytest.raises(RuleBroken) as told:
        cash.take_out(box, ore=10_001, by=stage.by, witness=a_colleague(box), key="monday")

    assert told.value.message == "Det ligger 100\u00a0kr i skrinet."
    with pytest.raises(RuleBroken):
        cash.take_out(box, ore=0, by=stage.by, witness=a_colleague(box), key="nothing")
    assert (cash.balance(box), books.balance("bank")) == (10_000, -10_000)
    today = timezone.localdate()
    report = counts.report(box, first=today, last=today)
    assert (report.taken_out, report.other, report.closing) == (40_000, 0, 10_000)


@pytest.mark.parametrize("how", [statuses.fail, statuses.reverse])
def test_who_says_that_the_bank_brought_it_back_does_not_hand_it_over(how: Any) -> None:
    stage = helpers.scene()
    (person,) = helpers.bank_people(stage)
    batch = batches.mark_sent(helpers.sealed(stage), by=stage.by)
    payout = batch.payouts.get()
    if how is statuses.reverse:
        statuses.settle(payout, by=stage.by)
    how(payout, reason="Kom tilbake", by=stage.by)
    box, pk = helpers.full_box(stage), payout.earning_id
    card: Any = GiftCardFactory(team=stage.session.team, ore=15_000)
    signed: Any = {"by": stage.by, "signature": SIGNATURE}
    other: Any = MembershipFactory(team=stage.session.team, role="finance").user
    ways: list[Any] = [
        lambda: cash.pay(person, earnings=[pk], box=box, **signed),
        lambda: gift_cards.hand_out(person, earnings=[pk], cards=[card.pk], **signed),
        lambda: cash.pay_group(
            box, earnings=[pk], by=stage.by, witness=other,
            paid_by_initials="KL", witness_initials="PO",
        ),
    ]  # fmt: skip
    for way in ways:
        with pytest.raises(RuleBroken, match="La en kollega"):
            way()
    assert cash.pay(person, earnings=[pk], box=box, by=other, signature=SIGNATURE).ore == 15_000
