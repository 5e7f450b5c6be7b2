"""My own calendar on my phone: making its address, stopping it, and the calendar itself."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from activities.calendar_feeds import feed_keys, personal_calendar
from core.errors import RuleBroken
from portals import calendar_address
from portals.mine.access import CardRequest, card_button, card_page, in_words, page


@card_page
def phone_calendar(request: CardRequest) -> HttpResponse:
    """Say what the calendar is, and whether I have an address."""
    return page(request, "phone_calendar", {"key": feed_keys.live_key(request.participant)})


@card_button
def phone_calendar_make(request: CardRequest) -> HttpResponse:
    """Make the address and show it this once. An earlier one stops."""
    try:
        context = calendar_address.new_address(
            request, request.participant, feed="mine:feed", page="mine:phone_calendar"
        )
    except RuleBroken as broken:
        return page(request, "phone_calendar", {"notice": in_words(request, broken)}, status=409)
    return page(request, "phone_calendar", context)


@card_button
def phone_calendar_stop(request: CardRequest) -> HttpResponse:
    """Stop the address."""
    feed_keys.revoke(request.participant)
    return page(
        request, "phone_calendar", {"notice": _("Nå er den stoppet. Du kan lage en ny når du vil.")}
    )


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Give the calendar to a program that knows the address. It has no card."""
    key = feed_keys.find(token)
    mine = key and key.participant
    return calendar_address.answer(
        request, mine, personal_calendar.of_participant, home="mine:home"
    )
