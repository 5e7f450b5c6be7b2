import json
import time

import pytest
import stripe
from django.test import Client

from leasing import billing
from leasing.models import Payment, StripeEvent
from notices.models import Task
from payouts.models import Entry
from tests.leasing.test_billing import an_invoice

pytestmark = pytest.mark.django_db
SECRET = "whsec_of_nobody"


@pytest.fixture(autouse=True)
def _secret(settings):
    settings.STRIPE_WEBHOOK_SECRET = SECRET


def an_invoice_at_stripe():
    invoice = an_invoice()
    invoice.checkout_key, invoice.checkout_ore = "invoice-1001-abc", invoice.ore
    invoice.checkout_session = "cs_1"
    invoice.save()
    return invoice


def event(kind="checkout.session.completed", name="evt_1", **session):
    session = {
        "id": "cs_1",
        "object": "checkout.session",
        "amount_total": 60_000,
        "currency": "nok",
        "payment_status": "paid",
        "metadata": {"key": "invoice-1001-abc"},
    } | session
    return {"id": name, "object": "event", "type": kind, "data": {"object": session}}


def send(body, *, at=None, secret=SECRET):
    """Post `body` as Stripe would; returns the status."""
    text = body if isinstance(body, str) else json.dumps(body)
    at = int(time.time()) if at is None else at
    header = stripe.WebhookSignature.generate_signature_header(text, secret, at)
    answer = Client(enforce_csrf_checks=True).post(
        "/webhooks/stripe/", text, "application/json", headers={"stripe-signature": header}
    )
    return answer.status_code


def test_paid_checkout_pays_the_invoice():
    invoice = an_invoice_at_stripe()

    assert send(event()) == 200

    assert invoice.is_paid
    payment = Payment.objects.get()
    assert (payment.way, payment.reference, payment.ore) == ("stripe", "cs_1", 60_000)
    assert Entry.objects.balance(f"lease_income:{invoice.lease.partner.team_id}") == -60_000


def test_checkout_whose_answer_we_never_saw_still_pays_the_invoice():
    invoice = an_invoice_at_stripe()
    invoice.checkout_session = ""
    invoice.save()

    assert send(event()) == 200

    assert invoice.is_paid


def test_replay_changes_nothing(monkeypatch):
    an_invoice_at_stripe()
    record, recorded = billing.record_payment, []
    monkeypatch.setattr(
        billing,
        "record_payment",
        lambda invoice, **words: recorded.append(record(invoice, **words)),
    )

    assert [send(event()), send(event())] == [200, 200]

    assert len(recorded) == 1
    assert StripeEvent.objects.count() == 1


@pytest.mark.both
def test_same_event_many_times_at_once_pays_once(race):
    result = race.run("tests.leasing.racers.webhook", processes=6)

    assert result == {"acts": [{"value": 200}] * 6, "look": {"payments": 1, "entries": 1}}


def test_two_events_about_one_payment_pay_once():
    an_invoice_at_stripe()

    send(event(name="evt_1"))
    send(event("checkout.session.async_payment_succeeded", name="evt_2"))

    assert Payment.objects.count() == 1


def test_completed_but_not_yet_paid_waits():
    invoice = an_invoice_at_stripe()

    assert send(event(payment_status="unpaid")) == 200

    assert not invoice.is_paid
    assert Task.objects.filter(key__startswith="stripe").count() == 0


def test_payment_that_failed_later_can_be_tried_again():
    invoice = an_invoice_at_stripe()

    send(event("checkout.session.async_payment_failed", payment_status="unpaid"))

    invoice.refresh_from_db()
    assert (invoice.checkout_key, invoice.checkout_session) == ("", "")


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount_total": 59_999},
        {"amount_total": None},
        {"currency": "sek"},
        {"metadata": {"key": "somebody-else"}},
        {"metadata": {}},
        {"metadata": None},
    ],
)
def test_money_that_does_not_fit_goes_to_a_person(wrong):
    invoice = an_invoice_at_stripe()

    assert send(event(**wrong)) == 200

    assert not invoice.is_paid
    assert Task.objects.filter(key="stripe:cs_1").count() == 1
    assert StripeEvent.objects.count() == 1


@pytest.mark.parametrize(
    "body",
    [
        {"id": "evt_9", "type": "customer.created", "data": {"object": {"id": "cus_1"}}},
        {"id": "evt_9", "type": "a.kind.of.tomorrow"},
    ],
)
def test_unknown_event_is_thanked_for(body):
    assert send(body) == 200
    assert Payment.objects.count() == 0


@pytest.mark.parametrize("minutes", [-6, 6, 60])
def test_event_from_the_past_or_the_future_is_refused(minutes):
    invoice = an_invoice_at_stripe()

    assert send(event(), at=int(time.time()) + minutes * 60) == 400

    assert not invoice.is_paid
    assert StripeEvent.objects.count() == 0


def test_event_of_another_secret_is_refused():
    invoice = an_invoice_at_stripe()

    assert send(event(), secret="whsec_of_somebody") == 400

    assert not invoice.is_paid


def test_without_a_secret_everything_is_refused(settings):
    settings.STRIPE_WEBHOOK_SECRET = ""

    assert send(event(), secret="x") == 400
    assert StripeEvent.objects.count() == 0


@pytest.mark.parametrize(
    "body", ["", "[]", "null", "{", '{"id": 5}', '{"type": "x"}', '{"id": "x", "type": 5}']
)
def test_signed_nonsense_is_refused(body):
    assert send(body) == 400


@pytest.mark.parametrize("header", ["", "t=,v1=", "t=x,v1=y", "v1=abc", "t=1=2,v1", "æøå"])
def test_broken_signature_is_refused(client, header):
    answer = client.post(
        "/webhooks/stripe/", "{}", "application/json", headers={"stripe-signature": header}
    )
    assert answer.status_code == 400


def test_body_beyond_all_reason_is_refused(client):
    answer = client.post("/webhooks/stripe/", "x" * 600_000, "application/json")
    assert answer.status_code == 400


def test_looking_is_not_posting(client):
    assert client.get("/webhooks/stripe/").status_code == 405


def test_event_and_effect_stand_or_fall_together(monkeypatch):
    an_invoice_at_stripe()

    def fall(*arguments, **more):
        raise ConnectionError

    monkeypatch.setattr(billing, "record_payment", fall)
    with pytest.raises(ConnectionError):
        send(event())

    assert StripeEvent.objects.count() == 0
