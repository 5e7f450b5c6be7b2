"""The team's drafts: discard some, or what one calendar brought, and restore them."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext, ngettext_lazy

from accounts.models import PLANNING, Team
from activities.models import DiscardedDrafts, Session
from activities.planning import drafts as verbs
from core.text import row_key
from portals.staff.shared.own_rows import for_team, in_teams, own_team
from portals.staff.shared.page_access import StaffRequest, staff_button, staff_form
from portals.staff.shared.pages import carry_out

MOST_DISCARDED = 10
MOST_LISTED = 200
DISCARDED = ngettext_lazy(
    "%(n)s utkast er kastet. Du kan angre her.", "%(n)s utkast er kastet. Du kan angre her.", "n"
)


@staff_form
def drafts(request: StaffRequest) -> HttpResponse:
    """List the drafts, by the calendar that brought them; discard what was chosen."""
    team, team_links = own_team(request, PLANNING)
    if request.method == "POST":
        return _discard(request, team)
    rows = list(verbs.of(team).select_related("activity", "place")[:MOST_LISTED])
    batches: dict[UUID, list[Session]] = defaultdict(list)
    for row in rows:
        if row.batch:
            batches[row.batch].append(row)
    context = {
        **team_links,
        "drafts": rows,
        "batches": [
            (batch, brought[0].created_at, len(brought)) for batch, brought in batches.items()
        ],
        "discarded": DiscardedDrafts.objects.filter(team=team, restored_at=None).select_related(
            "discarded_by"
        )[:MOST_DISCARDED],
    }
    return render(request, "portals/staff/planning/drafts.html", context)


@staff_button
def drafts_restore(request: StaffRequest, pk: int) -> HttpResponse:
    """Restore discarded drafts; a repeat changes nothing."""
    mine = in_teams(DiscardedDrafts.objects.select_related("team"), request.user, PLANNING)
    discarded = get_object_or_404(mine, pk=pk)
    sentences = verbs.restore(discarded, by=request.user)
    for sentence in sentences:
        messages.error(request, sentence)
    if count := discarded.count - len(sentences):
        said = ngettext("%(n)s utkast er tilbake.", "%(n)s utkast er tilbake.", count)
        messages.success(request, said % {"n": count})
    return redirect(for_team("staff:drafts", discarded.team))


def _discard(request: StaffRequest, team: Team) -> HttpResponse:
    chosen = _chosen(request, team)
    carry_out(
        request, lambda: verbs.discard(team, drafts=chosen, by=request.user),
        said=lambda done: DISCARDED % {"n": done.count},
    )  # fmt: skip
    return redirect(for_team("staff:drafts", team))


def _chosen(request: StaffRequest, team: Team) -> Any:
    """Return the drafts that were ticked, or those of the calendar that was named."""
    try:
        if batch := request.POST.get("batch"):
            return verbs.in_batch(team, UUID(batch))
    except ValueError:
        return []
    numbers = [row_key(one) for one in request.POST.getlist("draft")[:500]]
    return verbs.of(team).filter(pk__in=numbers)
