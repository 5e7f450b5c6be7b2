"""«Noe er feil» on a receipt: what was tapped and never given, and who is asked about the rest."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import Role
from core.errors import RuleBroken
from ledger import books, chart
from ledger.models import Entry
from notices.models import Task
from payouts import losses
from payouts.models import CashReceipt, GiftCardReceipt, Payout
from payouts.over_the_table import cash, counts, gift_cards, receipt_mistakes
from tests.factories.accounts import MembershipFactory, a_colleague
from tests.factories.payouts import GiftCardFactory
from tests.payouts.helpers import SIGNATURE
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db


def paid(here):
    person, box = here.person(), here.box()
    earning = here.earned(person)
    receipt = cash.pay(person, earnings=[earning.pk], box=box, by=here.worker, signature=SIGNATURE)
    return receipt, earning, box


def test_money_that_still_lies_in_the_box_is_there_again_and_can_be_paid():
    here = scene()
    receipt, earning, box = paid(here)

    for _tap in range(2):
        receipt_mistakes.reverse(receipt, by=here.worker)

    assert (cash.balance(box), books.balance(chart.OWED)) == (100_000, -15_000)
    assert receipt_mistakes.is_reversed(receipt)
    again = cash.pay(
        earning.participant, earnings=[earning.pk], box=box, by=here.worker, signature=SIGNATURE
    )
    assert (again.pk != receipt.pk, cash.balance(box)) == (True, 85_000)
    assert Entry.objects.filter(reverses__isnull=False).count() == 2


def test_a_gift_card_that_was_never_given_is_in_stock_again():
    here = scene()
    person = here.person()
    earning, card = here.earned(person), GiftCardFactory(team=here.team, ore=15_000)
    receipt = gift_cards.hand_out(
        person, earnings=[earning.pk], cards=[card.pk], by=here.worker, signature=SIGNATURE
    )
    receipt_mistakes.reverse(receipt, by=here.worker)
    card.refresh_from_db()
    assert (card.state, card.receipt) == ("in_stock", None)
    assert GiftCardReceipt.objects.count() == 1


def test_who_said_that_a_gift_card_lies_here_does_not_give_the_same_once_more():
    """No box is counted that would miss it: the person may hold the card."""
    here = scene()
    person, box = here.person(), here.box()
    earning, card = here.earned(person), GiftCardFactory(team=here.team, ore=15_000)
    given = {"earnings": [earning.pk], "signature": SIGNATURE}
    receipt = gift_cards.hand_out(person, cards=[card.pk], by=here.worker, **given)
    receipt_mistakes.reverse(receipt, by=here.worker)

    with pytest.raises(RuleBroken, match="La en kollega"):
        cash.pay(person, box=box, by=here.worker, **given)
    with pytest.raises(RuleBroken, match="La en kollega"):
        gift_cards.hand_out(person, cards=[card.pk], by=here.worker, **given)
    other = a_colleague(card)
    assert gift_cards.hand_out(person, cards=[card.pk], by=other, **given).ore == 15_000


def test_one_dishonest_person_takes_nothing_back_that_they_may_not():
    here = scene()
    receipt, _earning, box = paid(here)
    leader, other = here.colleague(Role.LEADER), here.colleague()
    with pytest.raises(RuleBroken):
        receipt_mistakes.reverse(receipt, by=other)
    tomorrow = timezone.now() + timedelta(days=1)
    with time_machine.travel(tomorrow), pytest.raises(RuleBroken):
        receipt_mistakes.reverse(receipt, by=here.worker)
    # Becoming a leader does not make two people of one.
    MembershipFactory(user=here.worker, team=here.team, role=Role.FINANCE)
    with time_machine.travel(tomorrow), pytest.raises(RuleBroken):
        receipt_mistakes.reverse(receipt, by=here.worker)
    counts.count(
        box, counted_ore=85_000, by=here.worker, witness=other, key="5c1c6d4e-0000-4000-8000-1"
        "00000000001",
    )  # fmt: skip
    with pytest.raises(RuleBroken, match="talt"):
        receipt_mistakes.reverse(receipt, by=leader)
    assert Payout.objects.get().state == "paid"


def test_what_is_booked_as_lost_in_part_is_not_there_again_as_a_whole():
    here = scene()
    person, leader = here.person(), here.colleague(Role.LEADER)
    earnings = [here.earned(person).pk for _number in range(2)]
    cards = [GiftCardFactory(team=here.team, ore=15_000).pk for _number in range(2)]
    receipt = gift_cards.hand_out(
        person, earnings=earnings, cards=cards, by=here.worker, signature=SIGNATURE
    )
    losses.pay_again_to_loss(receipt.payouts.first(), reason="Borte", by=leader)
    with pytest.raises(RuleBroken, match="rettet før"):
        receipt_mistakes.reverse(receipt, by=here.worker)
    assert receipt.cards.count() == 2


def test_nothing_lies_in_a_box_that_is_closed():
    here = scene()
    receipt, _earning, box = paid(here)
    cash.take_out(box, ore=85_000, by=here.worker, witness=a_colleague(box), key="all")
    cash.close(box)
    with pytest.raises(RuleBroken, match="ikke i bruk"):
        receipt_mistakes.reverse(receipt, by=here.worker)
    assert (cash.balance(box), Payout.objects.get().state) == (0, "paid")


def test_who_may_not_asks_one_who_may_and_the_mend_closes_it():
    here = scene()
    receipt, _earning, _box = paid(here)
    leader = here.colleague(Role.LEADER)

    for _tap in range(2):
        receipt_mistakes.report(receipt, case="lost", by=here.worker)

    task = Task.objects.get()
    assert (task.assigned_to, task.participant) == (leader, receipt.participant)
    assert (task.about, task.about_id) == ("payouts.cashreceipt", receipt.pk)
    losses.pay_again_to_loss(receipt.payouts.get(), reason="Konvolutten er borte", by=leader)
    assert not Task.objects.open().exists()
    assert CashReceipt.objects.count() == 1
