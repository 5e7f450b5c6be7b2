"""The one place that talks to Stripe about leases. Sums are øre in NOK.

Written against stripe 16 (API 2026-10-28.endive). Its traps that matter here: a client made
without `max_network_retries` never retries; the key must be ours and stored before the call; a
webhook dated in the future is accepted by the library.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import stripe
from django.conf import settings

from core import stripe_events
from core.stripe_events import ForgedEvent

if TYPE_CHECKING:
    from stripe.params.checkout import SessionCreateParams

OPEN, COMPLETE = "open", "complete"
RETRIES = 2
SECONDS_TO_WAIT = 8
"""With two retries a request thread waits less than gunicorn's thirty seconds."""

stripe.enable_telemetry = False


class GatewayAway(Exception):
    """Stripe did not answer, or answered that it could not do what was asked."""


@dataclass(frozen=True, kw_only=True)
class Checkout:
    """A page at Stripe. `state` is open, complete or expired; `url` is empty unless open."""

    id: str
    url: str
    state: str


@dataclass(frozen=True, kw_only=True)
class CheckoutNews:
    """What an event says about a checkout. `key` is the key that we stored before asking for it."""

    session: str
    key: str
    ore: int | None
    currency: str
    is_paid: bool
    intent: str


@dataclass(frozen=True, kw_only=True)
class ChargeNews:
    """What an event says about a payment that was made: a refund, or a dispute.

    `ore` is all that has been paid back so far, or what the one refund or dispute is about.
    `intent` is Stripe's name for the payment, `key` ours, empty in a dispute.
    """

    id: str
    intent: str
    key: str
    ore: int
    currency: str
    status: str


@dataclass(frozen=True, kw_only=True)
class Event:
    """A verified event; `checkout` and `charge` are None unless it is about one."""

    id: str
    kind: str
    checkout: CheckoutNews | None = None
    charge: ChargeNews | None = None


def is_configured() -> bool:
    """Tell whether card payment can be offered: we can ask, and we can trust the answer."""
    keys = settings.STRIPE_SECRET_KEY and settings.STRIPE_WEBHOOK_SECRET
    return bool(keys and settings.OUTGOING)


def open_checkout(
    *, key: str, ore: int, number: int, text: str, success_url: str, cancel_url: str
) -> Checkout:
    """Return the checkout for `key`; the same key again gives the same one.

    `text` is what the payer reads: neutral. Raises GatewayAway.
    """
    asked: SessionCreateParams = {
        "mode": "payment",
        "locale": "nb",
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": "nok",
                    "unit_amount": ore,
                    "product_data": {"name": text},
                },
            }
        ],
        "client_reference_id": str(number),
        "metadata": {"key": key},
        "payment_intent_data": {"description": text, "metadata": {"key": key}},
        "success_url": success_url,
        "cancel_url": cancel_url,
    }
    try:
        made = _client().v1.checkout.sessions.create(asked, {"idempotency_key": key})
    except stripe.StripeError as error:
        raise GatewayAway(str(error)) from error
    return _checkout(made)


def checkout(session: str) -> Checkout:
    """Return how the checkout `session` stands. Raises GatewayAway."""
    try:
        return _checkout(_client().v1.checkout.sessions.retrieve(session))
    except stripe.StripeError as error:
        raise GatewayAway(str(error)) from error


def close_checkout(session: str) -> None:
    """Close an open checkout, so that nobody can pay there. Raises GatewayAway."""
    try:
        _client().v1.checkout.sessions.expire(session)
    except stripe.StripeError as error:
        raise GatewayAway(str(error)) from error


def read_event(body: bytes, *, signature: str) -> Event:
    """Return the event in `body` when Stripe signed it; raises ForgedEvent.

    What happens in a connected account pays none of our invoices and is not read.
    """
    told = stripe_events.read(
        body,
        signature=signature,
        secrets=settings.STRIPE_WEBHOOK_SECRET,
        api_key=settings.STRIPE_SECRET_KEY,
    )
    kind, about = told["type"], told["data"]["object"]
    if not about or stripe_events.is_of_a_connected_account(told):
        return Event(id=told["id"], kind=kind)
    try:
        return Event(
            id=told["id"],
            kind=kind,
            checkout=_checkout_news(about) if kind.startswith("checkout.session.") else None,
            charge=_charge_news(kind, about) if kind.startswith(("charge.", "refund.")) else None,
        )
    except (AttributeError, TypeError, ValueError, LookupError) as error:
        raise ForgedEvent("The message has another shape than an event.") from error


def _client() -> stripe.StripeClient:
    if not settings.OUTGOING:
        raise GatewayAway("REIR_OUTGOING=no")
    base = settings.STRIPE_API_BASE
    return stripe.StripeClient(
        settings.STRIPE_SECRET_KEY,
        base_addresses={"api": base} if base else {},
        max_network_retries=RETRIES,
        http_client=stripe.RequestsClient(timeout=SECONDS_TO_WAIT),
    )


def _checkout(session: Any) -> Checkout:
    return Checkout(id=session.id, url=session.url or "", state=session.status or "")


def _checkout_news(session: dict[str, Any]) -> CheckoutNews:
    return CheckoutNews(
        session=session["id"],
        key=(session.get("metadata") or {}).get("key", ""),
        ore=session.get("amount_total"),
        currency=(session.get("currency") or "").lower(),
        is_paid=session.get("payment_status") == "paid",
        intent=session.get("payment_intent") or "",
    )


def _charge_news(kind: str, about: dict[str, Any]) -> ChargeNews:
    has_a_sum_of_its_own = kind.startswith(("charge.dispute.", "charge.refund.", "refund."))
    return ChargeNews(
        id=about["id"],
        intent=about.get("payment_intent") or "",
        key=(about.get("metadata") or {}).get("key", ""),
        ore=int(about["amount"] if has_a_sum_of_its_own else about.get("amount_refunded") or 0),
        currency=(about.get("currency") or "").lower(),
        status=about.get("status") or "",
    )
