"""What payouts ask Stripe, and what its events say of them; the verbs are in `transfers`.

Stripe may forget a key of ours after 24 hours: then the same key would pay once more.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from core import stripe_api
from core.stripe_api import asking

CURRENCY = "nok"


@dataclass(frozen=True, kw_only=True)
class Transfer:
    """A transfer as Stripe knows it. `ore` counts in its own `currency`."""

    id: str
    key: str
    account: str
    ore: int
    currency: str
    reversed_ore: int
    made_at: datetime


@dataclass(frozen=True, kw_only=True)
class Account:
    """A connected account as Stripe knows it."""

    id: str
    can_receive: bool


@dataclass(frozen=True, kw_only=True)
class Event:
    """A verified event; `transfer` or `account` is what it is about, when we know the kind."""

    id: str
    kind: str
    made_at: datetime
    transfer: Transfer | None = None
    account: Account | None = None


def is_on() -> bool:
    """Tell whether this payment method is turned on, and we can ask and trust the answer."""
    return bool(
        settings.OUTGOING
        and settings.STRIPE_PAYOUTS_ENABLED
        and settings.STRIPE_PAYOUTS_SECRET_KEY
        and settings.STRIPE_PAYOUTS_WEBHOOK_SECRET
    )


def make_account(*, key: str, number: int) -> Account:
    """Return the connected account for `key`; the same key again gives the same one.

    Stripe gets our opaque `number` and nothing else about the person. Raises GatewayAway and
    GatewayRefused.
    """
    with asking(settings.STRIPE_PAYOUTS_SECRET_KEY) as stripe:
        made = stripe.v1.accounts.create(
            {
                "country": "NO",
                "controller": {
                    "stripe_dashboard": {"type": "express"},
                    "fees": {"payer": "application"},
                    "losses": {"payments": "application"},
                    "requirement_collection": "stripe",
                },
                "capabilities": {"transfers": {"requested": True}},
                "metadata": {"key": key, "number": str(number)},
            },
            {"idempotency_key": key},
        )
    return _account(made.to_dict())


def onboarding_address(account: str, *, return_url: str, refresh_url: str) -> str:
    """Return the page at Stripe where a person tells who they are. It works once, for minutes."""
    with asking(settings.STRIPE_PAYOUTS_SECRET_KEY) as stripe:
        link = stripe.v1.account_links.create(
            {
                "account": account,
                "type": "account_onboarding",
                "return_url": return_url,
                "refresh_url": refresh_url,
            }
        )
    return link.url


def transfer(*, key: str, account: str, ore: int, group: str) -> Transfer:
    """Send `ore` to `account`; the same key within a day gives the same transfer.

    Raises GatewayRefused when Stripe says no, GatewayAway when we cannot know.
    """
    with asking(settings.STRIPE_PAYOUTS_SECRET_KEY) as stripe:
        made = stripe.v1.transfers.create(
            {
                "amount": ore,
                "currency": CURRENCY,
                "destination": account,
                "transfer_group": group,
                "metadata": {"key": key},
            },
            {"idempotency_key": key},
        )
    return _transfer(made.to_dict())


def find(*, key: str, group: str) -> Transfer | None:
    """Return the transfer of `group` that carries `key`, or None. Raises GatewayError."""
    with asking(settings.STRIPE_PAYOUTS_SECRET_KEY) as stripe:
        page = stripe.v1.transfers.list({"transfer_group": group, "limit": 100})
        told = (_transfer(one.to_dict()) for one in page.auto_paging_iter())
        return next((one for one in told if one.key == key), None)


def read_event(body: bytes, *, signature: str) -> Event:
    """Return the event in `body` when Stripe signed it; raises ForgedEvent.

    A transfer is our own account's alone; what a connected account says of one is not read.
    """
    return stripe_api.read_event(
        body,
        signature=signature,
        secrets=settings.STRIPE_PAYOUTS_WEBHOOK_SECRET,
        api_key=settings.STRIPE_PAYOUTS_SECRET_KEY,
        shape=_event,
    )


def _event(told: dict[str, Any]) -> Event:
    kind, about = told["type"], told["data"]["object"]
    is_ours = not stripe_api.is_of_a_connected_account(told)
    return Event(
        id=told["id"],
        kind=kind,
        made_at=stripe_api.made_at(told),
        transfer=_transfer(about) if about and is_ours and kind.startswith("transfer.") else None,
        account=_account(about) if about and kind == "account.updated" else None,
    )


def _transfer(told: dict[str, Any]) -> Transfer:
    return Transfer(
        id=told["id"],
        key=(told.get("metadata") or {}).get("key", ""),
        account=str(told.get("destination") or ""),
        ore=int(told["amount"]),
        currency=str(told["currency"]).lower(),
        reversed_ore=int(told.get("amount_reversed") or 0),
        made_at=stripe_api.made_at(told),
    )


def _account(told: dict[str, Any]) -> Account:
    capabilities = told.get("capabilities") or {}
    return Account(id=told["id"], can_receive=capabilities.get("transfers") == "active")
