"""Proposals for a week's gaps in staffing, and accepting them."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import PLANNING, Team
from activities.staffing import suggestions
from core.text import row_key
from portals.staff.shared.own_rows import for_team, own_team
from portals.staff.shared.page_access import StaffRequest, staff_form
from portals.staff.shared.weeks import about_week, monday_of


@staff_form
def suggest(request: StaffRequest) -> HttpResponse:
    """Propose staff for a week's gaps; put those that are accepted."""
    team, team_links = own_team(request, PLANNING)
    monday = monday_of(request.GET.get("uke", ""))
    week_url = for_team("staff:week", team, monday=monday)
    if request.method == "POST":
        return _accept(request, team, week_url)
    context = {
        **team_links,
        **about_week(monday),
        "suggestion": suggestions.suggest(team, first=monday, last=monday + timedelta(days=6)),
        "week_url": week_url,
    }
    return render(request, "portals/staff/planning/suggestions.html", context)


def _accept(request: StaffRequest, team: Team, week_url: str) -> HttpResponse:
    wanted = []
    for text in request.POST.getlist("choice")[:500]:
        session, _colon, rest = text.partition(":")
        user, _colon, part = rest.partition(":")
        wanted.append((row_key(session), row_key(user), part))
    if not wanted:
        messages.error(request, _("Ingen vakt er krysset av. Kryss av dem du vil ha."))
        return redirect(request.get_full_path())
    sentences = suggestions.accept(team, wanted=wanted, by=request.user)
    for sentence in sentences:
        messages.error(request, sentence)
    if count := len(wanted) - len(sentences):
        said = ngettext("%(n)s vakt er satt.", "%(n)s vakter er satt.", count)
        messages.success(request, said % {"n": count})
    return redirect(week_url)
