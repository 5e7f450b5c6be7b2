"""Planning a whole week at once, and moving indoors when it rains."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import PLANNING, Team
from activities.models import Session, WeekTemplate
from activities.planning import weather, week_templates
from core.errors import RuleBroken
from core.text import row_key
from portals.staff.shared.own_rows import for_team, own_session, own_team
from portals.staff.shared.page_access import StaffRequest, staff_button, staff_form
from portals.staff.shared.pages import back_to, carry_out
from portals.staff.shared.weeks import about_week, monday_of

MOST_WEEKS_BACK = 8


@staff_form
def plan_week(request: StaffRequest) -> HttpResponse:
    """Fill the week that `?uke=` names from a normal or an earlier week, or keep it as normal."""
    team, team_links = own_team(request, PLANNING)
    monday = monday_of(request.GET.get("uke", ""))
    if request.method == "POST":
        try:
            return redirect(_fill_or_keep(request, team, monday))
        except RuleBroken as broken:
            messages.error(request, broken.message)
            return redirect(for_team("staff:plan_week", team, monday=monday))
    context = {
        **team_links,
        **about_week(monday),
        "templates": WeekTemplate.objects.filter(team=team).prefetch_related("entries"),
        "earlier": [monday - timedelta(weeks=weeks) for weeks in range(1, MOST_WEEKS_BACK + 1)],
        "week_url": for_team("staff:week", team, monday=monday),
    }
    return render(request, "portals/staff/planning/plan_week.html", context)


def _fill_or_keep(request: StaffRequest, team: Team, monday: date) -> str:
    """Do with the week what was asked, and return the address of the next page."""
    if "name" in request.POST:
        week_templates.save_week(team, name=request.POST["name"], monday=monday)
        messages.success(request, _("Uka er lagret som vanlig uke."))
        return for_team("staff:plan_week", team, monday=monday)
    if "copy" in request.POST:
        source = monday_of(request.POST["copy"])
        done = week_templates.copy(team, source=source, monday=monday, by=request.user)
    else:
        wanted = row_key(request.POST.get("template", ""))
        template = WeekTemplate.objects.filter(team=team, pk=wanted).first()
        if template is None:
            raise RuleBroken(_("Velg en vanlig uke."))
        done = week_templates.plan(template, monday=monday, by=request.user)
    for sentence in done.left_out:
        messages.info(request, _("Ikke lagt inn: %(what)s.") % {"what": sentence})
    if done.made:
        said = ngettext("%(n)s økt er lagt inn.", "%(n)s økter er lagt inn.", len(done.made))
        messages.success(request, said % {"n": len(done.made)})
    else:
        messages.info(request, _("Ingen nye økter er lagt inn."))
    return for_team("staff:week", team, monday=monday)


@staff_button
def template_forget(request: StaffRequest, pk: int) -> HttpResponse:
    """Forget a normal week."""
    mine = Team.objects.of(request.user, PLANNING)
    template = get_object_or_404(WeekTemplate.objects.filter(team__in=mine), pk=pk)
    carry_out(request, lambda: week_templates.forget(template), said=_("Uka er tatt bort."))
    return back_to(request, "staff:plan_week")


@staff_button
def move(request: StaffRequest, pk: int) -> HttpResponse:
    """Move a session indoors, or out again."""
    session = own_session(request, pk)
    indoors = request.POST.get("indoors") == "yes"
    said = _("Økta er flyttet inn.") if indoors else _("Økta er ute igjen.")
    if session.state == Session.State.PUBLISHED and session.signups.coming().exists():
        said += " " + _("De som kommer, får beskjed.")
    moved = carry_out(
        request, lambda: weather.move(session, indoors=indoors, by=request.user), said=said
    )
    if moved and indoors and (session.title or session.note):
        messages.info(
            request,
            _("Se om tittelen stemmer inne. «Godt å vite» viser vi ikke så lenge dere er inne."),
        )
    return back_to(request, "staff:sheet", pk)
