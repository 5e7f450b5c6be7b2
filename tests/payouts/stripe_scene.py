"""Stripe turned on, with the stand-in behind it."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import stripe
from django.conf import settings
from django.test import Client, override_settings

from payouts.models import Earning, StripeRecipient
from payouts.stripe import recipients
from tests.factories.accounts import MembershipFactory
from tests.fake_stripe import FakeStripe, serving
from tests.payouts.helpers import Scene, earned

SECRET = "whsec_of_nobody"
TURNED_ON = {
    "STRIPE_PAYOUTS_ENABLED": True,
    "STRIPE_PAYOUTS_SECRET_KEY": "sk_test_of_nobody",
    "STRIPE_PAYOUTS_WEBHOOK_SECRET": SECRET,
}


@contextmanager
def turned_on() -> Iterator[FakeStripe]:
    """Turn Stripe on, against a stand-in, with no time to lose between two tries."""
    at_once = patch.multiple(stripe.HTTPClient, INITIAL_DELAY=0.01, MAX_DELAY=0.01)
    with at_once, serving() as fake, override_settings(**TURNED_ON, STRIPE_API_BASE=fake.url):
        yield fake


def turn_on_here(url: str) -> None:
    """Turn Stripe on in a process of its own, against the stand-in at `url`."""
    for name, value in {**TURNED_ON, "STRIPE_API_BASE": url}.items():
        setattr(settings, name, value)


def connected_earning(stage: Scene, fake: FakeStripe) -> Earning:
    """Return an approved honorarium of somebody whom a colleague connected, and who can receive."""
    earning = earned(stage)
    colleague: Any = MembershipFactory(team=stage.session.team, role="worker").user
    recipient = recipients.connect(earning.participant, by=colleague)
    fake.lift_account(recipient.account_id)
    StripeRecipient.objects.filter(pk=recipient.pk).update(can_receive=True)
    return earning


def event(kind: str, about: dict[str, Any], *, name: str = "evt_1", at: int = 0) -> dict[str, Any]:
    """Return an event as Stripe sends it."""
    made_at = at or int(time.time())
    return {"id": name, "type": kind, "created": made_at, "data": {"object": about}}


def tell(body: Any, *, at: int | None = None, secret: str = SECRET) -> int:
    """Post `body` as Stripe would; return the status."""
    text = body if isinstance(body, str) else json.dumps(body)
    at = int(time.time()) if at is None else at
    header = stripe.WebhookSignature.generate_signature_header(text, secret, at)
    answer = Client(enforce_csrf_checks=True).post(
        "/webhooks/stripe/utbetaling/",
        text,
        "application/json",
        headers={"stripe-signature": header},
    )
    return answer.status_code
