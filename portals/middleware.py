"""What every portal answers: nothing of a person is kept, and a shut vault is a sentence."""

import logging

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.deprecation import MiddlewareMixin

from core import log_redaction
from payouts.models.vault import VaultLocked
from portals import card_cookie

log = logging.getLogger(__name__)

NEVER_KEPT = "no-store, private"


class NeverKeptMiddleware(MiddlewareMixin):
    """Let no browser and no proxy keep what somebody in particular was answered.

    That is whoever brings or gets a session or a card, and whoever knows a secret address. It
    stands outermost, so that redirects and faults of other middlewares are among it. What a
    phone keeps for a day without signal is put away by a script (`static/js/offline.js`)
    and not by these headers.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Mark the answer."""
        if request.path_info.startswith(settings.STATIC_URL):
            return response  # the same for everybody, whoever asks
        cookies = (settings.SESSION_COOKIE_NAME, card_cookie.NAME)
        if (
            any(name in request.COOKIES or name in response.cookies for name in cookies)
            or "Authorization" in request.headers
            or log_redaction.has_secret(request.path_info)
        ):
            response.headers["Cache-Control"] = NEVER_KEPT
        if card_cookie.has_signed_out(request):
            card_cookie.remove(response)
        return response


class VaultLockedMiddleware(MiddlewareMixin):
    """Say in a sentence that a key of the vault is missing; the log says it to who can help."""

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer 503 for what no key opens, and leave every other fault alone."""
        if not isinstance(exception, VaultLocked):
            return None
        log.error("No key of the vault opens what %s shows.", request.path)
        return render(request, "vault_locked.html", status=503)
