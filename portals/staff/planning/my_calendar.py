"""My shifts in the calendar of my phone: making its address, stopping it, and the calendar."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from activities.calendar_feeds import feed_keys, personal_calendar
from portals import calendar_address
from portals.staff.shared.page_access import StaffRequest, staff_button, staff_page

TEMPLATE = "portals/staff/planning/my_calendar.html"


@staff_page
def my_calendar(request: StaffRequest) -> HttpResponse:
    """Say what the calendar is, and whether I have an address."""
    return render(request, TEMPLATE, {"key": feed_keys.live_key(request.user)})


@never_cache
@staff_button
def my_calendar_make(request: StaffRequest) -> HttpResponse:
    """Make the address and show it this once. An earlier one stops."""
    context = calendar_address.new_address(
        request, request.user, feed="staff:my_feed", page="staff:my_calendar"
    )
    return render(request, TEMPLATE, context)


@staff_button
def my_calendar_stop(request: StaffRequest) -> HttpResponse:
    """Stop the address."""
    feed_keys.revoke(request.user)
    messages.success(request, _("Adressen er stoppet."))
    return redirect("staff:my_calendar")


@require_safe
def my_feed(request: HttpRequest, token: str) -> HttpResponse:
    """Give the calendar to a program that knows the address. It has not signed in."""
    key = feed_keys.find(token)
    mine = key and key.user
    return calendar_address.answer(request, mine, personal_calendar.of_staff, home="staff:today")
