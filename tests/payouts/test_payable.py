"""What may be paid now, by whom, and what the refusal leads to."""

from typing import Any

import pytest

from core.errors import RuleBroken
from core.hidden_fields import Changed
from payouts import payable
from payouts.earnings import promises
from payouts.models import Earning, Payout
from payouts.over_the_table import cash, gift_cards, receipt_mistakes
from tests.factories.accounts import MembershipFactory
from tests.factories.payouts import GiftCardFactory
from tests.payouts.helpers import SIGNATURE, bank_people, earned, full_box, scene, sealed

pytestmark = pytest.mark.django_db


def test_the_sum_on_the_button_is_the_sum_that_is_paid() -> None:
    rows = [earned(scene()) for _number in range(2)]

    payable.must_be_as_shown(rows, 30_000)
    payable.must_be_as_shown(rows, None)
    for shown in (0, 29_999, 30_001):
        with pytest.raises(Changed, match="Du har valgt 300"):
            payable.must_be_as_shown(rows, shown)


def test_what_is_not_there_is_not_paid() -> None:
    stage = scene()
    earning = earned(stage)

    assert payable.locked([earning.pk, earning.pk]) == [earning]
    assert payable.locked([earning.pk], participant=earning.participant) == [earning]
    for wrong in ([], [earning.pk, 0]):
        with pytest.raises(RuleBroken, match="Velg hva"):
            payable.locked(wrong)
    with pytest.raises(RuleBroken, match="Velg hva"):
        payable.locked([earning.pk], participant=stage.participant())


def test_what_is_only_promised_leads_to_its_session() -> None:
    stage = scene()
    row = promises.record(stage.session, participant=stage.participant(), by=stage.by).earning
    assert row is not None

    with pytest.raises(RuleBroken, match="er ikke godkjent ennå") as told:
        payable.must_be_payable([row], by=stage.by)

    assert told.value.about == stage.session


@pytest.mark.parametrize("way", ["cash", "gift card", "bank", "Stripe"])
def test_what_is_paid_already_leads_to_how(way: str) -> None:
    stage = scene()
    how: Any
    if way == "bank":
        bank_people(stage)
        how = sealed(stage)
    elif way == "Stripe":
        how = Payout.objects.create(earning=earned(stage), method="stripe")
    else:
        earning = earned(stage)
        given: Any = {"earnings": [earning.pk], "by": stage.by, "signature": SIGNATURE}
        if way == "cash":
            how = cash.pay(earning.participant, box=full_box(stage), **given)
        else:
            card = GiftCardFactory(team=stage.session.team)
            how = gift_cards.hand_out(earning.participant, cards=[card.pk], **given)
    row = Earning.objects.get()

    with pytest.raises(RuleBroken) as told:
        payable.must_be_payable([row], by=stage.by)

    assert told.value.message == (
        f"{row.what} til {row.participant.chosen_name} er betalt eller på vei."
    )
    assert told.value.about == how


def test_only_who_said_that_a_card_lies_here_may_not_give_the_same_again() -> None:
    stage = scene()
    worker = MembershipFactory(team=stage.session.team, role="worker").user
    earning, card = earned(stage), GiftCardFactory(team=stage.session.team)
    receipt = gift_cards.hand_out(
        earning.participant, earnings=[earning.pk], cards=[card.pk], by=worker,
        signature=SIGNATURE,
    )  # fmt: skip
    receipt_mistakes.reverse(receipt, by=stage.by)

    with pytest.raises(RuleBroken, match="La en kollega"):
        payable.must_be_payable([earning], by=stage.by)
    payable.must_be_payable([earning], by=worker)
