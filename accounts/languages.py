"""Which language a person reads on the pages that have no language in their address."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

UNPREFIXED = ("/min/", "/k/", "/staff/", "/partner/", "/konto/", "/admin/", "/api/")
"""Where the page's language follows the person and not the address."""
YEAR = 365 * 24 * 60 * 60
NORWEGIAN = "no"
"""What many browsers send for Norwegian without saying which; here it means bokmål."""


def supported(language: str) -> str | None:
    """Return the language of ours that a tag such as «nn-NO» means, or None."""
    code = language.lower().replace("_", "-").partition("-")[0]
    if code == NORWEGIAN:
        code = "nb"
    return code if code in dict(settings.LANGUAGES) else None


def language_of(request: HttpRequest, user: Any) -> str:
    """Return the language of a signed-in user, else what the cookie or the browser asks for."""
    if user is not None and user.is_authenticated:
        return supported(user.language) or settings.LANGUAGE_CODE
    wished = [request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")]
    accepted = request.headers.get("Accept-Language", "")
    wished += [tag for tag, _weight in parse_accept_lang_header(accepted)]
    return next(filter(None, map(supported, wished)), settings.LANGUAGE_CODE)


def speak(request: HttpRequest, language: str) -> None:
    """Answer this request in `language`, as for a participant whose card has been read.

    The page says so in Content-Language. A language that is not ours becomes bokmål.
    """
    code = supported(language) or settings.LANGUAGE_CODE
    translation.activate(code)
    request.LANGUAGE_CODE = code


def remember(response: HttpResponse, language: str) -> None:
    """Let this machine be answered in `language` (one of ours) where nobody is signed in."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=YEAR,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def front_page(language: str) -> str:
    """Return the public front page in a language of ours."""
    return "/" if language == settings.LANGUAGE_CODE else f"/{language}/"


class PersonLanguageMiddleware:
    """Answers in the person's language where the address holds none.

    Django's LocaleMiddleware, which must stand before, gives every unprefixed address bokmål.
    That is right for the public pages and wrong for the portals. A view that knows the
    person better (a participant's card) calls `speak`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Choose before the view, say which language it became after it."""
        if not request.path_info.startswith(UNPREFIXED):
            return self.get_response(request)
        user = request.user if settings.SESSION_COOKIE_NAME in request.COOKIES else None
        speak(request, language_of(request, user))
        response = self.get_response(request)
        response.headers["Content-Language"] = translation.get_language()
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response


# --- Words that one person makes and another reads -----------------------------------------
Words = str | Callable[[], str]
"""A text that is the same in every language, or a function that says it in the active one."""


def said(words: Words, *, language: str = "") -> str:
    """Return `words` in `language`; without one in that of the house, which teams share."""
    if isinstance(words, str):
        return words
    with translation.override(language or settings.LANGUAGE_CODE):
        return str(words())
