"""Where Stripe knocks about honoraria."""

import logging

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from core.errors import RuleBroken
from payouts.stripe import webhooks
from payouts.stripe.client import ForgedEvent

MOST_BYTES = 512 * 1024

log = logging.getLogger(__name__)


@csrf_exempt
@require_POST
def stripe_payouts(request: HttpRequest) -> HttpResponse:
    """Answer 200 to whatever Stripe signed, known to us or not, 400 to the rest, 404 when off."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        return HttpResponse(status=400)
    try:
        webhooks.receive(request.body, signature=request.headers.get("Stripe-Signature", ""))
    except RuleBroken:
        return HttpResponse(status=404)
    except ForgedEvent as error:
        log.warning("Refused a message at the Stripe webhook for honoraria: %s", error)
        return HttpResponse(status=400)
    return HttpResponse(status=200)
