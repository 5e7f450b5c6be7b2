"""The week on a wall: what is open to everybody, in large type, to be printed."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from activities.models import Session
from cms.page_content import listings
from core import qr
from portals.staff.planning.board.week import days_of
from portals.staff.shared.own_rows import own_team
from portals.staff.shared.page_access import StaffRequest, staff_page
from portals.staff.shared.weeks import about_week, monday_of

TYPES = ((3, "large"), (5, "middle"), (8, "small"))
"""Up to so many sessions in such type, so that the week stays one sheet; more are finest."""


@staff_page
def week_poster(request: StaffRequest) -> HttpResponse:
    """Show the public sessions of the week that `?uke=` names on one A4, or A3 with `?ark=a3`.

    They are what the public calendar says of the week, without what is cancelled.
    """
    team, team_links = own_team(request)
    monday = monday_of(request.GET.get("uke", ""))
    sunday = monday + timedelta(days=6)
    found = Session.objects.public().filter(team=team).exclude(state=Session.State.CANCELLED)
    sessions = list(found.on_days(monday, sunday).select_related("activity", "place"))
    days = days_of(sessions, first=monday, last=sunday, off={})
    calendar = listings.index_address("kalender", settings.LANGUAGE_CODE)
    address = request.build_absolute_uri(f"{calendar}?bydel={team.slug}")
    context = {
        **team_links,
        **about_week(monday),
        "sheet": "a3" if request.GET.get("ark") == "a3" else "a4",
        "days": [day for day in days if day.sessions],
        "type": next((name for most, name in TYPES if len(sessions) <= most), "finest"),
        "qr": qr.drawing_of(address),
        "address": address.partition("://")[2].partition("?")[0].rstrip("/"),
    }
    return render(request, "portals/staff/planning/week_poster.html", context)
