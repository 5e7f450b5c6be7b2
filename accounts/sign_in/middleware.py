"""No staff page by password alone."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from accounts.permissions import needs_second_factor
from accounts.sign_in import second_factor

Answer = Callable[[HttpRequest], HttpResponse]


class StaffSecondFactorMiddleware:
    """Shows a member of staff nothing until the session holds a second factor.

    Deny by default: whoever `needs_second_factor` and has not proven one gets the addresses
    below and no other, not even a public page, because a page that knows them might show more
    than the public sees. A page sends them to set up or prove the factor; the API and other
    programs get 403 with a sentence. Somebody who is not signed in passes untouched and without
    a look into the session, so that public pages stay cacheable.
    """

    OPEN_PREFIXES = ("/static/", "/healthz", "/readyz")
    OPEN_NAMES = frozenset(
        {
            "account_inactive",
            "account_login",
            "account_logout",
            "account_reauthenticate",
            "account_reset_password",
            "account_reset_password_done",
            "account_reset_password_from_key",
            "account_reset_password_from_key_done",
            "choose_language",
            "invitation",
            "accept_invitation",
            "mfa_reauthenticate",
            "mfa_reauthenticate_webauthn",
            "second_factor",
        }
    )
    SET_UP_NAMES = frozenset({"mfa_activate_totp", "mfa_add_webauthn"})
    """Open only while there is no factor: a password alone must not add, remove or read one.

    To nobody who waits to be met, whatever their roles: a leader can end those and give them anew.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass, or send to the second factor."""
        if not settings.STAFF_SECOND_FACTOR_REQUIRED or self._is_open(request):
            return self.get_response(request)
        if _url_name(request) in self.SET_UP_NAMES and second_factor.waits_for_a_leader(
            request.user
        ):
            return self._refuse(request)
        if second_factor.is_proven(request) or not needs_second_factor(request.user):
            return self.get_response(request)
        if self._may_set_up(request):
            response = self.get_response(request)
            second_factor.record_first(request)
            return response
        return self._refuse(request)

    def _may_set_up(self, request: HttpRequest) -> bool:
        return _url_name(request) in self.SET_UP_NAMES and not second_factor.is_set_up(request.user)

    def _is_open(self, request: HttpRequest) -> bool:
        return (
            settings.SESSION_COOKIE_NAME not in request.COOKIES
            or request.path_info.startswith(self.OPEN_PREFIXES)
            or _url_name(request) in self.OPEN_NAMES
        )

    def _refuse(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith("/api/") or not request.accepts("text/html"):
            sentence = _("Du må logge inn med to steg før du kan gjøre dette.")
            response: HttpResponse = JsonResponse(
                {"message": sentence, "code": "second_factor"}, status=403
            )
        elif request.headers.get("HX-Request") == "true":
            response = HttpResponseClientRedirect(second_factor.way_in(request))
        else:
            response = HttpResponseRedirect(second_factor.way_in(request))
        response.headers["Cache-Control"] = "no-store"
        return response


def _url_name(request: HttpRequest) -> str | None:
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return None
    return None if match.namespaces else match.url_name
