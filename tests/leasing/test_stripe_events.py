import itertools
import json
import time

import pytest
import stripe
from django.db import transaction
from django.test import Client

from leasing import billing, leases
from leasing.models import Lease, Payment, StripeEvent
from ledger.models import Entry
from notices.models import Task
from tests.factories.accounts import UserFactory
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


@pytest.mark.parametrize("address", ["/webhooks/stripe/", "/webhooks/stripe/utbetaling/"])
@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=b", "text/plain; charset=x", ""])
def test_a_body_of_another_kind_is_no_fault(client, address, kind):
    client.raise_request_exception = False
    body = b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--b--\r\n'
    assert client.generic("POST", address, body, kind).status_code in (400, 404)


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


# --- Whose events, and of which mode ------------------------------------------------------
def test_each_endpoint_signs_with_a_secret_of_its_own(settings):
    settings.STRIPE_WEBHOOK_SECRET = f"{SECRET}, whsec_of_connected"
    invoice = an_invoice_at_stripe()

    assert send(event(), secret="whsec_of_somebody_else") == 400
    assert send(event(), secret="whsec_of_connected") == 200

    assert invoice.is_paid


@pytest.mark.parametrize(
    ("key", "mode", "status"),
    [
        ("sk_live_1", {"livemode": True}, 200),
        ("rk_live_1", {"livemode": True}, 200),
        ("sk_live_1", {"livemode": False}, 400),
        ("sk_live_1", {}, 400),
        ("sk_test_1", {"livemode": True}, 400),
        ("sk_test_1", {"livemode": False}, 200),
    ],
)
def test_play_money_pays_nothing_where_the_key_is_live(settings, key, mode, status):
    settings.STRIPE_SECRET_KEY = key
    invoice = an_invoice_at_stripe()

    assert send(event() | mode) == status

    assert invoice.is_paid is (status == 200)


def test_what_a_connected_account_was_paid_pays_no_invoice_of_ours():
    invoice = an_invoice_at_stripe()

    assert send(event() | {"account": "acct_of_somebody"}) == 200

    assert not invoice.is_paid


THIN = {
    "id": "evt_thin",
    "object": "v2.core.event",
    "type": "v1.checkout.session.completed",
    "created": "2026-11-28T10:00:00.000Z",
    "related_object": {"id": "cs_1", "type": "checkout.session", "url": "/v1/…"},
}


@pytest.mark.parametrize("more", [{}, {"data": None}, {"data": {}}])
@pytest.mark.parametrize("kind", [THIN["type"], "checkout.session.completed", "charge.refunded"])
def test_a_thin_event_changes_nothing_and_the_log_says_why(kind, more, caplog):
    invoice = an_invoice_at_stripe()

    assert send(THIN | {"type": kind} | more) == 200

    assert not invoice.is_paid
    assert "thin events" in caplog.text


# --- Money that leaves again --------------------------------------------------------------
def income(invoice):
    return -Entry.objects.balance(f"lease_income:{invoice.lease.partner.team_id}")


def a_paid_invoice(**session):
    invoice = an_invoice_at_stripe()
    assert send(event(payment_intent="pi_1", **session)) == 200
    assert invoice.is_paid
    return invoice


def charge(kind, name, **about):
    told = {"id": "ch_1", "currency": "nok", "payment_intent": "pi_1"} | about
    return {"id": name, "object": "event", "type": kind, "data": {"object": told}}


def test_what_is_refunded_is_booked_as_much_as_it_is_and_somebody_is_asked():
    invoice = a_paid_invoice()

    part = charge("charge.refunded", "evt_2", amount=60_000, amount_refunded=20_000)
    whole = charge("charge.refunded", "evt_3", amount=60_000, amount_refunded=60_000)
    assert [send(part), send(part | {"id": "evt_2b"}), send(whole), send(part)] == [200] * 4

    assert income(invoice) == 0
    assert Entry.objects.balance("bank") == 0
    assert sorted(Payment.objects.get().paid_back.values_list("ore", flat=True)) == [20_000, 40_000]
    tasks = Task.objects.filter(key__startswith="stripe-refund")
    assert {(task.about, task.about_id) for task in tasks} == {
        ("leasing.partner", invoice.lease.partner_id)
    }
    assert "400\u00a0kr" in tasks.latest("pk").text


def test_what_was_paid_back_is_not_paid_ahead_when_the_lease_is_ended():
    invoice = a_paid_invoice()
    ahead = leases.paid_ahead(invoice.lease)
    assert ahead > 40_000

    send(charge("charge.refunded", "evt_2", amount_refunded=40_000))
    assert leases.paid_ahead(Lease.objects.get()) == ahead - 40_000
    send(charge("charge.refunded", "evt_3", amount_refunded=60_000))
    leases.end(Lease.objects.get(), by=UserFactory())

    assert not Task.objects.filter(key__startswith="lease-paid-ahead").exists()


def test_a_refund_is_known_by_our_key_too():
    invoice = a_paid_invoice()
    Payment.objects.update(stripe_intent="")

    send(
        charge(
            "charge.refunded", "evt_2", amount_refunded=60_000,
            metadata={"key": "invoice-1001-abc"},
        )
    )  # fmt: skip

    assert income(invoice) == 0


@pytest.mark.parametrize("kind", ["refund.failed", "refund.updated", "charge.refund.updated"])
def test_a_refund_that_failed_is_ours_again_and_may_be_given_anew(kind):
    invoice = a_paid_invoice()
    failed = charge(kind, "evt_4", id="re_1", amount=20_000, status="failed")
    back = charge("charge.refunded", "evt_3", amount_refunded=20_000)

    send(charge("refund.updated", "evt_2", id="re_1", amount=20_000, status="succeeded"))
    assert [send(back), send(failed), send(failed | {"id": "evt_5"})] == [200] * 3

    assert (income(invoice), invoice.paid_back_ore) == (60_000, 0)
    assert Task.objects.filter(key__startswith="stripe-refund-failed").count() == 1

    assert send(back | {"id": "evt_6"}) == 200
    assert (income(invoice), invoice.paid_back_ore) == (40_000, 20_000)


def test_a_refund_that_failed_before_we_heard_of_it_is_for_a_person():
    invoice = a_paid_invoice()
    assert send(charge("refund.failed", "evt_2", id="re_1", amount=20_000, status="failed")) == 200
    assert income(invoice) == 60_000
    assert Task.objects.get(key="stripe-refund-failed:re_1").done_at is None


def test_what_was_paid_too_much_is_given_back_before_the_income():
    invoice = an_invoice_at_stripe()
    billing.record_payment(invoice, ore=50_000, way="bank", reference="bank 1")
    assert send(event(payment_intent="pi_1")) == 200
    assert (income(invoice), Entry.objects.balance("lease_overpaid")) == (60_000, -50_000)

    send(charge("charge.refunded", "evt_2", amount_refunded=50_000))

    assert (income(invoice), Entry.objects.balance("lease_overpaid")) == (60_000, 0)
    assert Task.objects.get(key__startswith="lease-overpaid").done_at is not None


def test_a_dispute_is_asked_about_booked_when_money_leaves_and_when_it_returns():
    invoice = a_paid_invoice()
    dispute = {"id": "dp_1", "amount": 60_000, "status": "needs_response", "metadata": {}}

    send(charge("charge.dispute.created", "evt_2", **dispute))
    asked = Task.objects.get(key="stripe-dispute:dp_1")
    assert (income(invoice), asked.done_at) == (60_000, None)

    for name in ("evt_3", "evt_3b"):
        send(charge("charge.dispute.funds_withdrawn", name, **dispute))
    assert income(invoice) == 0

    for name in ("evt_4", "evt_4b"):
        send(charge("charge.dispute.funds_reinstated", name, **dispute | {"status": "won"}))
    asked.refresh_from_db()
    assert (income(invoice), asked.done_at is not None) == (60_000, True)


def test_a_dispute_that_is_lost_leaves_a_talk_with_the_partner():
    invoice = a_paid_invoice()
    dispute = {"id": "dp_1", "amount": 60_000, "status": "lost", "metadata": {}}
    send(charge("charge.dispute.funds_withdrawn", "evt_2", **dispute))

    send(charge("charge.dispute.closed", "evt_3", **dispute))

    assert income(invoice) == 0
    assert [task.key for task in Task.objects.filter(done_at=None, key__startswith="stripe")] == [
        "stripe-dispute:dp_1:lost"
    ]


def test_a_refund_of_nothing_that_we_know_is_for_a_person():
    invoice = a_paid_invoice()

    send(charge("charge.refunded", "evt_2", payment_intent="pi_9", amount_refunded=60_000))
    send(charge("charge.refunded", "evt_3", currency="eur", amount_refunded=60_000))

    assert income(invoice) == 60_000
    assert Task.objects.filter(key="stripe:ch_1").count() == 1


@pytest.mark.parametrize("status", ["won", "lost"])
def test_news_of_a_dispute_may_come_in_any_order(status):
    told = {}
    for order in itertools.permutations(["created", "funds_withdrawn", "end", "closed"]):
        with transaction.atomic():
            invoice = a_paid_invoice()
            for number, step in enumerate(order):
                if step == "end" and status == "lost":
                    continue
                kind = "funds_reinstated" if step == "end" else step
                dispute = {"id": "dp_1", "amount": 60_000, "status": status, "metadata": {}}
                send(charge(f"charge.dispute.{kind}", f"evt_d{number}", **dispute))
            waiting = Task.objects.filter(done_at=None, key__startswith="stripe-dispute")
            told[order] = (
                income(invoice),
                invoice.paid_back_ore,
                sorted(waiting.values_list("key", flat=True)),
            )
            transaction.set_rollback(True)
    kept = (60_000, 0, []) if status == "won" else (0, 60_000, ["stripe-dispute:dp_1:lost"])
    assert {order for order, end in told.items() if end != kept} == set()
