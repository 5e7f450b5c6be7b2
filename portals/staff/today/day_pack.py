"""A day on paper: who answers, whom to call, and a sheet for each session."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render

from accounts.models import PLANNING
from activities.models import OnCall, Session
from activities.safety import preparedness
from core.dates import midnight
from portals.staff.shared.own_rows import own_team
from portals.staff.shared.page_access import StaffRequest, seen, staff_page
from portals.staff.shared.people_rows import expected, in_line, rows_of, with_people
from portals.staff.shared.weeks import day_of, name_of

BLANK_LINES = 6
"""How many more there is room to write down by hand on each sheet."""


@staff_page(shows="print")
def day_pack(request: StaffRequest) -> HttpResponse:
    """Show the day that `?dag=` names, today without it, to be printed.

    A sheet names those who have said that they come, or wait for a place. The rest of the team
    stays at home: others are written down by hand.
    """
    team, team_links = own_team(request, PLANNING)
    day = day_of(request.GET.get("dag", ""))
    after = day + timedelta(days=1)
    shown = (Session.State.PUBLISHED, Session.State.CLOSED)
    found = Session.objects.filter(team=team, state__in=shown).on_days(day, day)
    sheets = [
        (session, [*expected(rows_of(session)), *in_line(rows_of(session))])
        for session in with_people(found)
    ]
    seen(request, [row.participant for _session, rows in sheets for row in rows])
    context = {
        **team_links,
        "day": day,
        "this": day.isoformat(),
        "before": (day - timedelta(days=1)).isoformat(),
        "after": after.isoformat(),
        "week": name_of(day),
        "sheets": sheets,
        "rota": OnCall.objects.of_team(team)
        .filter(starts_at__lt=midnight(after), ends_at__gt=midnight(day))
        .exclude(pk__in=OnCall.objects.without_anybody().values("pk"))
        .select_related("staff"),
        "lines": preparedness.lines_of(team),
        "blank_lines": range(BLANK_LINES),
    }
    return render(request, "portals/staff/today/day_pack.html", context)
