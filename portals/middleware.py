"""What every door answers when something is shut to all of us."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from payouts.models.vault import VaultLocked

log = logging.getLogger(__name__)


class VaultLockedMiddleware:
    """Say in a sentence that a key of the vault is missing; the log says it to who can help."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer 503 for what no key opens, and leave every other fault alone."""
        if not isinstance(exception, VaultLocked):
            return None
        log.error("No key of the vault opens what %s shows.", request.path)
        return render(request, "vault_locked.html", status=503)
