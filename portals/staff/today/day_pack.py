"""A day on paper: who answers, whom to call, and a sheet for each session."""

from datetime import date, datetime, time, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.models import PLANNING, Team
from activities.models import OnCall, Session
from activities.safety import preparedness
from portals.staff.shared.access import chosen_team, own_teams
from portals.staff.shared.people_rows import PersonRow, expected, in_line, rows_of, with_people
from portals.staff.shared.views import StaffRequest, seen, staff_page
from portals.staff.shared.weeks import name_of

BLANK_LINES = 6
"""How many more there is room to write down by hand on each sheet."""


@staff_page(shows="print")
def day_pack(request: StaffRequest) -> HttpResponse:
    """Show the day that `?dag=` names, today without it, to be printed.

    A sheet names those who have said that they come, or wait for a place. The rest of the team
    stays at home: others are written down by hand.
    """
    teams = own_teams(request.user, PLANNING)
    team = chosen_team(request, teams)
    day = _day_of(request.GET.get("dag", ""))
    first = timezone.make_aware(datetime.combine(day, time.min))
    last = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    sheets = [(session, _people(session)) for session in _sessions(team, first, last)]
    seen(request, [row.participant for _session, rows in sheets for row in rows])
    context = {
        "team": team,
        "teams": teams,
        "day": day,
        "this": day.isoformat(),
        "before": (day - timedelta(days=1)).isoformat(),
        "after": (day + timedelta(days=1)).isoformat(),
        "week": name_of(day),
        "sheets": sheets,
        "rota": OnCall.objects.of_team(team)
        .filter(starts_at__lt=last, ends_at__gt=first)
        .exclude(pk__in=OnCall.objects.without_anybody().values("pk"))
        .select_related("staff"),
        "lines": preparedness.lines_of(team),
        "blank_lines": range(BLANK_LINES),
    }
    return render(request, "portals/staff/today/day_pack.html", context)


def _sessions(team: Team, first: datetime, last: datetime) -> list[Session]:
    """Return what is open, or over, that day, with its people."""
    shown = Session.objects.filter(
        team=team, state__in=(Session.State.PUBLISHED, Session.State.CLOSED)
    )
    return list(with_people(shown.between(first, last)))


def _people(session: Session) -> list[PersonRow]:
    rows = rows_of(session)
    return [*expected(rows), *in_line(rows)]


def _day_of(text: str) -> date:
    """Return the day of «2026-11-25»; today for anything else."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return timezone.localdate()
    return found if 2000 <= found.year <= 2200 else timezone.localdate()
