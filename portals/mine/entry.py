"""In with a paper card, and out again from a tablet that others use."""

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from participants import cards
from portals import card_cookie
from portals.mine.access import private, see_other


@require_safe
def card(request: HttpRequest, token: str) -> HttpResponse:
    """Exchange the token of a card for the cookie, and lead to an address without it.

    A token that opens nothing is led on as well, so that none stays in an address bar, a
    history or an error log. Whether it ever was a card is not told. Wrong ones are not counted:
    192 random bits are not guessed, and a day centre shares one address.
    """
    found = cards.card_of_token(token)
    if found is None:
        response: HttpResponse = see_other("mine:unknown_card")
    else:
        response = see_other("mine:home")
        rotate_token(request)  # what lies open here may be another's: it sends nothing
        card_cookie.set_cookie(response, found, request=request)
    response.headers["Referrer-Policy"] = "no-referrer"
    return private(response)


@require_safe
def unknown_card(request: HttpRequest) -> HttpResponse:
    """Say who can help when a card opens nothing."""
    return private(render(request, "portals/mine/unknown_card.html"))


@require_POST
def finish(request: HttpRequest) -> HttpResponse:
    """Forget the card on this screen. Needs none, so a second tap does the same."""
    rotate_token(request)
    return forgotten(see_other("mine:goodbye"))


@require_safe
def goodbye(request: HttpRequest) -> HttpResponse:
    """Say that the screen has forgotten the person before."""
    return forgotten(render(request, "portals/mine/goodbye.html"))


@require_safe
def left(request: HttpRequest) -> HttpResponse:
    """Thank somebody who does not want to take part any more."""
    return forgotten(render(request, "portals/mine/left.html"))


@require_safe
def answered(request: HttpRequest) -> HttpResponse:
    """Thank somebody who answered on a phone of ours: their own page is closed there."""
    return forgotten(render(request, "portals/mine/answered.html"))


def forgotten(response: HttpResponse) -> HttpResponse:
    """Let this screen forget whose card it was."""
    card_cookie.remove(response)
    response.headers["Clear-Site-Data"] = '"cache"'
    return private(response)
