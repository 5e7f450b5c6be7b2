"""The cookie that a paper card becomes: which card, signed, for the participant's pages alone."""

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


def set_cookie(response: HttpResponse, card: AccessCard, *, request: HttpRequest) -> None:
    """Let `response` open the pages of the card's owner."""
    response.set_signed_cookie(
        NAME,
        str(card.pk),
        salt=SALT,
        path=PATH,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )


def remove(response: HttpResponse) -> None:
    """Let the browser forget the card."""
    response.delete_cookie(NAME, path=PATH, samesite="Lax")


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
    lent = request.user.is_authenticated
    seconds = HOLDS_BESIDE_SIGN_IN_FOR_SECONDS if lent else HOLDS_FOR_SECONDS
    sent = request.get_signed_cookie(NAME, None, salt=SALT, max_age=seconds)
    number = row_key(sent or "")
    found = cards.live_cards().select_related("participant__deputy_contact")
    return found.filter(pk=number).first() if number else None
