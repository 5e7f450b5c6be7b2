"""Budgets for honoraria: made by one, approved by another."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import ALL_STAFF, HOLDING_BUDGETS, Role, Team
from payouts import budgets as verbs
from payouts.models import Budget
from payouts.permissions import can_hold_budgets
from portals.staff.door import (
    StaffRequest,
    allow,
    carry_out,
    form_page,
    own_teams,
    rules_on,
    staff_page,
)
from portals.staff.forms.money import BudgetForm

SEEING_BUDGETS = HOLDING_BUDGETS | {Role.AUDITOR}


@require_GET
@staff_page
def budgets(request: StaffRequest) -> HttpResponse:
    """List budgets that are in force or coming, with what they have promised."""
    teams = own_teams(request.user, SEEING_BUDGETS)
    found: QuerySet[Budget] = (
        Budget.objects.filter(team__in=teams, ends_on__gt=timezone.localdate())
        .select_related("team", "activity", "made_by", "approved_by")
        .order_by("starts_on", "pk")
    )
    holding = set(Team.objects.of(request.user, HOLDING_BUDGETS).values_list("pk", flat=True))
    return render(request, "portals/staff/budgets.html", {"budgets": found, "holding": holding})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def budget_new(request: StaffRequest) -> HttpResponse:
    """Make a budget; it is in force when somebody else has approved it."""
    teams = own_teams(request.user, HOLDING_BUDGETS)
    form = BudgetForm(request.POST or None, teams=teams)
    if request.method == "POST" and form.is_valid():
        with rules_on(form):
            verbs.make(by=request.user, **form.cleaned_data)
            messages.success(request, _("Budsjettet er laget. En annen må godkjenne det."))
            return redirect("staff:budgets")
    return form_page(request, form, title=_("Nytt budsjett"), back_url=reverse("staff:budgets"))


@require_POST
@staff_page
def budget_approve(request: StaffRequest, pk: int) -> HttpResponse:
    """Approve what a colleague made; a repeat changes nothing."""
    visible = Budget.objects.filter(team__in=Team.objects.of(request.user, ALL_STAFF))
    budget = get_object_or_404(visible.select_related("team"), pk=pk)
    allow(can_hold_budgets(request.user, budget.team))
    carry_out(
        request,
        lambda: verbs.approve(budget, by=request.user),
        said=_("Budsjettet gjelder nå."),
    )
    return redirect("staff:budgets")
