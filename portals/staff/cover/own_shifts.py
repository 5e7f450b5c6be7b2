"""«Kan noen ta den?» and swaps: I ask for my own coming shift; and the team's rule for it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import LEADING, PLANNING, Team, User
from activities.models import CoverAsk, Shift
from activities.permissions import is_own_shift
from activities.staffing import asking, swaps
from core.errors import RuleBroken
from core.text import row_key
from portals.staff.cover.cover_forms import RuleForm
from portals.staff.cover.ill import how_many, line_of
from portals.staff.shared.own_rows import chosen_team, own_row, own_teams
from portals.staff.shared.page_access import StaffRequest, staff_button, staff_form
from portals.staff.shared.pages import carry_out, form_page


@staff_form
def shift_offer(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask those who fit whether one of them can take my shift: the three best are ticked."""
    shift = _own_shift(request, pk)
    if request.method == "POST":
        wanted = [row_key(one.rpartition(":")[2]) for one in request.POST.getlist("ask")]
        carry_out(
            request,
            lambda: len(
                asking.ask(shift, staff=User.objects.filter(pk__in=wanted), by=request.user)
            ),
            said=how_many,
        )
        return redirect("staff:shift_offer", shift.pk)
    line = line_of(shift, asker=request.user, most=None)
    context = {"line": line, "shift": shift, "needs_leader": _needs_leader(shift)}
    return render(request, "portals/staff/cover/offer.html", context)


@staff_form
def shift_exchange(request: StaffRequest, pk: int) -> HttpResponse:
    """Propose to a colleague that we swap: I take theirs, they take mine."""
    shift = _own_shift(request, pk)
    found = swaps.possible(shift)
    if request.method == "POST":
        wanted = row_key(request.POST.get("swap", ""))
        carry_out(
            request,
            lambda: _propose(shift, [one.theirs for one in found if one.theirs.pk == wanted]),
            said=lambda asked: (
                _("%(name)s er spurt.") % {"name": asked[0].staff}
                if asked
                else _("Den kollegaen er spurt om vakten alt.")
            ),
        )
        return redirect("staff:shift_offer", shift.pk)
    context = {"swaps": found, "shift": shift, "needs_leader": _needs_leader(shift)}
    return render(request, "portals/staff/cover/exchange.html", context)


@staff_button
def shift_keep(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask nobody any more: I work it myself."""
    shift = _own_shift(request, pk)
    carry_out(
        request, lambda: asking.withdraw(shift), said=_("Fint. De som er spurt, får vite det.")
    )
    return redirect("staff:shift_offer", shift.pk)


@staff_form(one_at_a_time=True)
def cover_rule(request: StaffRequest) -> HttpResponse:
    """Let the leader say whether colleagues swap by themselves. `?team=` names the team."""
    teams = own_teams(request.user, LEADING)
    team = chosen_team(request, teams)
    form = RuleForm(request.POST or None, initial={"cover_needs_leader": team.cover_needs_leader})
    return form_page(
        request, form, lambda: asking.set_rule(team, **form.cleaned_data), said=_("Lagret."),
        title=_("Regel for bytter"), lead=team.name, teams=teams, team=team,
        notice=_("Den som er borte, kan alltid erstattes uten å vente på et ja fra lederen."),
        back_url=f"{reverse('staff:colleagues')}?team={team.slug}",
    )  # fmt: skip


def _own_shift(request: StaffRequest, pk: int) -> Any:
    """Return a shift of mine: 404 for one that I do not see, 403 for a colleague's."""
    found = Shift.objects.filter(session__team__in=Team.objects.of(request.user, PLANNING))
    rows = found.select_related("staff", "session__activity", "session__place", "session__team")
    return own_row(request, rows, pk, is_own_shift)


def _needs_leader(shift: Shift) -> bool:
    """Tell whether the page should say that a leader answers too."""
    leads = Team.objects.of(shift.staff, LEADING).filter(pk=shift.session.team_id)
    return shift.session.team.cover_needs_leader and not leads.exists()


def _propose(shift: Shift, chosen: list[Shift]) -> list[CoverAsk]:
    if not chosen:
        raise RuleBroken(_("Velg en vakt som en kollega har nå."))
    theirs = chosen[0]
    return asking.ask(shift, staff=[theirs.staff], by=shift.staff, in_return=theirs.session)
