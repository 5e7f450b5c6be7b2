"""Our mistakes are booked as a loss with a reason; nobody pays them back."""

import pytest

from core.errors import RuleBroken
from ledger import books
from ledger.models import Entry
from payouts import losses
from payouts.bank import batches, statuses
from payouts.earnings import promises
from payouts.models import Earning, Payout
from payouts.over_the_table import cash
from payouts.reconciliation import verification
from tests.factories.accounts import MembershipFactory
from tests.payouts.helpers import (
    SIGNATURE,
    Scene,
    bank_people,
    earned,
    full_box,
    pain002,
    scene,
    sealed,
)

pytestmark = pytest.mark.django_db


def approved(stage: Scene) -> Earning:
    earning = promises.record(stage.session, participant=stage.participant(), by=stage.by).earning
    assert earning is not None
    promises.close(stage.session, by=stage.by)
    earning.refresh_from_db()
    return earning


def test_a_write_off_moves_the_cost_to_loss_once_and_the_person_keeps_it() -> None:
    stage = scene()
    earning = approved(stage)

    first = losses.write_off(earning, reason="Feil navn krysset av", by=stage.by)
    again = losses.write_off(earning, reason="Feil navn krysset av", by=stage.by)

    assert first == again
    assert (first.debit, first.credit, first.ore, first.reason) == (
        "loss", "expense", 15_000, "Feil navn krysset av",
    )  # fmt: skip
    assert books.balance("owed") == -15_000
    assert Earning.objects.get().state == "approved"
    assert verification.verify() == []


def test_what_is_only_promised_is_taken_back_instead() -> None:
    stage = scene()
    recorded = promises.record(stage.session, participant=stage.participant(), by=stage.by)
    assert recorded.earning is not None

    with pytest.raises(RuleBroken):
        losses.write_off(recorded.earning, reason="Feil", by=stage.by)


@pytest.mark.parametrize("reason", ["", "  ", "x" * 121])
def test_a_loss_needs_a_reason_that_fits(reason: str) -> None:
    stage = scene()
    with pytest.raises(RuleBroken):
        losses.write_off(approved(stage), reason=reason, by=stage.by)


def test_only_leader_and_finance_book_a_loss() -> None:
    stage = scene()
    worker = MembershipFactory(team=stage.session.team, role="worker").user
    with pytest.raises(RuleBroken):
        losses.write_off(approved(stage), reason="Feil", by=worker)


@pytest.mark.both
def test_what_never_arrived_is_paid_again_and_we_bear_the_loss() -> None:
    stage = scene()
    earning, box = approved(stage), full_box(stage)
    finance = MembershipFactory(team=stage.session.team, role="finance").user
    pay = {"earnings": [earning.pk], "box": box, "by": stage.by, "signature": SIGNATURE}
    lost = cash.pay(earning.participant, **pay)
    payout = Payout.objects.get()
    with pytest.raises(RuleBroken):  # four eyes
        losses.pay_again_to_loss(payout, reason="Konvolutten ble borte", by=stage.by)

    for _twice in range(2):
        entry = losses.pay_again_to_loss(payout, reason="Konvolutten ble borte", by=finance)
    assert verification.verify() == []
    second = [cash.pay(earning.participant, **pay) for _twice in range(2)]

    assert (entry.debit, entry.credit, entry.ore) == ("loss", "owed", 15_000)
    assert second[0] == second[1] != lost
    assert list(Payout.objects.order_by("pk").values_list("state", flat=True)) == [
        "lost", "paid",
    ]  # fmt: skip
    assert {name: books.balance(name) for name in ("loss", "owed", "expense")} == {
        "loss": 15_000, "owed": 0, "expense": 15_000,
    }  # fmt: skip
    assert cash.balance(box) == 500_000 - 30_000
    assert verification.verify() == []


def test_what_is_not_paid_is_not_paid_again() -> None:
    stage = scene()
    earning = approved(stage)
    payout = Payout.objects.create(earning=earning, method="stripe", state="sending")
    with pytest.raises(RuleBroken):
        losses.pay_again_to_loss(payout, reason="Borte", by=stage.by)
    assert Entry.objects.filter(debit="loss").count() == 0


def test_a_page_from_before_the_correction_is_not_answered_with_the_old_receipt() -> None:
    stage = scene()
    person, box = stage.participant(), full_box(stage)
    finance = MembershipFactory(team=stage.session.team, role="finance").user
    first, second = earned(stage, participant=person), earned(scene(), participant=person)
    both = {"earnings": [first.pk, second.pk], "box": box, "by": stage.by, "signature": SIGNATURE}
    cash.pay(person, **both)
    lost = Payout.objects.get(earning=first)
    losses.pay_again_to_loss(lost, reason="Borte", by=finance)

    with pytest.raises(RuleBroken) as told:
        cash.pay(person, **both)

    assert told.value.message.endswith("er betalt eller på vei.")


def test_the_second_of_two_is_not_the_first_by_another_login() -> None:
    stage = scene()
    earning = approved(stage)
    pay = {"earnings": [earning.pk], "box": full_box(stage), "by": stage.by}
    cash.pay(earning.participant, signature=SIGNATURE, **pay)
    again = MembershipFactory(team=stage.session.team, role="finance").user
    for login in (stage.by, again):
        login.phone = "98765432"
        login.save()

    with pytest.raises(RuleBroken, match=f"{stage.by} og {again} er én innlogging"):
        losses.pay_again_to_loss(Payout.objects.get(), reason="Borte", by=again)

    assert Payout.objects.get().state == "paid"


def in_the_bank() -> tuple[Scene, Payout]:
    """Return a payout that the bank has, said by the leader to have arrived."""
    stage = scene()
    bank_people(stage)
    batches.mark_sent(sealed(stage), by=stage.by)
    payout = Payout.objects.get()
    return stage, statuses.settle(payout, by=stage.by)


@pytest.mark.both
def test_what_was_booked_as_lost_and_came_back_from_the_bank_is_a_loss_no_more() -> None:
    stage, payout = in_the_bank()
    finance = MembershipFactory(team=stage.session.team, role="finance").user
    with pytest.raises(RuleBroken):  # four eyes: who said that it arrived
        losses.pay_again_to_loss(payout, reason="Feil konto", by=stage.by)
    losses.pay_again_to_loss(payout, reason="Feil konto", by=finance)
    payout.refresh_from_db()
    assert (books.balance("loss"), statuses.booked_as_lost([payout])) == (15_000, {payout.pk})

    for _twice in range(2):
        statuses.reverse(payout, reason="Kom i retur", by=stage.by)

    assert {name: books.balance(name) for name in ("loss", "bank", "owed", "in_transit")} == {
        "loss": 0, "bank": 0, "owed": -15_000, "in_transit": 0,
    }  # fmt: skip
    assert statuses.booked_as_lost([payout]) == set()
    assert verification.verify() == []


@pytest.mark.parametrize("found", [False, True])
@pytest.mark.parametrize("word", ["ACSC", "RJCT"])
def test_the_bank_s_word_about_what_is_booked_as_lost(found: bool, word: str) -> None:
    """Lost is what has left us; what was found again is what has come back."""
    stage, payout = in_the_bank()
    finance = MembershipFactory(team=stage.session.team, role="finance").user
    losses.pay_again_to_loss(payout, reason="Feil konto", by=finance)
    if found:
        statuses.reverse(payout, reason="Kom i retur", by=finance)
    batch, before = payout.batch, Entry.objects.count()
    assert batch is not None
    data = pain002(batch.message_id, status=word)

    if found == (word == "RJCT"):
        assert statuses.apply_answer(batch, data, by=finance).settled == 0
    else:
        with pytest.raises(RuleBroken) as told:
            statuses.apply_answer(batch, data, by=finance)
        assert told.value.message.endswith("enn det som er ført. Ring banken.")
    assert Entry.objects.count() == before
