"""What leases ask Stripe, and what its events say of them. Sums are øre in NOK."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from core import stripe_api
from core.stripe_api import asking

OPEN, COMPLETE = "open", "complete"


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

    `text` is what the payer reads: neutral. Raises GatewayError.
    """
    with asking(settings.STRIPE_SECRET_KEY) as stripe:
        made = stripe.v1.checkout.sessions.create(
            {
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
            },
            {"idempotency_key": key},
        )
    return _checkout(made)


def checkout(session: str) -> Checkout:
    """Return how the checkout `session` stands. Raises GatewayError."""
    with asking(settings.STRIPE_SECRET_KEY) as stripe:
        return _checkout(stripe.v1.checkout.sessions.retrieve(session))


def close_checkout(session: str) -> None:
    """Close an open checkout, so that nobody can pay there. Raises GatewayError."""
    with asking(settings.STRIPE_SECRET_KEY) as stripe:
        stripe.v1.checkout.sessions.expire(session)


def read_event(body: bytes, *, signature: str) -> Event:
    """Return the event in `body` when Stripe signed it; raises ForgedEvent.

    What happens in a connected account pays none of our invoices and is not read.
    """
    return stripe_api.read_event(
        body,
        signature=signature,
        secrets=settings.STRIPE_WEBHOOK_SECRET,
        api_key=settings.STRIPE_SECRET_KEY,
        shape=_event,
    )


def _event(told: dict[str, Any]) -> Event:
    kind, about = told["type"], told["data"]["object"]
    if not about or stripe_api.is_of_a_connected_account(told):
        return Event(id=told["id"], kind=kind)
    return Event(
        id=told["id"],
        kind=kind,
        checkout=_checkout_news(about) if kind.startswith("checkout.session.") else None,
        charge=_charge_news(kind, about) if kind.startswith(("charge.", "refund.")) else None,
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
