"""The cookie that a paper card becomes: which card, signed, for the participant's pages alone."""

from typing import Any

from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

from core.text import row_key
from participants import cards
from participants.models import AccessCard

NAME = "reir_kort"
PATH = "/min/"
SALT = "portals.mine.card_cookie"  # signed into cookies: never renamed
HOLDS_FOR_SECONDS = 30 * 24 * 60 * 60
"""After this the card is scanned again. The browser forgets the cookie when it is closed."""
HOLDS_BESIDE_SIGN_IN_FOR_SECONDS = 15 * 60
"""Where somebody is signed in as well, the screen is lent: the card is soon forgotten."""

LENT = "-lent"
"""Ends the value of a card that was scanned where somebody was signed in."""


def set_cookie(response: HttpResponse, card: AccessCard, *, request: HttpRequest) -> None:
    """Let `response` open the pages of the card's owner.

    Where somebody is signed in, the phone is lent: the cookie itself says so, and is as short
    when they have signed out.
    """
    lent = request.user.is_authenticated
    response.set_signed_cookie(
        NAME,
        f"{card.pk}{LENT}" if lent else str(card.pk),
        max_age=HOLDS_BESIDE_SIGN_IN_FOR_SECONDS if lent else None,
        salt=SALT,
        path=PATH,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )


def remove(response: HttpResponse) -> None:
    """Let the browser forget the card."""
    response.delete_cookie(NAME, path=PATH, samesite="Lax")


@receiver(user_logged_out)
def forget_on_sign_out(sender: Any, request: HttpRequest | None, **kwargs: Any) -> None:
    """Let the answer to who signs out remove the card too (`NeverKeptMiddleware`)."""
    if request is not None:
        request._signed_out = True  # type: ignore[attr-defined]


def has_signed_out(request: HttpRequest) -> bool:
    """Tell whether somebody signed out by this request."""
    return getattr(request, "_signed_out", False)


def card_of(request: HttpRequest) -> AccessCard | None:
    """Return the card that the cookie names with its people, if it is live now.

    The database is asked once a request, so a stopped card opens nothing from the next one on.
    """
    if not hasattr(request, "_card"):
        request._card = _read(request)  # type: ignore[attr-defined]
    return request._card  # type: ignore[attr-defined,no-any-return]


def _read(request: HttpRequest) -> AccessCard | None:
    if NAME not in request.COOKIES:
        return None
    sent = request.get_signed_cookie(NAME, None, salt=SALT, max_age=HOLDS_FOR_SECONDS) or ""
    if sent.endswith(LENT) or request.user.is_authenticated:
        seconds = HOLDS_BESIDE_SIGN_IN_FOR_SECONDS
        sent = request.get_signed_cookie(NAME, None, salt=SALT, max_age=seconds) or ""
    number = row_key(sent.removesuffix(LENT))
    found = cards.live_cards().select_related("participant__deputy_contact")
    return found.filter(pk=number).first() if number else None
