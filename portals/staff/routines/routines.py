"""«Rutiner»: how we do it here, who has read it, and when somebody went through it."""

from itertools import groupby
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import LEADING
from accounts.permissions import can_lead
from activities.handbook import routines as verbs
from activities.handbook.written_text import blocks_of
from activities.models import Routine
from activities.permissions import (
    can_review_routine,
    can_say_read,
    can_write_routine,
)
from core.text import row_key
from portals.staff.routines.routines_forms import RoutineForm
from portals.staff.shared.navigation.rooms import ROOMS
from portals.staff.shared.own_rows import chosen_team, for_team, own_row, own_team, own_teams
from portals.staff.shared.page_access import StaffRequest, staff_button, staff_form, staff_page
from portals.staff.shared.pages import ask_first, back_to, carry_out, form_page

NAMES = {room.slug: room.name for room in ROOMS} | {
    Routine.Room.MINE.value: Routine.Room.MINE.label
}


def _mine(request: StaffRequest, pk: int, question: Any = None) -> Routine:
    """Return a routine of a team of mine; else 404, or 403 when `question` is answered no."""
    rows = Routine.objects.visible_to(request.user).select_related("team", "responsible")
    if question is None:
        return get_object_or_404(rows, pk=pk)
    return own_row(request, rows, pk, question)


@staff_page
def routines(request: StaffRequest) -> HttpResponse:
    """List the routines of a team by room, those that I have not read marked."""
    team, team_links = own_team(request)
    rows = Routine.objects.filter(team=team).with_is_unread(request.user)
    in_use = list(rows.in_use().select_related("responsible"))
    order = list(NAMES)
    in_use.sort(key=lambda one: order.index(one.room))
    groups = [
        {"slug": room, "name": NAMES[room], "rows": list(found)}
        for room, found in groupby(in_use, key=lambda one: one.room)
    ]
    context = {
        **team_links,
        "groups": groups,
        "retired": rows.filter(retired_at__isnull=False),
        "may_lead": can_lead(request.user, team),
    }
    return render(request, "portals/staff/routines/routines.html", context)


@staff_page
def routine(request: StaffRequest, pk: int) -> HttpResponse:
    """Show a routine, or with `?utgave=` an earlier edition of it; a leader sees who has read."""
    found = _mine(request, pk)
    editions = list(found.editions.select_related("written_by").defer("text"))
    asked = request.GET.get("utgave", "")
    number = row_key(asked) if asked else found.edition
    edition = next((one for one in editions if one.number == number), None)
    if edition is None:
        raise Http404
    may_lead = can_write_routine(request.user, found)
    readers = verbs.readers_of(found)
    mine = next((one for one in readers if one.user == request.user), None)
    context = {
        "routine": found,
        "room": NAMES[found.room],
        "edition": edition,
        "blocks": blocks_of(edition.text),
        "editions": editions,
        "mine": mine if edition.number == found.edition else None,
        "readers": [one for one in readers if one.edition or not found.retired_at]
        if may_lead
        else [],
        "may_lead": may_lead,
        "may_review": can_review_routine(request.user, found),
    }
    return render(request, "portals/staff/routines/routine.html", context)


@staff_form
def routine_new(request: StaffRequest) -> HttpResponse:
    """Let a leader write a routine."""
    team = chosen_team(request, own_teams(request.user, LEADING))
    form = RoutineForm(
        request.POST or None, team=team, row=None, room=request.GET.get("rom", "")[:20]
    )
    return form_page(
        request, form, lambda: verbs.write(team, **form.cleaned_data, by=request.user),
        said=lambda made: _("«%(name)s» er lagret. Kollegene blir bedt om å lese den.")
        % {"name": made.name},
        to=lambda made: reverse("staff:routine", args=[made.pk]),
        title=_("Ny rutine"), lead=team.name, back_url=for_team("staff:routines", team),
    )  # fmt: skip


@staff_form(one_at_a_time=True)
def routine_rewrite(request: StaffRequest, pk: int) -> HttpResponse:
    """Let a leader change a routine, and say whether the others must read it anew."""
    found = _mine(request, pk, can_write_routine)
    form = RoutineForm(request.POST or None, team=found.team, row=found)
    return form_page(
        request, form, lambda: verbs.rewrite(found, **form.cleaned_data, by=request.user),
        said=_("Rutinen er endret."),
        title=_("Endre rutinen"), lead=found.name, back_url=reverse("staff:routine", args=[pk]),
    )  # fmt: skip


@staff_button
def routine_read(request: StaffRequest, pk: int) -> HttpResponse:
    """Note that I have read the edition that the page showed."""
    found = _mine(request, pk, can_say_read)
    number = row_key(request.POST.get("edition", ""))
    carry_out(
        request, lambda: verbs.read(found, number=number, by=request.user),
        said=_("Takk. Nå vet vi at du har lest den."),
    )  # fmt: skip
    return back_to(request, "staff:routine", pk)


@staff_button
def routine_reviewed(request: StaffRequest, pk: int) -> HttpResponse:
    """Note that I went through it today."""
    found = _mine(request, pk, can_review_routine)
    carry_out(
        request, lambda: verbs.review(found, by=request.user),
        said=_("Fint. Vi spør igjen om et år."),
    )  # fmt: skip
    return back_to(request, "staff:routine", pk)


@staff_form
def routine_retire(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask first, then let a routine hold no longer."""
    found = _mine(request, pk, can_write_routine)

    def ask() -> dict[str, Any]:
        return {
            "question": _("Skal «%(name)s» ikke gjelde lenger?") % {"name": found.name},
            "consequence": _("Ingen blir bedt om å lese den. Den ligger nederst blant rutinene."),
            "confirm_label": _("Slutt å bruke den"),
            "back_url": reverse("staff:routine", args=[pk]),
        }

    return ask_first(
        request, ask, lambda: verbs.retire(found, by=request.user),
        said=_("Rutinen gjelder ikke lenger."), to=for_team("staff:routines", found.team),
        row=found,
    )  # fmt: skip
