"""Planning a whole week at once, a month to look at, and moving indoors when it rains."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import PLANNING, Team
from activities.models import Session, WeekTemplate
from activities.permissions import can_plan
from activities.planning import days_off, weather, week_templates
from core.errors import RuleBroken
from core.money import kroner
from core.text import row_key
from payouts.earnings import promises
from portals.staff.planning.week import days_of
from portals.staff.shared.own_rows import chosen_team, for_team, own_session, own_team, own_teams
from portals.staff.shared.page_access import StaffRequest, staff_button, staff_form, staff_page
from portals.staff.shared.pages import ask_first, back_to, carry_out
from portals.staff.shared.weeks import about_week, monday_of, month_of

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


@staff_form
def open_week(request: StaffRequest) -> HttpResponse:
    """Open all drafts of a week, each by itself; say which could not be opened and why."""
    team = chosen_team(request, own_teams(request.user, PLANNING))
    monday = monday_of(request.GET.get("uke", ""))
    week_url = for_team("staff:week", team, monday=monday)
    drafts = Session.objects.filter(
        team=team, state=Session.State.DRAFT, ends_at__gt=timezone.now()
    ).on_days(monday, monday + timedelta(days=6))

    if not drafts.exists():
        messages.info(request, _("Det er ingen utkast å åpne denne uka."))
        return redirect(week_url)

    def ask() -> dict[str, Any]:
        found = list(drafts.order_by("pk").select_related("activity"))
        needed = promises.needed(found)
        count, ore = len(found), sum(needed.values())
        consequence = _("Deltakerne ser øktene, og honorarene blir holdt av.")
        if ore:
            consequence = _("Deltakerne ser øktene. %(sum)s blir holdt av til honorarer.") % {
                "sum": kroner(ore)
            }
        return {
            "question": ngettext("Åpne %(n)s utkast?", "Åpne %(n)s utkast?", count) % {"n": count},
            "consequence": consequence,
            "confirm_label": _("Åpne"),
            "back_url": week_url,
            "facts": [(one.pk, one.starts_at, needed[one.pk]) for one in found],
        }

    def act() -> HttpResponse:
        opened = 0
        for session in drafts.select_related("activity", "team"):
            try:
                promises.offer(session, by=request.user)
                opened += 1
            except RuleBroken as broken:
                starts = timezone.localtime(session.starts_at)
                messages.error(
                    request, f"{session.name} {starts:%d.%m. kl. %H.%M}: {broken.message}"
                )
        if opened:
            said = ngettext("%(n)s økt er åpnet.", "%(n)s økter er åpnet.", opened)
            messages.success(request, said % {"n": opened})
        return redirect(week_url)

    return ask_first(request, ask, act)


@staff_button
def template_forget(request: StaffRequest, pk: int) -> HttpResponse:
    """Forget a normal week."""
    mine = Team.objects.of(request.user, PLANNING)
    template = get_object_or_404(WeekTemplate.objects.filter(team__in=mine), pk=pk)
    carry_out(request, lambda: week_templates.forget(template), said=_("Uka er tatt bort."))
    return back_to(request, "staff:plan_week")


@staff_page
def month(request: StaffRequest) -> HttpResponse:
    """Show the team's month, day by day."""
    team, team_links = own_team(request)
    first = month_of(request.GET.get("maned", ""))
    after = (first + timedelta(days=31)).replace(day=1)
    last = after - timedelta(days=1)
    found = Session.objects.filter(team=team).on_days(first, last)
    rows = found.select_related("activity", "place").with_staff()
    off = days_off.names(team, first=first, last=last)
    days = days_of(rows, first=first, last=last, off=off)
    context = {
        **team_links,
        "first": first,
        "before": f"{first - timedelta(days=1):%Y-%m}",
        "after": f"{after:%Y-%m}",
        "days": [day for day in days if day.sessions or day.off],
        "is_empty": not rows,
        "may_plan": can_plan(request.user, team),
    }
    return render(request, "portals/staff/planning/month.html", context)


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
