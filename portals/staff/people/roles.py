"""Who works in the team, as what: bringing a colleague in, changing roles, and going."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import LEADING, Team, User
from accounts.permissions import can_invite
from activities.staffing import colleagues as verbs
from portals.staff.people.roles_forms import InviteColleagueForm, RolesForm
from portals.staff.shared.access import allow, chosen_team, own_teams
from portals.staff.shared.pages import ask_first, carry_out, form_page
from portals.staff.shared.views import StaffRequest, staff_button, staff_form


@staff_form
def colleague_invite(request: StaffRequest) -> HttpResponse:
    """Bring somebody into a team that I lead. `?team=` names it."""
    teams = own_teams(request.user, LEADING)
    team = chosen_team(request, teams)
    form = InviteColleagueForm(request.POST or None)
    return form_page(
        request, form, lambda: verbs.invite(team=team, by=request.user, **form.cleaned_data),
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
        lambda: verbs.send_letter_again(colleague, team=team, by=request.user),
        said=_("Invitasjonen er sendt til %(email)s.") % {"email": colleague.email},
    )
    return redirect(_list_of(team))


@staff_form(one_at_a_time=True)
def colleague_roles(request: StaffRequest, pk: int) -> HttpResponse:
    """Change what a colleague is in the team; who has gone is taken in again so."""
    team, colleague = _own_colleague(request, pk)
    held = verbs.roles_of(colleague, team=team)
    form = RolesForm(request.POST or None, roles=held)
    return form_page(
        request, form,
        lambda: verbs.set_roles(colleague, team=team, by=request.user, **form.cleaned_data),
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
            "facts": verbs.facts(colleague, team=team),
            "confirm_label": _("Ja, avslutt"), "back_url": _list_of(team),
        }  # fmt: skip

    def act() -> HttpResponse:
        verbs.end_membership(colleague, team=team, by=request.user)
        messages.success(
            request, _("%(name)s er ikke lenger i %(team)s.") % {"name": colleague, "team": team}
        )
        if request.user == colleague:
            return redirect("own_portal")
        return redirect(_list_of(team))

    return ask_first(request, ask, act, row=colleague)


def _what_follows(colleague: User, team: Team) -> str:
    shifts = verbs.shifts_ahead(colleague, team=team).count()
    people = verbs.contact_for(colleague, team=team).count()
    words = [_("Tilgangen til teamet slutter med en gang. Du kan gi den tilbake.")]
    if shifts:
        words.append(
            ngettext(
                "%(n)s vakt trenger en annen. Du finner den på I dag.",
                "%(n)s vakter trenger en annen. Du finner dem på I dag.",
                shifts,
            )
            % {"n": shifts}
        )
    if people:
        words.append(
            ngettext(
                "%(n)s deltaker trenger en ny primærkontakt.",
                "%(n)s deltakere trenger en ny primærkontakt.",
                people,
            )
            % {"n": people}
        )
    return " ".join(words)


def _own_colleague(request: StaffRequest, pk: int) -> tuple[Team, User]:
    """Return the team that is looked at, and one who works or has worked there."""
    team = chosen_team(request, own_teams(request.user))
    colleague = get_object_or_404(User.objects.filter(memberships__team=team).distinct(), pk=pk)
    allow(can_invite(request.user, team))
    return team, colleague


def _list_of(team: Team) -> str:
    return f"{reverse('staff:colleagues')}?team={team.slug}"
