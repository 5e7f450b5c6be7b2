"""The team's drafts: throw some away, or what one calendar brought, and get them back."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import ngettext

from accounts.models import PLANNING, Team
from activities.models import Session, ThrownDrafts
from activities.planning import drafts as verbs
from core.errors import RuleBroken
from core.text import row_key
from portals.staff.shared.access import chosen_team, in_teams, own_teams
from portals.staff.shared.views import StaffRequest, staff_button, staff_form

MOST_THROWN = 10
MOST_LISTED = 200


@staff_form
def drafts(request: StaffRequest) -> HttpResponse:
    """List the drafts, by the calendar that brought them; throw away what was chosen."""
    teams = own_teams(request.user, PLANNING)
    team = chosen_team(request, teams)
    if request.method == "POST":
        return _throw(request, team)
    rows = list(verbs.of(team).select_related("activity", "place")[:MOST_LISTED])
    batches: dict[UUID, list[Session]] = defaultdict(list)
    for row in rows:
        if row.batch:
            batches[row.batch].append(row)
    context = {
        "team": team,
        "teams": teams,
        "drafts": rows,
        "batches": [
            (batch, brought[0].created_at, len(brought)) for batch, brought in batches.items()
        ],
        "thrown": ThrownDrafts.objects.filter(team=team, back_at=None).select_related("thrown_by")[
            :MOST_THROWN
        ],
    }
    return render(request, "portals/staff/planning/drafts.html", context)


@staff_button
def drafts_back(request: StaffRequest, pk: int) -> HttpResponse:
    """Undo a throwing away; a repeat changes nothing."""
    mine = in_teams(ThrownDrafts.objects.select_related("team"), request.user, PLANNING)
    thrown = get_object_or_404(mine, pk=pk)
    sentences = verbs.restore(thrown, by=request.user)
    for sentence in sentences:
        messages.error(request, sentence)
    count = thrown.count - len(sentences)
    if count:
        said = ngettext("%(n)s utkast er tilbake.", "%(n)s utkast er tilbake.", count)
        messages.success(request, said % {"n": count})
    return redirect(_list_of(thrown.team))


def _throw(request: StaffRequest, team: Team) -> HttpResponse:
    try:
        thrown = verbs.discard(team, drafts=_chosen(request, team), by=request.user)
    except RuleBroken as broken:
        messages.error(request, broken.message)
    else:
        said = ngettext(
            "%(n)s utkast er kastet. Du kan angre her.",
            "%(n)s utkast er kastet. Du kan angre her.",
            thrown.count,
        )
        messages.success(request, said % {"n": thrown.count})
    return redirect(_list_of(team))


def _chosen(request: StaffRequest, team: Team) -> Any:
    """Return the drafts that were ticked, or those of the calendar that was named."""
    try:
        if batch := request.POST.get("batch"):
            return verbs.in_batch(team, UUID(batch))
    except ValueError:
        return []
    numbers = [row_key(one) for one in request.POST.getlist("draft")[:500]]
    return verbs.of(team).filter(pk__in=numbers)


def _list_of(team: Team) -> str:
    return f"{reverse('staff:drafts')}?team={team.slug}"
