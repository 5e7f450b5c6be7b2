"""Planning a whole week at once, a month to look at, and moving indoors when it rains."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import PLANNING, Team
from activities.models import Session, WeekTemplate
from activities.permissions import can_edit_session, can_plan
from activities.planning import days_off, weather, week_templates
from core.errors import RuleBroken
from core.money import kroner
from core.text import row_key
from payouts.earnings import promises
from portals.staff.planning.week import Day
from portals.staff.shared.access import allow, chosen_team, own_teams
from portals.staff.shared.pages import ask_first, back_to, carry_out
from portals.staff.shared.views import StaffRequest, staff_button, staff_form, staff_page
from portals.staff.shared.weeks import monday_of, month_of, name_of

MOST_WEEKS_BACK = 8


@staff_form
def plan_week(request: StaffRequest) -> HttpResponse:
    """Fill the week that `?uke=` names from a normal or an earlier week, or keep it as normal."""
    teams = own_teams(request.user, PLANNING)
    team = chosen_team(request, teams)
    monday = monday_of(request.GET.get("uke", ""))
    if request.method == "POST":
        act = next((act for key, act in ACTS.items() if key in request.POST), _plan)
        return act(request, team, monday)
    context = {
        "team": team,
        "teams": teams,
        "this": name_of(monday),
        "number": monday.isocalendar().week,
        "templates": WeekTemplate.objects.filter(team=team).prefetch_related("entries"),
        "earlier": [monday - timedelta(weeks=weeks) for weeks in range(1, MOST_WEEKS_BACK + 1)],
        "week_url": _week_url(team, monday),
    }
    return render(request, "portals/staff/planning/plan_week.html", context)


@staff_form
def open_week(request: StaffRequest) -> HttpResponse:
    """Open all drafts of a week, each by itself; say which could not be opened and why."""
    team = chosen_team(request, own_teams(request.user, PLANNING))
    monday = monday_of(request.GET.get("uke", ""))
    first = timezone.make_aware(datetime.combine(monday, time.min))
    last = timezone.make_aware(datetime.combine(monday + timedelta(days=7), time.min))
    drafts = Session.objects.filter(
        team=team, state=Session.State.DRAFT, ends_at__gt=timezone.now()
    ).between(first, last)

    if not drafts.exists():
        messages.info(request, _("Det er ingen utkast å åpne denne uka."))
        return redirect(_week_url(team, monday))

    def ask() -> dict[str, Any]:
        found = list(drafts.order_by("pk").select_related("activity"))
        needed = promises.needed(found)
        count, ore = len(found), sum(needed.values())
        consequence = _("Deltakerne ser øktene, og honorarene blir holdt av.")
        if ore:
            held = _("%(sum)s blir holdt av til honorarer.") % {"sum": kroner(ore)}
            consequence = f"{_('Deltakerne ser øktene.')} {held}"
        return {
            "question": ngettext("Åpne %(n)s utkast?", "Åpne %(n)s utkast?", count) % {"n": count},
            "consequence": consequence,
            "confirm_label": _("Åpne"),
            "back_url": _week_url(team, monday),
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
        return redirect(_week_url(team, monday))

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
    teams = own_teams(request.user)
    team = chosen_team(request, teams)
    first = month_of(request.GET.get("maned", ""))
    length = monthrange(first.year, first.month)[1]
    after = first + timedelta(days=length)
    rows = list(
        Session.objects.filter(team=team)
        .between(
            timezone.make_aware(datetime.combine(first, time.min)),
            timezone.make_aware(datetime.combine(after, time.min)),
        )
        .select_related("activity", "place")
        .with_staff()
    )
    days = [first + timedelta(days=number) for number in range(length)]
    by_day = {
        day: [row for row in rows if timezone.localtime(row.starts_at).date() == day]
        for day in days
    }
    off = days_off.names(team, first=first, last=days[-1])
    context = {
        "team": team,
        "teams": teams,
        "first": first,
        "this": f"{first:%Y-%m}",
        "before": f"{first - timedelta(days=1):%Y-%m}",
        "after": f"{after:%Y-%m}",
        "days": [
            Day(day, found, off.get(day, ""))
            for day, found in by_day.items()
            if found or day in off
        ],
        "is_empty": not rows,
        "may_plan": can_plan(request.user, team),
    }
    return render(request, "portals/staff/planning/month.html", context)


@staff_button
def move(request: StaffRequest, pk: int) -> HttpResponse:
    """Move a session indoors, or out again."""
    session = get_object_or_404(Session.objects.visible_to(request.user), pk=pk)
    allow(can_edit_session(request.user, session))
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


def _plan(request: StaffRequest, team: Team, monday: date) -> HttpResponse:
    templates = WeekTemplate.objects.filter(team=team)
    template = templates.filter(pk=row_key(request.POST.get("template", ""))).first()
    if template is None:
        messages.error(request, _("Velg en vanlig uke."))
        return redirect(f"{reverse('staff:plan_week')}?team={team.slug}&uke={name_of(monday)}")
    return _say(
        request, week_templates.plan(template, monday=monday, by=request.user), team, monday
    )


def _copy(request: StaffRequest, team: Team, monday: date) -> HttpResponse:
    source = monday_of(request.POST["copy"])
    try:
        done = week_templates.copy(team, source=source, monday=monday, by=request.user)
    except RuleBroken as broken:
        messages.error(request, broken.message)
        return redirect(f"{reverse('staff:plan_week')}?team={team.slug}&uke={name_of(monday)}")
    return _say(request, done, team, monday)


def _say(
    request: StaffRequest, done: week_templates.Planned, team: Team, monday: date
) -> HttpResponse:
    for sentence in done.left_out:
        messages.info(request, _("Ikke lagt inn: %(what)s.") % {"what": sentence})
    if done.made:
        said = ngettext("%(n)s økt er lagt inn.", "%(n)s økter er lagt inn.", len(done.made))
        messages.success(request, said % {"n": len(done.made)})
    else:
        messages.info(request, _("Ingen nye økter er lagt inn."))
    return redirect(_week_url(team, monday))


def _keep(request: StaffRequest, team: Team, monday: date) -> HttpResponse:
    name = request.POST["name"]
    carry_out(
        request,
        lambda: week_templates.save_week(team, name=name, monday=monday),
        said=_("Uka er lagret som vanlig uke."),
    )
    return redirect(f"{reverse('staff:plan_week')}?team={team.slug}&uke={name_of(monday)}")


ACTS = {"name": _keep, "copy": _copy}


def _week_url(team: Team, monday: date) -> str:
    return f"{reverse('staff:week')}?team={team.slug}&uke={name_of(monday)}"
