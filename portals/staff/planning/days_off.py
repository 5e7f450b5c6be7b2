"""The team's own days off: everybody reads them, the leader writes."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import LEADING
from accounts.permissions import can_lead
from activities.models import DayOff, Session
from activities.planning import public_holidays
from activities.planning import team_days_off as verbs
from portals.staff.planning.days_off_forms import DayOffForm
from portals.staff.shared.own_rows import for_team, own_row, own_team, own_teams
from portals.staff.shared.page_access import StaffRequest, staff_button, staff_form, staff_page
from portals.staff.shared.pages import carry_out, form_page

LOOKED_AHEAD = timedelta(days=366)


@staff_page
def days_off(request: StaffRequest) -> HttpResponse:
    """List the team's own days off that are not over, and the public holidays of a year."""
    team, team_links = own_team(request)
    today = timezone.localdate()
    until = today + LOOKED_AHEAD
    public = public_holidays.of_year(today.year) | public_holidays.of_year(until.year)
    context = {
        **team_links,
        "own": DayOff.objects.filter(team=team, last_day__gte=today),
        "public": sorted((day, name) for day, name in public.items() if today <= day <= until),
        "may_lead": can_lead(request.user, team),
    }
    return render(request, "portals/staff/planning/days_off.html", context)


@staff_form
def day_off_new(request: StaffRequest) -> HttpResponse:
    """Write down days on which the team has nothing on."""
    team, team_links = own_team(request, LEADING)
    form = DayOffForm(request.POST or None)
    return form_page(
        request, form,
        lambda: _say_what_stands(request, verbs.add(team, by=request.user, **form.cleaned_data)),
        said=_("Fridagen er skrevet ned."),
        title=_("Ny fridag"), lead=str(team), **team_links,
        back_url=for_team("staff:days_off", team),
    )  # fmt: skip


@staff_form(one_at_a_time=True)
def day_off_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change days off."""
    row = _own(request, pk)
    form = DayOffForm(request.POST or None, initial=model_to_dict(row, DayOffForm.base_fields))
    return form_page(
        request, form,
        lambda: _say_what_stands(request, verbs.edit(row, by=request.user, **form.cleaned_data)),
        said=_("Lagret."),
        title=_("Endre fridagen"), lead=row.name,
        back_url=for_team("staff:days_off", row.team),
    )  # fmt: skip


@staff_button
def day_off_remove(request: StaffRequest, pk: int) -> HttpResponse:
    """Take days off away again; recurring sessions get them back."""
    row = _own(request, pk)
    carry_out(
        request,
        lambda: verbs.remove(row, by=request.user),
        said=_("%(name)s er tatt bort. Faste treff har fått dagene tilbake.") % {"name": row.name},
    )
    return redirect(for_team("staff:days_off", row.team))


def _own(request: StaffRequest, pk: int) -> Any:
    mine = DayOff.objects.filter(team__in=own_teams(request.user)).select_related("team")
    return own_row(request, mine, pk, lambda user, row: can_lead(user, row.team))


def _say_what_stands(request: StaffRequest, rows: list[Session]) -> None:
    """Name what stands on the days all the same: a person decides."""
    said = _("%(session)s %(day)s står fortsatt. Flytt den eller avlys, om den ikke skal være.")
    for session in rows:
        day = f"{timezone.localtime(session.starts_at):%d.%m. kl. %H.%M}"
        messages.warning(request, said % {"session": session.name, "day": day})
