"""«Trenger deg»: what needs a leader in the teams that one leads, each with its next act.

Nothing is decided here: each group is a reading that stands elsewhere, and what waits for an
answer are the tasks that `notices.waiting_states` has made of it.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import LEADING, Team
from activities.handbook.routines import TO_REVIEW
from activities.models import Limit
from activities.staffing import over_limits
from core.dates import midnight
from core.templatetags.formats import weekday_date
from notices.models import Task
from portals.staff.shared.links import Link
from portals.staff.shared.own_rows import for_team, own_teams
from portals.staff.shared.page_access import StaffRequest, seen, staff_page
from portals.staff.today.by_role import money, team_day, waiting
from portals.staff.today.by_role.desk import Desk, lacking
from portals.staff.today.by_role.rows import Group, Row, people_in
from portals.staff.today.task_links import with_what

WEEKS_AHEAD = 4
"""For how many weeks gaps and limits of working time are shown."""
Kind = Task.Kind
MONEY = (Kind.FIND_MONEY, Kind.PAY)
SAFETY = (Kind.COME_HOME, Kind.DEBRIEF)


@staff_page(shows="list")
def leader(request: StaffRequest) -> HttpResponse:
    """Show what needs me in the teams that I lead; a group without anything is not shown."""
    teams = own_teams(request.user, LEADING)
    desk = Desk(request)
    tasks = list(
        with_what(Task.objects.open().filter(team__in=teams)).select_related("assigned_to")
    )
    reviews = [one for one in tasks if one.waits_for == TO_REVIEW]
    tasks = [one for one in tasks if one.waits_for != TO_REVIEW]
    groups = [
        Group("trygt", _("Trygt hjem"), _tasks(desk, tasks, SAFETY)),
        Group("hull", _("Økter som mangler folk"), _gaps(teams)),
        Group("svar", _("Venter på svar"), _tasks(desk, tasks, waiting.ANSWERS)),
        Group("se-over", _("Venter på at du ser over"), _tasks(desk, tasks, (Kind.SECOND_LOOK,))),
        Group("budsjett", _("Budsjett som går tomt"), money.budgets(teams)),
        Group("penger", _("Penger som venter"), _tasks(desk, tasks, MONEY)),
        Group("timer", _("For lite hvile eller for mange timer"), _hours(teams)),
        Group("sett", _("Har ikke sett beskjeden"), waiting.not_seen(desk)),
        Group(
            "samtykker", _("Samtykker som går ut"), waiting.consents(Q(participant__team__in=teams))
        ),
        Group("rutiner", _("Rutiner å se over"), _tasks(desk, reviews, Kind)),
        Group("annet", _("Annet å følge opp"), _tasks(desk, tasks, _others())),
    ]
    shown = [group for group in groups if group.rows]
    seen(request, people_in(shown))
    context = {"groups": shown, "whose": ", ".join(team.name for team in teams)}
    return render(request, "portals/staff/today/leader.html", context)


def _others() -> set[Kind]:
    """Return the kinds of task of no other group; gaps are read from the sessions themselves."""
    return set(Kind) - {*waiting.ANSWERS, *MONEY, *SAFETY, Kind.SECOND_LOOK, Kind.FIND_STAFF}


def _gaps(teams: list[Team]) -> list[Row]:
    last = timezone.localdate() + timedelta(weeks=WEEKS_AHEAD)
    found = lacking(teams).filter(starts_at__lt=midnight(last))
    return [team_day.gap_row(session) for session in found]


def _tasks(desk: Desk, tasks: Iterable[Task], kinds: Iterable[str]) -> list[Row]:
    """Return the rows of the tasks of `kinds`, with whose each is and by when."""
    wanted, found = set(kinds), []
    for task in tasks:
        if task.kind in wanted:
            row = waiting.task_row(desk, task)
            if task.assigned_to:
                row.about = _("Ligger hos %(name)s.") % {"name": task.assigned_to} + " " + row.about
            if row.links and task.about != waiting.SWAP:
                row.presses = []
            found.append(row)
    return found


def _hours(teams: list[Team]) -> list[Row]:
    """Return who passes a limit of working time, with what a leader has written about it."""
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    rows = []
    for one in over_limits.ahead(teams, monday=monday, weeks=WEEKS_AHEAD):
        day = weekday_date(one.broken.day)
        if one.broken.code in (Limit.FULL_WEEK, Limit.CONTRACT):
            day = _("uke %(week)s") % {"week": one.broken.day.isocalendar().week}
        words = f"{one.staff}, {day}: {one.broken.words}"
        about = " ".join(f"{said.decided_by}: {said.reason}" for said in one.reasons)
        first = one.broken.day - timedelta(days=one.broken.day.weekday())
        links = [Link(for_team("staff:week_people", one.team, monday=first), _("Se uka"))]
        if not one.reasons and one.shift.session.team_id == one.team.pk:
            why = reverse("staff:shift_reason", args=[one.shift.pk])
            links.append(Link(why, _("Skriv hvorfor")))
        rows.append(Row(words, about, links))
    return rows
