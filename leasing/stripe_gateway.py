"""What leases ask Stripe, and what its events say of them. Sums are øre in NOK."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from core import stripe_api
from core.stripe_api import asking

OPEN, COMPLETE = "open", "complete"
"""The `status` of a checkout that can be paid, and of one that was; else it is expired."""
CHECKOUT = "checkout.session."
"""How the kinds of events about checkouts begin."""


@dataclass(frozen=True, kw_only=True)
class News:
    """What an event says about a checkout, or a payment that was made: a refund, or a dispute.

    `id` is Stripe's name for that one, `intent` for the payment; `key` is ours, stored before we
    asked and empty in a dispute. `ore` is what a checkout takes, all that has been paid back so
    far, or what the one refund or dispute is about; `status` of a checkout is how it is paid.
    """

    id: str
    intent: str
    key: str
    ore: int
    currency: str
    status: str


@dataclass(frozen=True, kw_only=True)
class Event:
    """A verified event; `news` is None when it is about none of ours."""

    id: str
    kind: str
    news: News | None = None

    @property
    def is_about_checkout(self) -> bool:
        """Tell whether it is about a checkout, not about a payment that was made."""
        return self.kind.startswith(CHECKOUT)


def is_configured() -> bool:
    """Tell whether card payment can be offered: we can ask, and we can trust the answer."""
    keys = settings.STRIPE_SECRET_KEY and settings.STRIPE_WEBHOOK_SECRET
    return bool(keys and settings.OUTGOING)


def open_checkout(
    *, key: str, ore: int, number: int, text: str, success_url: str, cancel_url: str
) -> Any:
    """Return the checkout for `key`; the same key again gives the same one.

    `text` is what the payer reads: neutral. Raises GatewayError.
    """
    with asking(settings.STRIPE_SECRET_KEY) as stripe:
        return stripe.v1.checkout.sessions.create(
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


def checkout(session: str) -> Any:
    """Return how the checkout `session` stands. Raises GatewayError."""
    with asking(settings.STRIPE_SECRET_KEY) as stripe:
        return stripe.v1.checkout.sessions.retrieve(session)


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
    is_ours = about and not stripe_api.is_of_a_connected_account(told)
    if not is_ours or not kind.startswith((CHECKOUT, "charge.", "refund.")):
        return Event(id=told["id"], kind=kind)
    return Event(id=told["id"], kind=kind, news=_news(kind, about))


def _news(kind: str, about: dict[str, Any]) -> News:
    has_a_sum_of_its_own = kind.startswith(("charge.dispute.", "charge.refund.", "refund."))
    sum_of_all = about.get("amount_total") or about.get("amount_refunded")
    return News(
        id=about["id"],
        intent=about.get("payment_intent") or "",
        key=(about.get("metadata") or {}).get("key", ""),
        ore=int(about["amount"] if has_a_sum_of_its_own else sum_of_all or 0),
        currency=(about.get("currency") or "").lower(),
        status=about.get("payment_status") or about.get("status") or "",
    )
