"""How Stripe is asked, and what it sends to our webhooks: the same for leases and for honoraria.

Written against stripe 16 (API 2026-10-28.endive). Its traps that matter here: a client made
without `max_network_retries` never retries; without a key of ours, stored before the call, asking
twice pays twice; an event that is dated in the future is accepted by the library.
"""

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import stripe
from django.conf import settings
from django.db.models import Model
from django.utils import timezone

RETRIES = 2
SECONDS_TO_WAIT = 8
"""With two retries a request thread waits less than gunicorn's thirty seconds."""
TOLERANCE = timedelta(minutes=5)
LONGEST_ID = 255
LIVE_KEYS, TEST_KEYS = ("sk_live_", "rk_live_"), ("sk_test_", "rk_test_")

Event = TypeVar("Event")

log = logging.getLogger(__name__)

stripe.enable_telemetry = False


class GatewayError(Exception):
    """Stripe did not do what was asked, or did not tell."""


class GatewayAway(GatewayError):
    """Stripe did not answer, or with something that tells neither yes nor no.

    A key that was used for something else, a lost right or a busy server tell nothing about what
    became of the money.
    """


class GatewayRefused(GatewayError):
    """Stripe says no: what was asked for is wrong, or the balance is too small."""


@contextmanager
def asking(secret_key: str) -> Iterator[stripe.StripeClient]:
    """Give a client of the account with `secret_key`.

    What the library raises inside becomes GatewayRefused for an invalid request, and GatewayAway
    for all else; so does asking from a copy that sends nothing.
    """
    if not settings.OUTGOING:
        raise GatewayAway("REIR_OUTGOING=no")
    base = settings.STRIPE_API_BASE
    try:
        yield stripe.StripeClient(
            secret_key,
            base_addresses={"api": base} if base else {},
            max_network_retries=RETRIES,
            http_client=stripe.RequestsClient(timeout=SECONDS_TO_WAIT),
        )
    except stripe.InvalidRequestError as error:
        raise GatewayRefused(error.code or error.user_message or "invalid_request") from error
    except stripe.StripeError as error:
        raise GatewayAway(str(error)) from error


class ForgedEvent(Exception):
    """What came is not a message for us that Stripe signed within the last five minutes."""


def read_event(
    body: bytes,
    *,
    signature: str,
    secrets: str,
    api_key: str,
    shape: Callable[[dict[str, Any]], Event],
) -> Event:
    """Return what `shape` makes of the event in `body`.

    It is given the event with texts `id` and `type` and a dict `data["object"]`.
    `secrets` are the endpoints' signing secrets, separated by commas: Stripe gives an endpoint for
    the own account and one for connected accounts a secret each. A thin event says that something
    happened but not what: its object is {}, and nothing follows from it. Raises ForgedEvent for
    what no secret signed, and for an event of Stripe's test mode while `api_key` is a live one, or
    the other way round: no money moved where that key looks.
    """
    try:
        event = _signed(body.decode(), signature, secrets)
        _must_be_of_our_mode(event, api_key)
        return shape(event)
    except (AttributeError, TypeError, ValueError, LookupError) as error:
        raise ForgedEvent(f"The message has another shape than an event: {error!r}") from error


def is_first(log_of_events: type[Model], event_id: str, kind: str, **facts: str) -> bool:
    """Store that an event came; False when it was stored before.

    Call it in the transaction of the event's effect: then one happens when the other does.
    """
    _stored, is_new = log_of_events._default_manager.get_or_create(
        event_id=event_id, defaults={"kind": kind[:80], **facts}
    )
    return is_new


def _signed(text: str, signature: str, secrets: str) -> dict[str, Any]:
    _verify(text, signature, secrets)
    event = json.loads(text)
    return {
        **event,
        "id": _text(event["id"]),
        "type": _text(event["type"]),
        "data": {"object": _object_of(event)},
    }


def made_at(event: dict[str, Any]) -> datetime:
    """Return when `event` was made; 1970 when it does not say. Raises ForgedEvent."""
    created = event.get("created", 0)
    try:
        if isinstance(created, str):  # a thin event's
            return datetime.fromisoformat(created).astimezone(UTC)
        return datetime.fromtimestamp(created, UTC)
    except (TypeError, ValueError, OverflowError, OSError) as error:
        raise ForgedEvent("The event's time cannot be read.") from error


def is_of_a_connected_account(event: dict[str, Any]) -> bool:
    """Tell whether `event` is about what somebody else's account did, not our own."""
    return bool(event.get("account"))


def _verify(text: str, signature: str, secrets: str) -> None:
    wanted = [secret for secret in map(str.strip, secrets.split(",")) if secret]
    if not wanted:
        raise ForgedEvent("No webhook secret is set.")
    for secret in wanted:
        try:
            stripe.WebhookSignature.verify_header(
                text, signature, secret, tolerance=int(TOLERANCE.total_seconds())
            )
            break
        except stripe.SignatureVerificationError as error:
            refused = error
    else:
        raise ForgedEvent(str(refused)) from refused
    parts = dict(part.split("=", 1) for part in signature.split(",") if "=" in part)
    if int(parts["t"]) > (timezone.now() + TOLERANCE).timestamp():
        raise ForgedEvent("The event is dated in the future: it could be replayed for as long.")


def _must_be_of_our_mode(event: dict[str, Any], api_key: str) -> None:
    is_live = event.get("livemode")
    if api_key.startswith(LIVE_KEYS) and is_live is not True:
        raise ForgedEvent("The event is from Stripe's test mode, and our key is a live one.")
    if api_key.startswith(TEST_KEYS) and is_live is True:
        raise ForgedEvent("The event is a live one, and our key is for Stripe's test mode.")


def _object_of(event: dict[str, Any]) -> dict[str, Any]:
    data = event.get("data")
    if isinstance(data, dict) and "object" in data:
        about = data["object"]
        if not isinstance(about, dict) or not about:
            raise TypeError
        return about
    log.error(
        "Stripe sends thin events (%s): let the endpoint send whole ones («snapshot»).",
        str(event["type"])[:80],
    )
    return {}


def _text(value: Any) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_ID:
        raise TypeError
    return value
