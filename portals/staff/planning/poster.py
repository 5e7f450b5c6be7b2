"""The week on a wall: what is open to everybody, in large type, to be printed."""

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.models import Team
from activities.models import Session
from cms.illustrations import NAMES as DRAWINGS
from cms.page_content import listings
from core import qr
from portals.staff.planning.week import Day
from portals.staff.shared.access import chosen_team, own_teams
from portals.staff.shared.views import StaffRequest, staff_page
from portals.staff.shared.weeks import monday_of, name_of

TYPES = ((3, "large"), (5, "middle"), (8, "small"))
"""Up to so many sessions in such type, so that the week stays one sheet; more are finest."""


@staff_page
def week_poster(request: StaffRequest) -> HttpResponse:
    """Show the public sessions of the week that `?uke=` names on one A4, or A3 with `?ark=a3`."""
    teams = own_teams(request.user)
    team = chosen_team(request, teams)
    monday = monday_of(request.GET.get("uke", ""))
    sessions = _public_sessions(team, monday)
    days = [monday + timedelta(days=number) for number in range(7)]
    by_day = [Day(day, [one for one in sessions if _day_of(one) == day]) for day in days]
    calendar = listings.index_address("kalender", settings.LANGUAGE_CODE)
    address = request.build_absolute_uri(f"{calendar}?bydel={team.slug}")
    context = {
        "team": team,
        "teams": teams,
        "sheet": "a3" if request.GET.get("ark") == "a3" else "a4",
        "number": monday.isocalendar().week,
        "monday": monday,
        "sunday": days[-1],
        "this": name_of(monday),
        "before": name_of(monday - timedelta(days=7)),
        "after": name_of(monday + timedelta(days=7)),
        "days": [day for day in by_day if day.sessions],
        "type": _type_for(len(sessions)),
        "qr": qr.drawing_of(address),
        "address": address.partition("://")[2].partition("?")[0].rstrip("/"),
    }
    return render(request, "portals/staff/planning/week_poster.html", context)


def _public_sessions(team: Team, monday: date) -> list[Session]:
    """Return what the public calendar says of the week, without what is cancelled."""
    first = timezone.make_aware(datetime.combine(monday, time.min))
    last = timezone.make_aware(datetime.combine(monday + timedelta(days=7), time.min))
    found = list(
        Session.objects.public()
        .filter(team=team)
        .exclude(state=Session.State.CANCELLED)
        .between(first, last)
        .select_related("activity", "place")
    )
    for session in found:
        name = session.activity.illustration
        session.drawing = name if name in DRAWINGS else "work-table"  # type: ignore[attr-defined]
        session.where = session.place.where  # type: ignore[attr-defined]
    return found


def _type_for(count: int) -> str:
    return next((name for most, name in TYPES if count <= most), "finest")


def _day_of(session: Session) -> date:
    return timezone.localtime(session.starts_at).date()
