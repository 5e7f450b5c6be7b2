"""Where Stripe knocks."""

import logging

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from leasing import stripe_gateway, webhooks

MOST_BYTES = 512 * 1024

log = logging.getLogger(__name__)


@csrf_exempt
@require_POST
def stripe(request: HttpRequest) -> HttpResponse:
    """Answer 200 to whatever Stripe signed, known to us or not, and 400 to the rest."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        return HttpResponse(status=400)
    try:
        webhooks.receive(request.body, signature=request.headers.get("Stripe-Signature", ""))
    except stripe_gateway.ForgedEvent as error:
        log.warning("Refused a message at the Stripe webhook: %s", error)
        return HttpResponse(status=400)
    return HttpResponse(status=200)
