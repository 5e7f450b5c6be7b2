"""A plain week of the team, with the gaps in staffing marked."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.models import Team
from activities.models import Session
from activities.permissions import can_plan
from activities.planning import conflicts, days_off
from portals.staff.shared.access import chosen_team, own_teams
from portals.staff.shared.views import StaffRequest, staff_page
from portals.staff.shared.weeks import monday_of, name_of


@dataclass(frozen=True)
class Day:
    """One day of the week."""

    date: date
    sessions: list[Session]
    off: str = ""
    """Why the team has nothing on that day otherwise."""

    @property
    def is_today(self) -> bool:
        """Tell whether it is today."""
        return self.date == timezone.localdate()


@staff_page
def week(request: StaffRequest) -> HttpResponse:
    """Show the team's sessions from Monday to Sunday."""
    teams = own_teams(request.user)
    team = chosen_team(request, teams)
    monday = monday_of(request.GET.get("uke", ""))
    sessions = _sessions(team, monday)
    warnings = conflicts.warnings_of(sessions)
    for session in sessions:
        session.warnings = warnings.get(session.pk, [])  # type: ignore[attr-defined]
    days = [monday + timedelta(days=number) for number in range(7)]
    off = days_off.names(team, first=monday, last=days[-1])
    context = {
        "team": team,
        "teams": teams,
        "monday": monday,
        "sunday": days[-1],
        "number": monday.isocalendar().week,
        "this": name_of(monday),
        "before": name_of(monday - timedelta(days=7)),
        "after": name_of(monday + timedelta(days=7)),
        "days": [
            Day(day, [one for one in sessions if _day_of(one) == day], off.get(day, ""))
            for day in days
        ],
        "is_empty": not sessions,
        "may_plan": can_plan(request.user, team),
    }
    return render(request, "portals/staff/planning/week.html", context)


def _sessions(team: Team, monday: date) -> list[Session]:
    """Return the week's sessions with counts and staff."""
    first = timezone.make_aware(datetime.combine(monday, time.min))
    last = timezone.make_aware(datetime.combine(monday + timedelta(days=7), time.min))
    return list(
        Session.objects.filter(team=team)
        .between(first, last)
        .with_counts()
        .select_related("activity", "place")
        .with_staff()
    )


def _day_of(session: Session) -> date:
    return timezone.localtime(session.starts_at).date()
