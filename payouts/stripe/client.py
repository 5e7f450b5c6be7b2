"""The one place in payouts that talks to Stripe; the verbs are in `payouts.stripe.transfers`.

Written against stripe 16 (API 2026-10-28.endive). Its traps that matter here: a client made
without `max_network_retries` never retries; without a key of ours, asking twice pays twice; keys
may be forgotten after 24 hours.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import stripe
from django.conf import settings

from core import stripe_events
from core.stripe_events import ForgedEvent

if TYPE_CHECKING:
    from stripe.params import AccountCreateParams, TransferCreateParams

CURRENCY = "nok"
RETRIES = 2
SECONDS_TO_WAIT = 8
"""With two retries a request thread waits less than gunicorn's thirty seconds."""

stripe.enable_telemetry = False


class GatewayAway(Exception):
    """Stripe did not answer, or with something that tells neither yes nor no."""


class GatewayRefused(Exception):
    """Stripe says no: what was asked for is wrong, or the balance is too small."""


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
    asked: AccountCreateParams = {
        "country": "NO",
        "controller": {
            "stripe_dashboard": {"type": "express"},
            "fees": {"payer": "application"},
            "losses": {"payments": "application"},
            "requirement_collection": "stripe",
        },
        "capabilities": {"transfers": {"requested": True}},
        "metadata": {"key": key, "number": str(number)},
    }
    try:
        made = _client().v1.accounts.create(asked, {"idempotency_key": key})
    except stripe.StripeError as error:
        raise _said(error) from error
    return _account(made.to_dict())


def onboarding_address(account: str, *, return_url: str, refresh_url: str) -> str:
    """Return the page at Stripe where a person tells who they are. It works once, for minutes."""
    try:
        link = _client().v1.account_links.create(
            {
                "account": account,
                "type": "account_onboarding",
                "return_url": return_url,
                "refresh_url": refresh_url,
            }
        )
    except stripe.StripeError as error:
        raise _said(error) from error
    return link.url


def transfer(*, key: str, account: str, ore: int, group: str) -> Transfer:
    """Send `ore` to `account`; the same key within a day gives the same transfer.

    Raises GatewayRefused when Stripe says no, GatewayAway when we cannot know.
    """
    asked: TransferCreateParams = {
        "amount": ore,
        "currency": CURRENCY,
        "destination": account,
        "transfer_group": group,
        "metadata": {"key": key},
    }
    try:
        made = _client().v1.transfers.create(asked, {"idempotency_key": key})
    except stripe.StripeError as error:
        raise _said(error) from error
    return _transfer(made.to_dict())


def find(*, key: str, group: str) -> Transfer | None:
    """Return the transfer of `group` that carries `key`, or None. Raises GatewayAway."""
    try:
        page = _client().v1.transfers.list({"transfer_group": group, "limit": 100})
        for one in page.auto_paging_iter():
            told = _transfer(one.to_dict())
            if told.key == key:
                return told
    except stripe.StripeError as error:
        raise GatewayAway(str(error)) from error
    return None


def read_event(body: bytes, *, signature: str) -> Event:
    """Return the event in `body` when Stripe signed it; raises ForgedEvent.

    A transfer is our own account's alone; what a connected account says of one is not read.
    """
    told = stripe_events.read(
        body,
        signature=signature,
        secrets=settings.STRIPE_PAYOUTS_WEBHOOK_SECRET,
        api_key=settings.STRIPE_PAYOUTS_SECRET_KEY,
    )
    kind, about = told["type"], told["data"]["object"]
    is_ours = not stripe_events.is_of_a_connected_account(told)
    try:
        return Event(
            id=told["id"],
            kind=kind,
            made_at=stripe_events.made_at(told),
            transfer=_transfer(about) if about and is_ours and _is_transfer(kind) else None,
            account=_account(about) if about and kind == "account.updated" else None,
        )
    except (AttributeError, TypeError, ValueError, LookupError) as error:
        raise ForgedEvent("The message has another shape than an event.") from error


def _client() -> stripe.StripeClient:
    if not settings.OUTGOING:
        raise GatewayAway("REIR_OUTGOING=no")
    base = settings.STRIPE_API_BASE
    return stripe.StripeClient(
        settings.STRIPE_PAYOUTS_SECRET_KEY,
        base_addresses={"api": base} if base else {},
        max_network_retries=RETRIES,
        http_client=stripe.RequestsClient(timeout=SECONDS_TO_WAIT),
    )


def _said(error: stripe.StripeError) -> GatewayAway | GatewayRefused:
    """Return whether `error` is a no. Only what Stripe calls an invalid request is one.

    A key that was used for something else, a lost right or a busy server tell nothing about what
    became of the money.
    """
    if isinstance(error, stripe.InvalidRequestError):
        return GatewayRefused(error.code or error.user_message or "invalid_request")
    return GatewayAway(str(error))


def _is_transfer(kind: str) -> bool:
    return kind.startswith("transfer.")


def _transfer(told: dict[str, Any]) -> Transfer:
    return Transfer(
        id=told["id"],
        key=(told.get("metadata") or {}).get("key", ""),
        account=str(told.get("destination") or ""),
        ore=int(told["amount"]),
        currency=str(told["currency"]).lower(),
        reversed_ore=int(told.get("amount_reversed") or 0),
        made_at=stripe_events.made_at(told),
    )


def _account(told: dict[str, Any]) -> Account:
    capabilities = told.get("capabilities") or {}
    return Account(id=told["id"], can_receive=capabilities.get("transfers") == "active")
