"""Stripe sends the same event many times at the same moment."""

from django.conf import settings


def prepare() -> dict:
    from tests.leasing.test_stripe_events import an_invoice_at_stripe

    an_invoice_at_stripe()
    return {}


def act(index: int, prepared: dict) -> int:
    from tests.leasing.test_stripe_events import SECRET, event, send

    settings.STRIPE_WEBHOOK_SECRET = SECRET
    return send(event())


def look(prepared: dict) -> dict:
    from leasing.models import Payment
    from ledger.models import Entry

    return {"payments": Payment.objects.count(), "entries": Entry.objects.count()}
