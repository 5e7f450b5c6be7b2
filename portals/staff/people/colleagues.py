"""Who is at work: hours, skills, who is away; coming in, changing roles, and going."""

from datetime import timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import LEADING, PLANNING, Membership, Team, User
from accounts.permissions import can_invite, can_lead
from activities.models import Absence
from activities.permissions import can_plan
from activities.staffing import availability
from activities.staffing import colleagues as staffing
from participants.enrolment import contacts_of
from portals.staff.people.colleagues_forms import (
    AbsenceForm,
    ColleagueForm,
    InviteColleagueForm,
    RolesForm,
)
from portals.staff.people.people_lists import Colleague, ColleagueList
from portals.staff.shared.forms.fields import choose_among
from portals.staff.shared.own_rows import allow, chosen_team, in_teams, own_teams
from portals.staff.shared.page_access import StaffRequest, staff_button, staff_form, staff_page
from portals.staff.shared.pages import ask_first, back_to, carry_out, form_page

GONE_LATELY = timedelta(days=90)


@staff_page
def colleagues(request: StaffRequest) -> HttpResponse:
    """Show the team's people: what they are and can, who is away."""
    teams = own_teams(request.user)
    team = chosen_team(request, teams)
    context: dict[str, Any] = {
        "team": team,
        "teams": teams,
        "away": Absence.objects.filter(
            team=team, last_day__gte=timezone.localdate()
        ).select_related("staff", "deputy"),
        "may_plan": can_plan(request.user, team),
        "may_lead": can_lead(request.user, team),
    }
    context["table"] = ColleagueList(request, _roles(team), **context)
    return render(request, "portals/staff/people/colleagues.html", context)


def _roles(team: Team) -> list[Colleague]:
    """Return everybody who works in the team or has gone lately, with the roles that hold."""
    planned = set(contacts_of(team).values_list("pk", flat=True))
    now = timezone.now()
    still = Q(ended_at__isnull=True) | Q(ended_at__gt=now - GONE_LATELY)
    rows = (
        Membership.objects.filter(still, team=team)
        .select_related("user")
        .prefetch_related("user__skills")
        .order_by("user__first_name", "user__last_name", "user", "role")
    )
    found = [
        Colleague(
            user,
            [row for row in some if row.ended_at is None or row.ended_at > now],
            user.pk in planned,
        )
        for user, some in groupby(rows, key=attrgetter("user"))
    ]
    return sorted(found, key=lambda one: not one.roles)


@staff_form(one_at_a_time=True)
def colleague_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Let the leader say what a colleague can do and when they are at work."""
    team = chosen_team(request, own_teams(request.user))
    colleague = get_object_or_404(contacts_of(team), pk=pk)
    allow(can_lead(request.user, team))
    form = ColleagueForm(request.POST or None, team=team, colleague=colleague)

    def act() -> None:
        for weekday, hours in form.hours().items():
            availability.set_hours(team, staff=colleague, weekday=weekday, hours=hours)
        availability.set_skills(colleague, skills=list(form.cleaned_data["skills"]))

    return form_page(
        request, form, act, said=_("Lagret."), to=_list_of(team),
        title=str(colleague),
        lead=_("Arbeidstid i %(team)s, og ferdigheter") % {"team": team},
        back_url=_list_of(team),
    )  # fmt: skip


@staff_form
def absence_new(request: StaffRequest) -> HttpResponse:
    """Note that somebody is away. Nobody is asked why."""
    team = chosen_team(request, own_teams(request.user, PLANNING))
    form = AbsenceForm(request.POST or None, initial={"staff": request.user.pk})
    choose_among(form, staff=contacts_of(team), deputy=contacts_of(team))
    return form_page(
        request, form, lambda: availability.add_absence(team, by=request.user, **form.cleaned_data),
        said=_("Det er notert. Den som planlegger, får vite hvilke økter som mangler noen."),
        to=_list_of(team),
        title=_("Borte"), lead=team.name, back_url=reverse("staff:colleagues"),
    )  # fmt: skip


@staff_button
def absence_end(request: StaffRequest, pk: int) -> HttpResponse:
    """Take an absence away again."""
    away = get_object_or_404(in_teams(Absence.objects.all(), request.user, PLANNING), pk=pk)
    carry_out(
        request,
        lambda: availability.remove_absence(away),
        said=_("%(name)s er tilbake.") % {"name": away.staff},
    )
    return back_to(request, "staff:colleagues")


# --- Coming in, changing roles, going ---------------------------------------------
@staff_form
def colleague_invite(request: StaffRequest) -> HttpResponse:
    """Bring somebody into a team that I lead. `?team=` names it."""
    teams = own_teams(request.user, LEADING)
    team = chosen_team(request, teams)
    form = InviteColleagueForm(request.POST or None)
    return form_page(
        request, form, lambda: staffing.invite(team=team, by=request.user, **form.cleaned_data),
        said=lambda made: _("Invitasjonen er sendt til %(email)s.") % {"email": made.user.email},
        title=_("Inviter en kollega"), lead=team.name, teams=teams, team=team,
        notice=_("En annen leder møter nye kolleger før de logger inn for første gang."),
        submit_label=_("Send invitasjon"), back_url=_list_of(team),
    )  # fmt: skip


@staff_button
def colleague_letter(request: StaffRequest, pk: int) -> HttpResponse:
    """Send the invitation once more."""
    team, colleague = _own_colleague(request, pk)
    carry_out(
        request,
        lambda: staffing.send_letter_again(colleague, team=team, by=request.user),
        said=_("Invitasjonen er sendt til %(email)s.") % {"email": colleague.email},
    )
    return redirect(_list_of(team))


@staff_form(one_at_a_time=True)
def colleague_roles(request: StaffRequest, pk: int) -> HttpResponse:
    """Change what a colleague is in the team; who has gone is taken in again so."""
    team, colleague = _own_colleague(request, pk)
    held = staffing.roles_of(colleague, team=team)
    form = RolesForm(request.POST or None, initial={"roles": held})
    return form_page(
        request, form,
        lambda: staffing.set_roles(colleague, team=team, by=request.user, **form.cleaned_data),
        said=_("Lagret."),
        title=_("Rollene til %(name)s") % {"name": colleague}, lead=team.name,
        notice=_("Kolleger med penger og ansvar i teamet får beskjed om endringen."),
        colleague=colleague, team=team, works_here=bool(held), back_url=_list_of(team),
        template="portals/staff/people/colleague_roles.html",
    )  # fmt: skip


@staff_form
def colleague_end(request: StaffRequest, pk: int) -> HttpResponse:
    """Let a colleague go from the team: what lay with them moves on."""
    team, colleague = _own_colleague(request, pk)

    def ask() -> dict[str, Any]:
        return {
            "question": _("Slutter %(name)s i %(team)s?") % {"name": colleague, "team": team},
            "consequence": _what_follows(colleague, team),
            "facts": staffing.facts(colleague, team=team),
            "confirm_label": _("Ja, avslutt"), "back_url": _list_of(team),
        }  # fmt: skip

    return ask_first(
        request, ask,
        lambda: staffing.end_membership(colleague, team=team, by=request.user), row=colleague,
        said=_("%(name)s er ikke lenger i %(team)s.") % {"name": colleague, "team": team},
        to="own_portal" if request.user == colleague else _list_of(team),
    )  # fmt: skip


def _what_follows(colleague: User, team: Team) -> str:
    shifts = staffing.shifts_ahead(colleague, team=team).count()
    people = staffing.contact_for(colleague, team=team).count()
    words = _("Tilgangen til teamet slutter med en gang. Du kan gi den tilbake.")
    if shifts:
        words += " " + ngettext(
            "%(n)s vakt trenger en annen. Du finner den på I dag.",
            "%(n)s vakter trenger en annen. Du finner dem på I dag.",
            shifts,
        ) % {"n": shifts}
    if people:
        words += " " + ngettext(
            "%(n)s deltaker trenger en ny primærkontakt.",
            "%(n)s deltakere trenger en ny primærkontakt.",
            people,
        ) % {"n": people}
    return words


def _own_colleague(request: StaffRequest, pk: int) -> tuple[Team, User]:
    """Return the team that is looked at, and one who works or has worked there."""
    team = chosen_team(request, own_teams(request.user))
    colleague = get_object_or_404(User.objects.filter(memberships__team=team).distinct(), pk=pk)
    allow(can_invite(request.user, team))
    return team, colleague


def _list_of(team: Team) -> str:
    return f"{reverse('staff:colleagues')}?team={team.slug}"
