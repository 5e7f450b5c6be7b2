"""Budgets for honoraria: made by one, approved by another."""

from django.contrib import messages
from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import ALL_STAFF, HOLDING_BUDGETS, Role, Team
from core.money import kroner
from payouts import budgets as verbs
from payouts import ledger
from payouts.models import Budget, Earning
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
from portals.staff.forms.money import BudgetForm, EarmarkForm

SEEING_BUDGETS = HOLDING_BUDGETS | {Role.AUDITOR}


@require_GET
@staff_page
def budgets(request: StaffRequest) -> HttpResponse:
    """List budgets that are in force or coming, with what they have promised."""
    teams = own_teams(request.user, SEEING_BUDGETS)
    found: QuerySet[Budget] = (
        Budget.objects.filter(team__in=teams, ends_on__gt=timezone.localdate())
        .select_related("team", "activity", "made_by", "approved_by")
        .annotate(used_ore=_used())
        .order_by("starts_on", "pk")
    )
    holding = set(Team.objects.of(request.user, HOLDING_BUDGETS).values_list("pk", flat=True))
    return render(request, "portals/staff/budgets.html", {"budgets": found, "holding": holding})


def _used() -> Coalesce:
    """Sum what has been promised to people, which no session can give back."""
    earned = Earning.objects.live().filter(reservation__budget=OuterRef("pk")).order_by()
    summed = earned.values("reservation__budget").annotate(total=Sum("ore")).values("total")
    return Coalesce(Subquery(summed), 0)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def budget_earmark(request: StaffRequest, pk: int) -> HttpResponse:
    """Set aside lease income that has come in for a budget."""
    visible = Budget.objects.filter(team__in=Team.objects.of(request.user, ALL_STAFF))
    budget = get_object_or_404(visible.select_related("team"), pk=pk)
    allow(can_hold_budgets(request.user, budget.team))
    form = EarmarkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        with rules_on(form):
            verbs.earmark(budget, ore=values["ore"], by=request.user, key=str(values["key"]))
            messages.success(request, _("Pengene er satt av til budsjettet."))
            return redirect("staff:budgets")
    free = -ledger.balance(ledger.lease_income(budget.team))
    return form_page(
        request, form, title=_("Sett av leieinntekt"), lead=budget.name,
        notice=_("%(team)s har %(free)s i leieinntekt som ikke er satt av.")
        % {"team": budget.team, "free": kroner(free)},
        back_url=reverse("staff:budgets"),
    )  # fmt: skip


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
