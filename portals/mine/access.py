"""What every view of the participant's portal shares: the card, the contacts, the headers."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.contacts import Contact, contact_of
from accounts.languages import speak
from activities.models import Session
from core.errors import RuleBroken
from participants.models import AccessCard, Participant
from portals import card_cookie, refusals
from portals.mine import session_summaries

View = Callable[..., Any]
PAGES = {
    "activities.job": ("mine:jobs", gettext_lazy("Ting å gjøre")),
    "activities.session": ("mine:session", gettext_lazy("Se økta")),
}
LISTS = frozenset({"activities.job"})
"""The pages of what a refusal names; that of a list takes no key."""


class CardRequest(HttpRequest):
    """A request that came in with a live card."""

    participant: Participant
    card: AccessCard


def primary_contact(participant: Participant) -> Contact:
    """Return the one person who stands on every page."""
    return contact_of(participant.primary_contact, team=participant.team)


def with_card(view: View) -> View:
    """Let a live card in as `request.participant`, in that person's language.

    Without one the front page says how to come in, and every other address leads to it. What is
    not theirs is answered like what does not exist.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        card = card_cookie.card_of(request)
        if card is None:
            return private(_without_card(request))
        opened = cast(CardRequest, request)
        opened.participant, opened.card = card.participant, card
        speak(request, card.participant.language)
        try:
            response = view(opened, *args, **kwargs)
        except Http404:
            response = page(opened, "not_found", status=404)
        return private(response)

    return guarded


def card_page(view: View) -> View:
    """Let a live card in to read."""
    return with_card(require_safe(view))


def card_form(view: View) -> View:
    """Let a live card in to a page that is also sent back."""
    return with_card(require_http_methods(["GET", "HEAD", "POST"])(view))


def card_button(view: View) -> View:
    """Let a live card in to what a button does."""
    return with_card(require_POST(view))


def page(
    request: CardRequest, name: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Show the template `portals/mine/<name>.html` with the person and the contacts."""
    participant = request.participant
    deputy = participant.deputy_contact
    shared = {
        "participant": participant,
        "help_contact": primary_contact(participant),
        # Who answers when the primary contact is away.
        "deputy_contact": deputy and contact_of(deputy, team=participant.team),
    }
    return render(
        request, f"portals/mine/{name}.html", {**shared, **(context or {})}, status=status
    )


def in_words(request: CardRequest, broken: RuleBroken) -> str:
    """Return a refusal with the person to ask, and a link where it names what one may see."""
    row = broken.about
    if isinstance(row, Session):
        mine = session_summaries.visible_to(request.participant)
        broken.about = mine.filter(pk=row.pk).first()
    return refusals.in_words(
        broken, pages=PAGES, lists=LISTS, ask=primary_contact(request.participant)
    )


def see_other(name: str, *args: Any) -> HttpResponseRedirect:
    """Go on to the page `name` with GET, so that going back or reloading sends nothing again."""
    return HttpResponseRedirect(resolve_url(name, *args), status=303)


def private(response: HttpResponse) -> HttpResponse:
    """Let nobody keep, index or point from the answer."""
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers.setdefault("Referrer-Policy", "same-origin")
    return response


def _without_card(request: HttpRequest) -> HttpResponse:
    match = request.resolver_match
    if match is None or match.view_name != "mine:home":
        return see_other("mine:home")
    response = render(request, "portals/mine/no_card.html")
    if card_cookie.NAME in request.COOKIES:
        card_cookie.remove(response)
    return response
