"""Gift cards: a stock that agrees with the books, handed out once, for exactly the sum."""

import uuid
from typing import Any

import pytest
from django.db import connection

from core.errors import RuleBroken
from ledger import books
from ledger.models import Entry
from payouts.earnings import promises
from payouts.models import Earning, GiftCard, GiftCardReceipt, Payout
from payouts.over_the_table import cash, gift_cards
from payouts.reconciliation import verification
from tests.factories.accounts import MembershipFactory, a_colleague
from tests.factories.payouts import GiftCardFactory
from tests.payouts.helpers import SIGNATURE, Scene, full_box, scene

pytestmark = pytest.mark.django_db

KEY = "5c1c6d4e-0000-4000-8000-000000000001"


def earned(stage: Scene) -> Earning:
    recorded = promises.record(stage.session, participant=stage.participant(), by=stage.by)
    promises.close(stage.session, by=stage.by)
    assert recorded.earning is not None
    return Earning.objects.get(pk=recorded.earning.pk)


def add(stage: Scene, *, numbers: str, ore: int = 15_000, key: str = KEY) -> list[GiftCard]:
    return gift_cards.add(
        stage.session.team,
        issuer="Rema 1000",
        numbers=numbers.splitlines(),
        ore=ore,
        by=stage.by,
        key=key,
    )


def test_many_are_added_at_once_and_a_repeat_adds_none() -> None:
    stage = scene()
    written = "9845 0000 0000 1111\n\n9845-0000-0000-2222\n"

    taps = [add(stage, numbers=written) for _tap in range(2)]

    assert [card.number[-4:] for card in taps[0]] == ["1111", "2222"]
    assert set(taps[0]) == set(taps[1])
    assert (books.balance("gift_card_stock"), books.balance("bank")) == (
        30_000,
        -30_000,
    )
    assert gift_cards.in_stock(stage.session.team) == 30_000
    assert verification.verify() == []


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        ("98450000\n\n9845 0000", "Linje 3 er det samme kortet som linje 1."),
        ("98450001\n=HYPERLINK()", "Linje 2 er ikke et kortnummer."),
        ("98450001\n123", "Linje 2 er ikke et kortnummer."),
        ("1" * 41, "Linje 1 er ikke et kortnummer."),
        (" \n ", "Skriv butikken og minst ett nummer."),
        ("\n".join(f"9845{n:06d}" for n in range(501)), "Legg inn høyst 500 kort om gangen."),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_added(numbers: str, sentence: str) -> None:
    with pytest.raises(RuleBroken) as told:
        add(scene(), numbers=numbers)

    assert told.value.message == sentence
    assert (GiftCard.objects.count(), Entry.objects.count()) == (0, 0)


def test_a_card_that_is_there_already_is_named_by_its_line() -> None:
    stage = scene()
    add(stage, numbers="98450000")

    with pytest.raises(RuleBroken) as told:
        add(stage, numbers="98459999\n9845 0000", key=str(uuid.uuid4()))

    assert told.value.message == "Linje 2: Dette kortet er lagt inn før."
    assert books.balance("gift_card_stock") == 15_000


@pytest.mark.parametrize("ore", [0, -15_000, 10**14])
def test_a_value_that_cannot_be_is_refused(ore: int) -> None:
    with pytest.raises(RuleBroken):
        add(scene(), numbers="98450000", ore=ore)


def test_the_number_lies_encrypted() -> None:
    add(scene(), numbers="9845 1234 5678")

    with connection.cursor() as cursor:
        cursor.execute("select number, number_hash from payouts_giftcard")
        number, hashed = cursor.fetchone()

    assert "984512345678" not in number + hashed
    assert str(GiftCard.objects.get()) == "Rema 1000 … 5678"


def test_a_card_is_handed_out_once_however_often_it_is_tapped() -> None:
    stage = scene()
    earning = earned(stage)
    card = GiftCardFactory(team=stage.session.team)

    receipts = [
        gift_cards.hand_out(
            earning.participant,
            earnings=[earning.pk],
            cards=[card.pk],
            by=stage.by,
            signature=SIGNATURE,
        )
        for _tap in range(2)
    ]

    assert receipts[0] == receipts[1]
    card.refresh_from_db()
    assert (card.state, card.receipt) == (GiftCard.State.HANDED_OUT, receipts[0])
    assert receipts[0].signature == SIGNATURE
    assert Payout.objects.get().method == Payout.Method.GIFT_CARD
    accounts = ("owed", "in_transit", "gift_card_stock", "expense")
    assert [books.balance(account) for account in accounts] == [0, 0, 0, 15_000]
    assert verification.verify() == []


def test_the_cards_must_be_worth_what_is_owed() -> None:
    stage = scene()
    earning = earned(stage)
    card = GiftCardFactory(team=stage.session.team, ore=20_000)

    with pytest.raises(RuleBroken) as told:
        gift_cards.hand_out(
            earning.participant,
            earnings=[earning.pk],
            cards=[card.pk],
            by=stage.by,
            signature=SIGNATURE,
        )

    assert told.value.message == (
        "Kortene er på 200\u00a0kr, og honoraret er 150\u00a0kr. Velg så det blir likt."
    )
    assert (Payout.objects.count(), GiftCardReceipt.objects.count()) == (0, 0)


@pytest.mark.parametrize("why", ["of another team", "void", "handed out", "unknown", "none"])
def test_a_card_that_is_not_there_pays_nothing(why: str) -> None:
    stage = scene()
    earning = earned(stage)
    card = GiftCardFactory(**({} if why == "of another team" else {"team": stage.session.team}))
    if why == "void":
        gift_cards.void(card, reason="Mistet", by=stage.by, witness=a_colleague(card))
    if why == "handed out":
        other = earned(scene())
        other.participant.team = stage.session.team
        gift_cards.hand_out(
            other.participant, earnings=[other.pk], cards=[card.pk], by=stage.by,
            signature=SIGNATURE,
        )  # fmt: skip
    before = Payout.objects.count()

    with pytest.raises(RuleBroken):
        gift_cards.hand_out(
            earning.participant,
            earnings=[earning.pk],
            cards={"unknown": [10**9], "none": []}.get(why, [card.pk]),
            by=stage.by,
            signature=SIGNATURE,
        )

    assert Payout.objects.count() == before


def test_what_was_paid_in_cash_is_not_given_as_a_card_too() -> None:
    stage = scene()
    earning, box = earned(stage), full_box(stage)
    card = GiftCardFactory(team=stage.session.team)
    cash.pay(earning.participant, earnings=[earning.pk], box=box, by=stage.by, signature=SIGNATURE)

    with pytest.raises(RuleBroken):
        gift_cards.hand_out(
            earning.participant,
            earnings=[earning.pk],
            cards=[card.pk],
            by=stage.by,
            signature=SIGNATURE,
        )

    card.refresh_from_db()
    assert card.state == GiftCard.State.IN_STOCK


def test_one_alone_cannot_confirm_a_card_and_two_can() -> None:
    stage = scene()
    earning = earned(stage)
    card = GiftCardFactory(team=stage.session.team)
    given: dict[str, Any] = {"earnings": [earning.pk], "cards": [card.pk], "by": stage.by}
    for attempt in ({}, {"signature": "M10 10L11 11"}):
        with pytest.raises(RuleBroken):
            gift_cards.hand_out(earning.participant, **given, **attempt)
    colleague = MembershipFactory(team=stage.session.team, role="worker").user

    receipt = gift_cards.hand_out(
        earning.participant,
        **given,
        witness=colleague,
        paid_by_initials="kl",
        witness_initials="pa",
    )

    assert (receipt.witness, receipt.witness_initials) == (colleague, "PA")


def test_a_lost_card_goes_to_loss_once() -> None:
    stage = scene()
    card = GiftCardFactory(team=stage.session.team)
    with pytest.raises(RuleBroken):
        gift_cards.void(card, reason=" ", by=stage.by, witness=a_colleague(card))

    for _tap in range(2):
        gift_cards.void(card, reason="Mistet på bussen", by=stage.by, witness=a_colleague(card))

    card.refresh_from_db()
    assert (card.state, card.void_reason) == (GiftCard.State.VOID, "Mistet på bussen")
    assert (books.balance("loss"), books.balance("gift_card_stock")) == (
        15_000,
        0,
    )
    assert verification.verify() == []


def test_a_card_that_somebody_has_cannot_be_taken_out() -> None:
    stage = scene()
    earning = earned(stage)
    card = GiftCardFactory(team=stage.session.team)
    gift_cards.hand_out(
        earning.participant,
        earnings=[earning.pk],
        cards=[card.pk],
        by=stage.by,
        signature=SIGNATURE,
    )

    with pytest.raises(RuleBroken):
        gift_cards.void(card, reason="Mistet", by=stage.by, witness=a_colleague(card))


def test_a_stock_that_does_not_agree_is_told() -> None:
    card = GiftCardFactory()
    GiftCard.objects.filter(pk=card.pk).update(ore=10_000)

    assert verification.verify() == [
        "Gavekortene på lager er verdt 100\u00a0kr, men bøkene sier 150\u00a0kr."
    ]


@pytest.mark.both
def test_sixteen_hands_give_the_same_card_once(race: Any) -> None:
    result = race.run("tests.payouts.racers.same_gift_card", processes=16)

    assert [act.get("error") for act in result["acts"]] == [None] * 16
    assert {act["value"] for act in result["acts"]} == {result["acts"][0]["value"]}
    assert result["look"] == {
        "payouts": 1, "receipts": 1, "card": "handed_out", "stock": 0, "gaps": 0, "problems": [],
    }  # fmt: skip
