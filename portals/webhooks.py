"""Where Stripe's webhooks are answered: for leases and for honoraria, each with its secret.

Whether Stripe signed it is decided in `core.stripe_api`, what it changes in
`leasing.stripe_events` and `payouts.stripe.events`.
"""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from core.errors import RuleBroken
from core.stripe_api import ForgedEvent
from leasing import stripe_events as lease_events
from payouts.stripe import events as payout_events

MOST_BYTES = 512 * 1024

log = logging.getLogger(__name__)


@csrf_exempt
@require_POST
def stripe(request: HttpRequest) -> HttpResponse:
    """Answer 200 to whatever Stripe signed, known to us or not, and 400 to the rest."""
    return _answer(request, lease_events.receive)


@csrf_exempt
@require_POST
def stripe_payouts(request: HttpRequest) -> HttpResponse:
    """Answer as `stripe` does for what is told of honoraria, and 404 when that method is off."""
    try:
        return _answer(request, payout_events.receive)
    except RuleBroken:
        return HttpResponse(status=404)


def _answer(request: HttpRequest, receive: Callable[..., None]) -> HttpResponse:
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        return HttpResponse(status=400)
    try:
        receive(request.body, signature=request.headers.get("Stripe-Signature", ""))
    except ForgedEvent as error:
        log.warning("Refused a message at %s: %s", request.path, error)
        return HttpResponse(status=400)
    return HttpResponse(status=200)
