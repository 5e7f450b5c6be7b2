"""My shifts in the calendar of my phone: making its address, stopping it, and the calendar."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from accounts.languages import speak
from activities.calendars import feed_keys, personal_calendar
from activities.calendars.feed import calendar_feed
from core import qr
from portals.idempotency import shows_once
from portals.staff.shared.access import StaffRequest, staff_page


@require_GET
@staff_page
def my_calendar(request: StaffRequest) -> HttpResponse:
    """Say what the calendar is, and whether I have an address."""
    context = {"key": feed_keys.live_key(request.user)}
    return render(request, "portals/staff/planning/my_calendar.html", context)


@never_cache
@require_POST
@staff_page
def my_calendar_make(request: StaffRequest) -> HttpResponse:
    """Make the address and show it this once. An earlier one stops."""
    address = request.build_absolute_uri(
        reverse("staff:my_feed", args=[feed_keys.give(request.user)])
    )
    shows_once(request, leads_to=reverse("staff:my_calendar"))
    context = {
        "address": address,
        "opens_calendar": f"webcal://{address.partition('://')[2]}",
        "qr": qr.drawing_of(address),
    }
    return render(request, "portals/staff/planning/my_calendar.html", context)


@require_POST
@staff_page
def my_calendar_stop(request: StaffRequest) -> HttpResponse:
    """Stop the address."""
    feed_keys.revoke(request.user)
    messages.success(request, _("Adressen er stoppet."))
    return redirect("staff:my_calendar")


@require_safe
def my_feed(request: HttpRequest, token: str) -> HttpResponse:
    """Give the calendar to a program that knows the address. It has not signed in.

    An address that opens nothing is answered like one that never was.
    """
    key = feed_keys.find(token)
    if key is None or key.user is None:
        return _private(HttpResponse(status=404))
    speak(request, key.user.language)
    entries = personal_calendar.of_staff(
        key.user,
        url=request.build_absolute_uri(reverse("staff:today")),
    )
    response = HttpResponse(
        calendar_feed(entries, name="Reir"), content_type="text/calendar; charset=utf-8"
    )
    response.headers["Content-Disposition"] = 'inline; filename="kalender.ics"'
    return _private(response)


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
