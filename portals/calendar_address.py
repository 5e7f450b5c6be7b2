"""One's own calendar on a phone: showing its address once, and the calendar itself.

The same for participants and for staff; each portal has the page, and says what stands in it. The
address of a team's screen is made the same way.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.urls import reverse

from accounts.languages import speak
from activities.calendar_feeds import feed_keys
from activities.calendar_feeds.ics_writer import calendar_feed
from core import qr
from portals.idempotency import shows_once


def new_address(
    request: HttpRequest, person: feed_keys.Owner, *, feed: str, page: str
) -> dict[str, str]:
    """Make an address of the view `feed`, and return what `page` shows of it this once.

    `page` is a view or its address. An earlier one stops. Raises RuleBroken when the person has
    left.
    """
    address = request.build_absolute_uri(reverse(feed, args=[feed_keys.give(person)]))
    shows_once(request, leads_to=resolve_url(page))
    return {
        "address": address,
        "opens_calendar": f"webcal://{address.partition('://')[2]}",
        "qr": qr.drawing_of(address),
    }


def answer(
    request: HttpRequest, person: Any, entries: Callable[..., Any], *, home: str
) -> HttpResponse:
    """Give the calendar of `person`, in their language, to a program that knows its address.

    Without a person it is 404: an address that opens nothing is answered like one that never was.
    """
    if person is None:
        response = HttpResponse(status=404)
    else:
        speak(request, person.language)
        shown = entries(person, url=request.build_absolute_uri(reverse(home)))
        response = HttpResponse(
            calendar_feed(shown, name="Reir"),
            content_type="text/calendar; charset=utf-8",
            headers={"Content-Disposition": 'inline; filename="kalender.ics"'},
        )
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
