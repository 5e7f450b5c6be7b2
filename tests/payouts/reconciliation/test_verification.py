"""Each sum in the books is compared with the rows, and named when it differs."""

import pytest

from ledger.chart import CASH_BOX
from ledger.models import VoucherCounter
from payouts.models import GiftCard
from payouts.reconciliation import verification
from tests.factories.payouts import GiftCardFactory
from tests.payouts.helpers import booked, full_box, scene

pytestmark = pytest.mark.django_db


def test_books_in_which_nothing_is_written_agree() -> None:
    assert verification.verify() == []
    VoucherCounter.objects.create(pk=1)
    assert verification.verify() == []


def test_a_counter_ahead_of_the_vouchers_is_named() -> None:
    VoucherCounter.objects.create(pk=1, last=1)

    assert verification.verify() == ["Bilagene har hull: 0 bilag, siste nummer er 0."]


def test_a_box_from_which_more_was_taken_than_was_in_it_is_named() -> None:
    box = full_box(scene(), ore=1_000)
    booked(key="too much", ore=1_050, debit="bank", credit=box.account)
    booked(key="never filled", ore=50, debit="bank", credit=f"{CASH_BOX}:0")

    assert verification.verify() == [
        f"Skrinet {name} har mindre enn ingenting: −0,50\u00a0kr."
        for name in (f"{CASH_BOX}:0", box.account)
    ]


def test_a_card_that_lies_here_past_the_books_is_named() -> None:
    GiftCardFactory(state="void", void_reason="Borte")
    GiftCard.objects.update(state="in_stock")
    assert verification.verify() == []

    GiftCard.objects.update(ore=20_000)

    assert verification.verify() == [
        "Gavekortene på lager er verdt 200\u00a0kr, men bøkene sier 150\u00a0kr."
    ]
