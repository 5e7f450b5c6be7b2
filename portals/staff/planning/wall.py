"""The screen on the wall: its address, made and stopped by staff, and what it shows.

The address is the key (docs/decisions/030): nobody signs in on a wall, and nothing stands there
that a passer-by may not read.
"""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.languages import speak
from accounts.models import PLANNING
from activities.calendar_feeds import feed_keys
from activities.models import Session
from activities.planning import days_off
from portals import calendar_address
from portals.staff.planning.board.week import days_of
from portals.staff.shared.own_rows import for_team, own_team
from portals.staff.shared.page_access import StaffRequest, staff_button, staff_page

TEMPLATE = "portals/staff/planning/wall.html"
RELOADS = 300
"""Seconds until the screen asks anew; after some more than two such it says so (`.wall__old`)."""
AHEAD = timedelta(days=6)
MANY = 6
"""More sessions than so many stand in finer type, so that a screen holds them."""


@staff_page
def wall(request: StaffRequest) -> HttpResponse:
    """Say what the screen shows, and whether the team has an address for it."""
    team, team_links = own_team(request, PLANNING)
    return render(request, TEMPLATE, {**team_links, "key": feed_keys.live_key(team)})


@staff_button
def wall_make(request: StaffRequest) -> HttpResponse:
    """Make the address and show it this once. An earlier one stops."""
    team, team_links = own_team(request, PLANNING)
    page = for_team("staff:wall", team)
    shown = calendar_address.new_address(request, team, feed="staff:wall_screen", page=page)
    return render(request, TEMPLATE, {**team_links, **shown})


@staff_button
def wall_stop(request: StaffRequest) -> HttpResponse:
    """Stop the address: the screen goes dark the next time it asks."""
    team, _links = own_team(request, PLANNING)
    feed_keys.revoke(team)
    messages.success(request, _("Adressen er stoppet. Tavla slukner om litt."))
    return redirect(for_team("staff:wall", team))


@require_safe
def wall_screen(request: HttpRequest, token: str) -> HttpResponse:
    """Show today and the six days after it of a team, to whoever knows the address.

    What is open to everybody, as on the poster, with how many of us are there: no name of
    anybody. It asks anew by itself, is kept nowhere, and is found by no search engine.
    """
    key = feed_keys.find(token)
    if key is None or key.team is None:
        return HttpResponse(status=404, headers=_kept_nowhere())
    speak(request, settings.LANGUAGE_CODE)
    today = timezone.localdate()
    found = Session.objects.public().filter(team=key.team, ends_at__gt=timezone.now())
    # What began yesterday and still goes on stands under today.
    first = today - timedelta(days=1)
    rows = list(
        found.on_days(first, today + AHEAD).with_counts().select_related("activity", "place")
    )
    off = days_off.names(key.team, first=today, last=today + AHEAD)
    begun, now, *ahead = days_of(rows, first=first, last=today + AHEAD, off=off)
    now.sessions[:0] = begun.sessions
    context = {
        "team": key.team,
        "today": now,
        "ahead": [day for day in ahead if day.sessions or day.off],
        "is_full": len(rows) > MANY,
        "now": timezone.now(),
        "reloads": RELOADS,
    }
    response = render(request, "portals/staff/planning/wall_screen.html", context)
    for name, value in _kept_nowhere().items():
        response.headers[name] = value
    return response


def _kept_nowhere() -> dict[str, str]:
    return {
        "Cache-Control": "no-store, private",
        "X-Robots-Tag": "noindex, nofollow",
        "Referrer-Policy": "no-referrer",
    }
