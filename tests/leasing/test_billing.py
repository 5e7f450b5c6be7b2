import pytest
from django.utils import timezone

from core.errors import RuleBroken
from leasing import billing
from leasing.models import Invoice, Payment
from ledger.models import Entry
from notices.models import Task
from tests.factories.leasing import GardenOfferFactory
from tests.leasing.test_leases import agree

pytestmark = pytest.mark.django_db


def an_invoice():
    return agree(GardenOfferFactory(monthly_ore=10_000), months=6).invoices.get()


def bank(invoice, ore, reference="BANK-1"):
    return billing.record_payment(invoice, ore=ore, way=Payment.Way.BANK, reference=reference)


def income_of(invoice):
    return f"lease_income:{invoice.lease.partner.team_id}"


@pytest.mark.both
def test_payments_add_up_until_the_invoice_is_paid():
    invoice = an_invoice()

    bank(invoice, 20_000, "A")
    assert (invoice.outstanding_ore, invoice.is_paid) == (40_000, False)
    bank(invoice, 40_000, "B")

    assert (invoice.outstanding_ore, invoice.is_paid) == (0, True)
    assert list(Invoice.objects.unpaid()) == []
    assert list(Entry.objects.values_list("debit", "credit", "ore", "reason")) == [
        ("bank", income_of(invoice), 20_000, "Leie, faktura 1001"),
        ("bank", income_of(invoice), 40_000, "Leie, faktura 1001"),
    ]


def test_list_knows_what_is_paid_without_asking_again(django_assert_num_queries):
    bank(an_invoice(), 20_000)

    with django_assert_num_queries(1):
        assert [invoice.paid_ore for invoice in Invoice.objects.with_paid()] == [20_000]


def test_same_reference_again_changes_nothing():
    invoice = an_invoice()

    first = bank(invoice, 20_000)

    assert bank(invoice, 20_000) == first
    assert Entry.objects.count() == 1


def test_same_reference_with_another_sum_is_refused():
    invoice = an_invoice()
    bank(invoice, 20_000)

    with pytest.raises(RuleBroken):
        bank(invoice, 30_000)


def test_what_is_paid_too_much_is_kept_apart_and_a_person_pays_it_back():
    invoice = an_invoice()
    bank(invoice, 50_000, "A")

    bank(invoice, 25_000, "B")

    assert Entry.objects.balance(income_of(invoice)) == -60_000
    assert Entry.objects.balance("lease_overpaid") == -15_000
    assert Entry.objects.balance("bank") == 75_000
    task = Task.objects.get(key__startswith="lease-overpaid")
    assert "150\u00a0kr" in task.text
    assert task.team == invoice.lease.partner.team


@pytest.mark.parametrize(("ore", "reference"), [(0, "A"), (-5, "A"), (100, "  ")])
def test_payment_without_sum_or_reference_is_refused(ore, reference):
    invoice = an_invoice()

    with pytest.raises(RuleBroken):
        bank(invoice, ore, reference)

    assert invoice.paid_ore == 0


def test_ledger_and_payment_stand_or_fall_together(monkeypatch):
    invoice = an_invoice()

    def refuse(kind, **entry):
        raise RuleBroken("Nei")

    monkeypatch.setattr(billing.posting, "post", refuse)
    with pytest.raises(RuleBroken):
        bank(invoice, 20_000)

    assert Payment.objects.count() == 0
    assert timezone.localdate() == invoice.issued_on
