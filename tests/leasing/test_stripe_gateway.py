"""The real library against a stand-in on loopback (tests/fake_stripe.py says what that proves)."""

import pytest
from django.db import transaction

from core import stripe_api
from core.errors import RuleBroken
from core.stripe_api import GatewayAway, GatewayRefused
from leasing import billing
from leasing.models import Payment
from tests.fake_stripe import serving
from tests.leasing.test_billing import an_invoice

pytestmark = pytest.mark.django_db
PAGES = {"success_url": "https://reir.example/a", "cancel_url": "https://reir.example/b"}


@pytest.fixture
def stripe(settings):
    settings.STRIPE_SECRET_KEY = "sk_test_of_nobody"
    settings.STRIPE_WEBHOOK_SECRET = "whsec_of_nobody"
    with serving() as fake:
        settings.STRIPE_API_BASE = fake.url
        yield fake


def test_checkout_asks_for_what_is_owed_in_kroner(stripe):
    invoice = an_invoice()

    address = billing.start_checkout(invoice, **PAGES)

    made = stripe.sessions["cs_test_1"]
    invoice.refresh_from_db()
    assert address == made["url"]
    assert (made["amount_total"], made["currency"]) == (60_000, "nok")
    assert made["client_reference_id"] == "1001"
    assert made["metadata"] == made["of_payment"] == {"key": invoice.checkout_key}
    assert (invoice.checkout_session, invoice.checkout_ore) == ("cs_test_1", 60_000)
    assert "X-Stripe-Client-Telemetry" not in stripe.requests[0][1]


def test_second_tap_leads_to_the_same_page(stripe):
    invoice = an_invoice()

    first = billing.start_checkout(invoice, **PAGES)

    assert billing.start_checkout(invoice, **PAGES) == first
    assert len(stripe.sessions) == 1


def test_inside_a_transaction_stripe_is_never_asked(stripe):
    invoice = an_invoice()

    with transaction.atomic(), pytest.raises(RuntimeError):
        billing.start_checkout(invoice, **PAGES)

    assert stripe.sessions == {}


def test_answer_lost_once_is_fetched_by_the_library_itself(stripe):
    stripe.lose_answers = 1

    billing.start_checkout(an_invoice(), **PAGES)

    assert len(stripe.requests) == 2
    assert len(stripe.sessions) == 1


def test_answer_lost_for_good_gives_one_checkout_when_asked_again(stripe):
    invoice = an_invoice()
    stripe.lose_answers = 1 + stripe_api.RETRIES
    with pytest.raises(RuleBroken) as away:
        billing.start_checkout(invoice, **PAGES)

    billing.start_checkout(invoice, **PAGES)

    assert away.value.message.startswith("Vi får ikke kontakt med kortbetalingen nå.")
    assert len(stripe.sessions) == 1
    invoice.refresh_from_db()
    assert invoice.checkout_session == "cs_test_1"


def test_expired_checkout_is_replaced(stripe):
    invoice = an_invoice()
    billing.start_checkout(invoice, **PAGES)
    stripe.sessions["cs_test_1"]["status"] = "expired"

    address = billing.start_checkout(invoice, **PAGES)

    assert address == stripe.sessions["cs_test_2"]["url"]


def test_checkout_of_an_old_sum_is_closed_before_a_new_one_opens(stripe):
    invoice = an_invoice()
    billing.start_checkout(invoice, **PAGES)
    billing.record_payment(invoice, ore=10_000, way=Payment.Way.BANK, reference="B")

    billing.start_checkout(invoice, **PAGES)

    assert stripe.sessions["cs_test_1"]["status"] == "expired"
    assert stripe.sessions["cs_test_2"]["amount_total"] == 50_000


def test_payment_on_its_way_is_not_asked_for_again(stripe):
    invoice = an_invoice()
    billing.start_checkout(invoice, **PAGES)
    stripe.sessions["cs_test_1"] |= {"status": "complete", "url": None}

    with pytest.raises(RuleBroken) as waiting:
        billing.start_checkout(invoice, **PAGES)

    assert waiting.value.message.startswith("Kortbetalingen er på vei.")
    assert len(stripe.sessions) == 1


def test_paid_invoice_never_reaches_stripe(stripe):
    invoice = an_invoice()
    billing.record_payment(invoice, ore=60_000, way=Payment.Way.BANK, reference="B")

    with pytest.raises(RuleBroken):
        billing.start_checkout(invoice, **PAGES)

    assert stripe.requests == []


def test_stand_in_refuses_parameters_that_the_library_does_not_know(stripe, monkeypatch):
    monkeypatch.setattr(stripe_api, "RETRIES", 0)

    def create(*asked):
        with stripe_api.asking("sk_test") as client:
            client.v1.checkout.sessions.create(*asked)

    with pytest.raises(GatewayRefused):
        create({"mode": "payment", "cancle_url": "x"})
    with pytest.raises(GatewayRefused):
        create({"line_items": [{"price_data": {"currency": "nok", "unit_amount": "mye"}}]})
    create({"mode": "payment", "line_items": _a_line(5)}, {"idempotency_key": "k"})
    with pytest.raises(GatewayAway):
        create({"mode": "payment", "line_items": _a_line(6)}, {"idempotency_key": "k"})


def _a_line(ore):
    return [{"quantity": 1, "price_data": {"currency": "nok", "unit_amount": ore, "product": "p"}}]
