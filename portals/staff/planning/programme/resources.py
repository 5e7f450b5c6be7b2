"""«Ting vi deler»: the team's vehicles, rooms and equipment."""

from typing import Any

from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import PLANNING
from activities.models import Resource, Session
from activities.permissions import can_plan
from activities.planning import resources as verbs
from portals.staff.planning.planning_lists import ResourceList
from portals.staff.planning.programme.resources_forms import ResourceForm
from portals.staff.shared.own_rows import for_team, own_row, own_team, own_teams
from portals.staff.shared.page_access import StaffRequest, staff_form, staff_page
from portals.staff.shared.pages import ask_first, form_page


def _own(request: StaffRequest, pk: int) -> Any:
    """Return a thing of my teams that I may change; else 404 or 403."""
    mine = Resource.objects.filter(team__in=own_teams(request.user)).select_related("team")
    return own_row(request, mine, pk, lambda user, thing: can_plan(user, thing.team))


@staff_page
def resources(request: StaffRequest) -> HttpResponse:
    """List what the team shares."""
    team, team_links = own_team(request)
    may_plan = can_plan(request.user, team)
    things = Resource.objects.filter(team=team)
    context = {
        **team_links,
        "table": ResourceList(request, things, may_plan=may_plan),
        "may_plan": may_plan,
    }
    return render(request, "portals/staff/planning/resources.html", context)


@staff_form
def resource_new(request: StaffRequest) -> HttpResponse:
    """Write down something that the team shares."""
    team, team_links = own_team(request, PLANNING)
    form = ResourceForm(request.POST or None)
    return form_page(
        request, form, lambda: verbs.make(team, **form.cleaned_data),
        said=lambda made: _("%(name)s er med.") % {"name": made},
        title=_("Ny ting"), lead=str(team), **team_links,
        back_url=for_team("staff:resources", team),
    )  # fmt: skip


@staff_form(one_at_a_time=True)
def resource_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a thing's name or kind."""
    found = _own(request, pk)
    form = ResourceForm(
        request.POST or None, initial=model_to_dict(found, ResourceForm.base_fields)
    )
    return form_page(
        request, form, lambda: verbs.edit(found, **form.cleaned_data),
        said=_("Lagret."),
        title=_("Endre tingen"), lead=found.name,
        back_url=for_team("staff:resources", found.team),
    )  # fmt: skip


@staff_form
def resource_remove(request: StaffRequest, pk: int) -> HttpResponse:
    """Remove a thing, after a look at the sessions that count on it."""
    found = _own(request, pk)

    def ask() -> dict[str, Any]:
        sessions = found.sessions.filter(ends_at__gt=timezone.now(), state__in=Session.EDITABLE)
        ahead = sessions.count()
        counted = ngettext(
            "%(n)s økt framover regner med den.", "%(n)s økter framover regner med den.", ahead
        ) % {"n": ahead}
        return {
            "question": _("Ta bort %(name)s?") % {"name": found.name},
            "consequence": counted if ahead else _("Ingen økter framover regner med den."),
            "confirm_label": _("Ta bort"),
            "back_url": for_team("staff:resources", found.team),
        }

    return ask_first(
        request, ask, lambda: verbs.remove(found), row=found,
        said=_("%(name)s er tatt bort.") % {"name": found.name},
    )  # fmt: skip
