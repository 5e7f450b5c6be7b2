"""A plain week of the team, with the gaps in staffing marked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from activities.models import Session
from activities.permissions import can_plan
from activities.planning import conflicts, days_off
from portals.staff.shared.own_rows import own_team
from portals.staff.shared.page_access import StaffRequest, staff_page
from portals.staff.shared.weeks import about_week, monday_of


@dataclass(frozen=True)
class Day:
    """One day of a calendar."""

    date: date
    sessions: list[Session]
    off: str
    """Why the team has nothing on that day otherwise."""

    @property
    def is_today(self) -> bool:
        """Tell whether it is today."""
        return self.date == timezone.localdate()


def days_of(
    sessions: Iterable[Session], *, first: date, last: date, off: Mapping[date, str]
) -> list[Day]:
    """Return each day from `first` to `last`, with those of `sessions` that begin on it."""
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    begin_on: dict[date, list[Session]] = {day: [] for day in days}
    for session in sessions:
        begin_on[timezone.localdate(session.starts_at)].append(session)
    return [Day(day, found, off.get(day, "")) for day, found in begin_on.items()]


@staff_page
def week(request: StaffRequest) -> HttpResponse:
    """Show the team's sessions from Monday to Sunday."""
    team, team_links = own_team(request)
    monday = monday_of(request.GET.get("uke", ""))
    sunday = monday + timedelta(days=6)
    found = Session.objects.filter(team=team).on_days(monday, sunday).with_counts()
    sessions = list(found.select_related("activity", "place").with_staff())
    warnings = conflicts.warnings_of(sessions)
    for session in sessions:
        session.warnings = warnings.get(session.pk, [])  # type: ignore[attr-defined]
    off = days_off.names(team, first=monday, last=sunday)
    context = {
        **team_links,
        **about_week(monday),
        "days": days_of(sessions, first=monday, last=sunday, off=off),
        "is_empty": not sessions,
        "may_plan": can_plan(request.user, team),
    }
    return render(request, "portals/staff/planning/week.html", context)
