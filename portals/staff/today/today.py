"""«I dag»: what is mine today, by role, each with its next act (`sections`)."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import PLANNING, Team
from activities.models import Shift
from activities.permissions import can_report_all_clear
from activities.staffing import ill, shifts
from notices import tasks
from portals.staff.shared.own_rows import own_row
from portals.staff.shared.page_access import StaffRequest, seen, staff_button, staff_page
from portals.staff.shared.pages import back_to, carry_out
from portals.staff.today.by_role import sections
from portals.staff.today.by_role.desk import Desk, answerable
from portals.staff.today.by_role.my_day import Now, now_of
from portals.staff.today.by_role.rows import people_in


@staff_page(shows="list")
def today(request: StaffRequest) -> HttpResponse:
    """Show my day."""
    desk = Desk(request)
    works_sessions = bool(desk.teams(PLANNING))
    now = now_of(desk) if works_sessions else Now()
    day, to_do = (sections.groups_of(these, desk) for these in (sections.DAY, sections.TO_DO))
    seen(request, [row.participant for card in now.cards for row in card.people])
    seen(request, people_in([*day, *to_do]))
    context = {
        "now": now,
        "works_sessions": works_sessions,
        "day": day,
        "to_do": to_do,
        "waiting": [group for group in (*day, *to_do) if group.waits and group.count],
        "is_away": works_sessions and ill.is_reported(request.user),
        "today": timezone.localdate(),
    }
    return render(request, "portals/staff/today/today.html", context)


@staff_button
def all_clear(request: StaffRequest, pk: int) -> HttpResponse:
    """Report that I am safely done with an off-site session."""
    own = Q(session__team__in=Team.objects.of(request.user, PLANNING))
    lent, late = (
        Q(pk__in=rows.values("pk"))
        for rows in (
            Shift.objects.lent_to(request.user), Shift.objects.lent_and_out(request.user)
        )
    )  # fmt: skip
    found = Shift.objects.filter(own | lent | late)
    shift = own_row(request, found, pk, can_report_all_clear)
    carry_out(
        request,
        lambda: shifts.all_clear(shift, by=request.user),
        said=_("Takk. Vakten din er over."),
    )
    return back_to(request, "staff:today")


@staff_button
def task_undo(request: StaffRequest, pk: int) -> HttpResponse:
    """Put a task back on the list, after «gjort» too soon."""
    task = get_object_or_404(answerable(request.user), pk=pk)
    tasks.undo(task)
    messages.success(request, _("Tilbake på lista: %(what)s") % {"what": task.text})
    return back_to(request, "staff:today")


@staff_button
def task_done(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a task off my list."""
    task = get_object_or_404(answerable(request.user), pk=pk)
    tasks.done(task, by=request.user)
    messages.success(request, _("Gjort: %(what)s") % {"what": task.text})
    return back_to(request, "staff:today")
