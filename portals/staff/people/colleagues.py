"""Who is at work: hours, skills, who is away."""

from datetime import timedelta

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import PLANNING, Membership, Team, User
from accounts.permissions import can_lead
from activities.models import Absence
from activities.permissions import can_plan
from activities.staffing import availability
from participants.people import contacts_of
from portals.staff.people.colleagues_forms import AbsenceForm, ColleagueForm
from portals.staff.shared.access import allow, chosen_team, in_teams, own_teams
from portals.staff.shared.pages import back_to, carry_out, form_page, rules_on
from portals.staff.shared.views import StaffRequest, staff_button, staff_form, staff_page

GONE_LATELY = timedelta(days=90)


@staff_page
def colleagues(request: StaffRequest) -> HttpResponse:
    """Show the team's people: what they can, when they work, who is away."""
    teams = own_teams(request.user)
    team = chosen_team(request, teams)
    context = {
        "team": team,
        "teams": teams,
        "colleagues": contacts_of(team).prefetch_related("skills"),
        "away": Absence.objects.filter(
            team=team, last_day__gte=timezone.localdate()
        ).select_related("staff", "deputy"),
        "roles": _roles(team),
        "may_plan": can_plan(request.user, team),
        "may_lead": can_lead(request.user, team),
    }
    return render(request, "portals/staff/people/colleagues.html", context)


def _roles(team: Team) -> list[tuple[User, list[Membership]]]:
    """Return everybody who works in the team or has gone lately, with the roles that hold."""
    lately = timezone.now() - GONE_LATELY
    rows = (
        Membership.objects.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=lately), team=team)
        .select_related("user")
        .order_by("user__first_name", "user__last_name", "user", "role")
    )
    held: dict[User, list[Membership]] = {}
    for row in rows:
        roles = held.setdefault(row.user, [])
        if row.ended_at is None or row.ended_at > timezone.now():
            roles.append(row)
    return sorted(held.items(), key=lambda one: not one[1])


@staff_form(one_at_a_time=True)
def colleague_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Let the leader say what a colleague can do and when they are at work."""
    team = chosen_team(request, own_teams(request.user))
    colleague = get_object_or_404(contacts_of(team), pk=pk)
    allow(can_lead(request.user, team))
    form = ColleagueForm(request.POST or None, team=team, colleague=colleague)
    if request.method == "POST" and form.is_valid():
        with rules_on(form):
            for weekday, hours in form.hours().items():
                availability.set_hours(team, staff=colleague, weekday=weekday, hours=hours)
            availability.set_skills(colleague, skills=list(form.cleaned_data["skills"]))
            messages.success(request, _("Lagret."))
            return redirect(f"{reverse('staff:colleagues')}?team={team.slug}")
    return form_page(
        request, form, title=str(colleague), lead=_("Arbeidstid og ferdigheter"),
        back_url=reverse("staff:colleagues"),
    )  # fmt: skip


@staff_form
def absence_new(request: StaffRequest) -> HttpResponse:
    """Note that somebody is away. Nobody is asked why."""
    team = chosen_team(request, own_teams(request.user, PLANNING))
    form = AbsenceForm(request.POST or None, team=team, initial={"staff": request.user.pk})
    return form_page(
        request, form, lambda: availability.add_absence(team, by=request.user, **form.cleaned_data),
        said=_("Det er notert. Den som planlegger, får vite hvilke økter som mangler noen."),
        to=f"{reverse('staff:colleagues')}?team={team.slug}",
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
