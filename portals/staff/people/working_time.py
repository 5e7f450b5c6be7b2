"""«Hviletid og timer»: the limits of working time, and why a shift goes past one of them."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import LEADING
from accounts.permissions import can_lead
from activities.models import Shift
from activities.staffing import over_limits, working_time
from portals.staff.people.working_time_forms import LimitsForm
from portals.staff.shared.forms.over_limit_forms import ReasonForm
from portals.staff.shared.own_rows import for_team, own_team, team_row
from portals.staff.shared.page_access import StaffRequest, staff_form, staff_page
from portals.staff.shared.pages import ask_first, form_page


@staff_page
def working_time_limits(request: StaffRequest) -> HttpResponse:
    """Show which limits hold in the team, what the law says, and where it stands."""
    team, team_links = own_team(request)
    rules = working_time.rules_of(team)
    rows = []
    for one in working_time.SOURCES:
        held, value = rules.seconds.get(one.code), _("sier ikke fra")
        if held is not None:
            value = working_time.hours_in_words(held)
        elif one.default is None and rules.contract:
            value = _("det som er avtalt")
        is_law = one.default is None or held == 60 * one.default
        source = "" if is_law else rules.source(one.code)
        rows.append({"source": one, "value": value, "from": source})
    context = {**team_links, "rows": rows, "may_lead": can_lead(request.user, team)}
    return render(request, "portals/staff/people/working_time.html", context)


@staff_form(one_at_a_time=True)
def working_time_edit(request: StaffRequest) -> HttpResponse:
    """Let the leader say what else is agreed, or that a limit is not looked at."""
    team, team_links = own_team(request, LEADING)
    form = LimitsForm(request.POST or None, team=team)
    return form_page(
        request, form,
        lambda: over_limits.set_rules(team, by=request.user, **form.decided()),
        said=_("Lagret."), title=_("Endre hviletid og timer"), lead=team.name, **team_links,
        back_url=for_team("staff:working_time_limits", team),
    )  # fmt: skip


@staff_form
def shift_reason(request: StaffRequest, pk: int) -> HttpResponse:
    """Write why a shift that is there goes past a limit."""
    rows = Shift.objects.select_related("staff", "session__activity", "session__team")
    shift: Any = team_row(
        request, rows, pk, question=can_lead, team="session__team",
    )  # fmt: skip
    form = ReasonForm(request.POST or None)
    form.fields["reason"].required = True

    def ask() -> dict[str, Any]:
        passed = over_limits.passed_by(shift.session, shift.staff)
        said = _("Denne vakten går ikke over noen grense nå.")
        if passed:
            said = f"{shift.session.name}. {shift.staff}: {over_limits.in_words(passed)}."
        return {
            "question": _("Hvorfor må det bli slik?"), "consequence": said,
            "confirm_label": _("Lagre"), "back_url": reverse("staff:leader"),
        }  # fmt: skip

    return ask_first(
        request, ask, lambda: over_limits.explain(shift, by=request.user, **form.cleaned_data),
        form=form, said=_("Grunnen står på vakten."),
        to=reverse("staff:sheet", args=[shift.session_id]),
    )  # fmt: skip
