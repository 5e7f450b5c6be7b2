"""My own calendar on my phone: making its address, stopping it, and the calendar itself."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.languages import speak
from activities.calendars import feed_keys, personal_calendar
from activities.calendars.feed import calendar_feed
from core import qr
from core.errors import RuleBroken
from portals.idempotency import shows_once
from portals.mine.access import CardRequest, in_words, page, private, with_card


@with_card
@require_safe
def phone_calendar(request: CardRequest) -> HttpResponse:
    """Say what the calendar is, and whether I have an address."""
    return page(request, "phone_calendar", {"key": feed_keys.live_key(request.participant)})


@with_card
@require_POST
def phone_calendar_make(request: CardRequest) -> HttpResponse:
    """Make the address and show it this once. An earlier one stops."""
    try:
        token = feed_keys.give(request.participant)
    except RuleBroken as broken:
        return page(request, "phone_calendar", {"notice": in_words(request, broken)}, status=409)
    address = request.build_absolute_uri(reverse("mine:feed", args=[token]))
    shows_once(request, leads_to=reverse("mine:phone_calendar"))
    context = {
        "address": address,
        "opens_calendar": f"webcal://{address.partition('://')[2]}",
        "qr": qr.drawing_of(address),
    }
    return page(request, "phone_calendar", context)


@with_card
@require_POST
def phone_calendar_stop(request: CardRequest) -> HttpResponse:
    """Stop the address."""
    feed_keys.revoke(request.participant)
    return page(
        request, "phone_calendar", {"notice": _("Nå er den stoppet. Du kan lage en ny når du vil.")}
    )


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Give the calendar to a program that knows the address. It has no card.

    An address that opens nothing is answered like one that never was.
    """
    key = feed_keys.find(token)
    if key is None or key.participant is None:
        return private(HttpResponse(status=404))
    speak(request, key.participant.language)
    entries = personal_calendar.of_participant(
        key.participant,
        url=request.build_absolute_uri(reverse("mine:home")),
    )
    return private(
        HttpResponse(
            calendar_feed(entries, name="Reir"),
            content_type="text/calendar; charset=utf-8",
            headers={"Content-Disposition": 'inline; filename="kalender.ics"'},
        )
    )
