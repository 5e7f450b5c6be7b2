"""Sign-in matters that allauth leaves to the house: invitations, portals, language, second step."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.account.views import PasswordResetFromKeyView
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_POST

from accounts import invitations, languages
from accounts.sign_in import second_factor
from accounts.sign_in.start_page import portal_of
from core.errors import RuleBroken

INVITATION_IN_SESSION = "invitation"
AFTER_SECOND_FACTOR = "after_second_factor"


@sensitive_variables("token")
@require_GET
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Take the token out of the address at once, so that it is left in no history or log.

    Nothing is accepted yet: mail scanners open every link they see.
    """
    request.session[INVITATION_IN_SESSION] = token
    return _unseen(redirect("accept_invitation"))


@sensitive_variables("token")
def accept_invitation(request: HttpRequest) -> HttpResponse:
    """Greet who was invited; by POST accept and go on to the one password form, allauth's."""
    token = request.session.get(INVITATION_IN_SESSION, "")
    try:
        if request.method == "POST":
            user = invitations.accept(token)
            logout(request)  # whoever was signed in on this machine is somebody else
            key = default_token_generator.make_token(user)
            return _unseen(
                redirect("account_reset_password_from_key", user_pk_to_url_str(user), key)
            )
        found = invitations.find(token)
    except RuleBroken as broken:
        page = render(
            request, "accounts/invitation_closed.html", {"sentence": broken.message}, status=410
        )
        return _unseen(page)
    languages.speak(request, found.user.language)
    context = {
        "invited": found.user,
        "to": found.to,
        "what_waits": invitations.what_waits(found.user, to=found.to),
    }
    return _unseen(render(request, "accounts/invitation.html", context))


@login_required
def second_step(request: HttpRequest) -> HttpResponse:
    """Say why a second step is needed and offer the two ways to set one up."""
    wanted = request.GET.get("next", "")
    if _is_ours(request, wanted):
        request.session[AFTER_SECOND_FACTOR] = wanted
    return _unseen(
        render(
            request,
            "accounts/second_factor.html",
            {
                "is_set_up": second_factor.is_set_up(request.user),
                "waits": second_factor.waits_for_a_leader(request.user),
            },
        )
    )


@login_required
def own_portal(request: HttpRequest) -> HttpResponse:
    """Send somebody who has signed in to their own portal.

    The page that was asked for before the second step comes first.
    """
    wanted = request.session.pop(AFTER_SECOND_FACTOR, "")
    if _is_ours(request, wanted) and wanted != request.path:
        return redirect(wanted)
    return redirect(portal_of(request.user))


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Remember the language that was chosen, on this machine and for who is signed in."""
    wanted = request.POST.get("next", "")
    response = redirect(wanted if _is_ours(request, wanted) else "/")
    language = languages.supported(request.POST.get("language", ""))
    if language is None:
        return response
    if request.user.is_authenticated and request.user.language != language:
        request.user.language = language
        request.user.save(update_fields=["language"])
    languages.remember(response, language)
    return response


class PasswordFromKeyView(PasswordResetFromKeyView):
    """Takes a new password in the language of whose it is, which this machine then remembers.

    Who comes from a letter is nobody yet: a browser in English would have asked in English.
    """

    reset_user: Any

    def get_form_kwargs(self) -> dict[str, Any]:
        """Speak as soon as the key has said who this is; a link that is used up says nobody."""
        if self.reset_user is not None:
            languages.speak(self.request, self.reset_user.language)
        return super().get_form_kwargs()  # type: ignore[no-any-return]

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the password, and the language for the pages before the sign-in."""
        response: HttpResponse = super().form_valid(form)
        languages.remember(response, get_language() or settings.LANGUAGE_CODE)
        return response


def closed(request: HttpRequest) -> HttpResponse:
    """Raise 404: an address that signs in changes by `notices.sign_in_reset` alone."""
    raise Http404


def password_reset_of_the_admin(request: HttpRequest, **ignored: Any) -> HttpResponse:
    """Send Wagtail's own ways to a new password to the one password form."""
    return redirect("account_reset_password")


def login_of_the_admin(request: HttpRequest) -> HttpResponse:
    """Send Wagtail's own sign-in page, and a password that is posted to it, to the one form."""
    wanted = request.GET.get("next", "")
    query = f"?{urlencode({'next': wanted})}" if _is_ours(request, wanted) else ""
    return redirect(reverse("account_login") + query)


def _is_ours(request: HttpRequest, address: str) -> bool:
    return address.startswith("/") and url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )


def _unseen(response: HttpResponse) -> HttpResponse:
    """Keep the page out of caches. A redirect also keeps the address it leaves to itself.

    A page with a form must not: without a referrer browsers send the form with the origin
    «null», which Django's protection against forged requests turns away.
    """
    add_never_cache_headers(response)
    if isinstance(response, HttpResponseRedirect):
        response.headers["Referrer-Policy"] = "no-referrer"
    return response
