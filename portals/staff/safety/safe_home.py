"""«Trygt hjem»: who is out, who answers, whom to call, and what to do when something happened."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import LEADING, PLANNING, Team
from accounts.permissions import can_lead
from activities.models import Incident, OnCall, Shift, TeamSafety
from activities.planning import sessions
from activities.safety import escalation, incidents, on_call, preparedness
from portals.staff.safety.safe_home_forms import (
    IncidentForm,
    OnCallForm,
    PhoneListForm,
    RoutineForm,
)
from portals.staff.shared.own_rows import (
    chosen_team,
    for_team,
    in_teams,
    own_session,
    own_team,
    own_teams,
)
from portals.staff.shared.page_access import StaffRequest, staff_button, staff_form, staff_page
from portals.staff.shared.pages import ask_first, back_to, carry_out, form_page

COPIES = 8
"""As many cards as an A4 has room for."""


@staff_page
def home(request: StaffRequest) -> HttpResponse:
    """Show who is out, who answers now, and which talks are to be held."""
    team, team_links = own_team(request)
    now = timezone.now()
    ahead = OnCall.objects.of_team(team).filter(ends_at__gt=now).with_presence(at=now)
    rota: list[Any] = list(ahead.select_related("staff"))
    context = {
        **team_links,
        "still_out": escalation.still_out(team),
        "now": now,
        "rota": rota,
        "answers": next((duty for duty in rota if duty.starts_at <= now and duty.is_there), None),
        "incidents": Incident.objects.filter(
            session__team=team, talked_at__isnull=True
        ).select_related("staff", "session__activity"),
        "may_lead": can_lead(request.user, team),
        "may_plan": team in Team.objects.of(request.user, PLANNING),
    }
    return render(request, "portals/staff/safety/home.html", context)


@staff_page
def phone_list(request: StaffRequest) -> HttpResponse:
    """Show the numbers and the cards, for the screen, the pocket and the phone's memory."""
    team, context = _lines(request)
    context["routine"] = TeamSafety.objects.filter(team=team).select_related("deputy").first()
    context["may_lead"] = can_lead(request.user, team)
    return render(request, "portals/staff/safety/phone_list.html", context)


@staff_page
def pocket_card(request: StaffRequest) -> HttpResponse:
    """Show the list as cards for the pocket, several on a sheet, without the code word."""
    _team, context = _lines(request)
    context["copies"] = range(COPIES - 1)
    return render(request, "portals/staff/safety/pocket_card.html", context)


def _lines(request: StaffRequest) -> tuple[Team, dict[str, Any]]:
    """Return the team, and what both pages say of its list."""
    team, team_links = own_team(request)
    lines = preparedness.lines_of(team)
    missing = [label for label, number in lines if not number]
    return team, {**team_links, "lines": lines, "missing": missing}


@staff_form(one_at_a_time=True)
def phone_list_edit(request: StaffRequest) -> HttpResponse:
    """Let the leader fill in the list; lines left empty stay as they are."""
    team = chosen_team(request, own_teams(request.user, LEADING))
    form = PhoneListForm(request.POST or None, team=team)

    def act() -> None:
        for kind, number in form.cleaned_data.items():
            if number:
                preparedness.set_number(team, kind=kind, number=number)

    return form_page(
        request, form, act, said=_("Telefonlista er lagret."),
        title=_("Telefonlista"), lead=team.name, back_url=for_team("staff:phone_list", team),
    )  # fmt: skip


@staff_form(one_at_a_time=True)
def routine_edit(request: StaffRequest) -> HttpResponse:
    """Let the leader name the deputy and the code word."""
    team = chosen_team(request, own_teams(request.user, LEADING))
    form = RoutineForm(request.POST or None, team=team)
    return form_page(
        request, form, lambda: preparedness.set_routine(team, **form.cleaned_data),
        said=_("Lagret."),
        title=_("Stedfortreder og kodeord"), lead=team.name,
        back_url=for_team("staff:phone_list", team),
    )  # fmt: skip


@staff_form
def on_call_new(request: StaffRequest) -> HttpResponse:
    """Put somebody on the rota."""
    team = chosen_team(request, own_teams(request.user, PLANNING))
    form = OnCallForm(request.POST or None, team=team)
    return form_page(
        request, form, lambda: on_call.assign(team, **form.decided()),
        said=lambda duty: _("%(name)s svarer.") % {"name": duty.staff},
        title=_("Hvem svarer på telefonen?"), lead=team.name,
        back_url=for_team("staff:home", team),
    )  # fmt: skip


@staff_button
def on_call_remove(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a watch off the rota."""
    duty = get_object_or_404(in_teams(OnCall.objects.all(), request.user, PLANNING), pk=pk)
    carry_out(request, lambda: on_call.unassign(duty), said=_("Vakten er tatt bort."))
    return back_to(request, "staff:home")


@staff_page
def police_card(request: StaffRequest, pk: int) -> HttpResponse:
    """Show what to read to 112 about a colleague who has not reported."""
    shift = get_object_or_404(
        Shift.objects.select_related("session__team", "session__place", "staff").filter(
            session__team__in=Team.objects.of(request.user, PLANNING), session__off_site=True
        ),
        pk=pk,
    )
    context = {"shift": shift, "words": escalation.words_for_the_police(shift)}
    return render(request, "portals/staff/safety/police_card.html", context)


@staff_form
def incident_report(request: StaffRequest, pk: int) -> HttpResponse:
    """Report that something happened. What it was is told in person.

    A substitute reports for themselves, of the session that they see.
    """
    lent = Shift.objects.lent_to(request.user).filter(session=pk).select_related("session")
    mine = lent.exclude(session__team__in=Team.objects.of(request.user, PLANNING)).first()
    session = mine.session if mine else own_session(request, pk)
    form = IncidentForm(
        request.POST or None, session=session, initial={"staff": request.user.pk},
        only=request.user if mine else None,
    )  # fmt: skip

    def ask() -> dict[str, Any]:
        return {
            "question": _("Har det skjedd noe?"),
            "consequence": _(
                "Den det gjelder, får ikke flere vakter i dag. Lederen blir bedt om å snakke med"
                " dere. Hva som skjedde, skriver vi ikke her. Er det fare nå? Ring 112."
            ),
            "confirm_label": _("Meld fra"),
            "back_url": reverse("staff:sheet", args=[session.pk]),
        }

    return ask_first(
        request, ask,
        lambda: incidents.report(session, staff=form.cleaned_data["staff"], by=request.user),
        form=form,
        said=_("Takk for at du sa fra. Lederen snakker med dere før noen går hjem."),
    )  # fmt: skip


@staff_button
def incident_talk(request: StaffRequest, pk: int) -> HttpResponse:
    """Confirm that the talk afterwards was held."""
    mine = Team.objects.of(request.user, LEADING)
    incident = get_object_or_404(Incident.objects.filter(session__team__in=mine), pk=pk)
    carry_out(
        request,
        lambda: incidents.confirm_talk(incident, by=request.user),
        said=_("Fint. Samtalen er bekreftet."),
    )
    return back_to(request, "staff:home")


@staff_button
def called_first(request: StaffRequest, pk: int) -> HttpResponse:
    """Tick or untick «ringt først»."""
    session = own_session(request, pk)
    wanted = request.POST.get("called") == "yes"
    carry_out(request, lambda: sessions.call_first(session, called=wanted))
    return back_to(request, "staff:sheet", session.pk)
