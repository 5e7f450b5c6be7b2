"""Budgets for honoraria: made by one, approved by another."""

from datetime import date, timedelta

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import ALL_STAFF, HOLDING_BUDGETS, Role, Team
from core.money import kroner
from core.shown import digest
from ledger import books, chart
from payouts.budgets import additions
from payouts.budgets import budgets as verbs
from payouts.models import Addition, Budget, Earning, Payout
from payouts.permissions import can_hold_budgets
from portals.staff.budgets.budgets_forms import BudgetForm, EarmarkForm
from portals.staff.shared.access import allow, own_teams
from portals.staff.shared.pages import carry_out, form_page, what_was_shown
from portals.staff.shared.views import StaffRequest, staff_button, staff_form, staff_page

SEEING_BUDGETS = HOLDING_BUDGETS | {Role.AUDITOR}
NAMED = ("budget", "taken_from", "made_by", "approved_by")


@staff_page
def budgets(request: StaffRequest) -> HttpResponse:
    """List budgets that are in force or coming, or with `?gamle=ja` those that are over."""
    teams = own_teams(request.user, SEEING_BUDGETS)
    is_over = "gamle" in request.GET
    today = timezone.localdate()
    when = Q(ends_on__lte=today) if is_over else Q(ends_on__gt=today)
    earned = Earning.objects.live()
    found: QuerySet[Budget] = (
        Budget.objects.filter(when, team__in=teams)
        .select_related("team", "activity", "made_by", "approved_by")
        .annotate(
            used_ore=_sum_of(earned),
            paid_ore=_sum_of(earned.filter(payouts__state=Payout.State.PAID)),
        )
        .prefetch_related(
            Prefetch("additions", Addition.objects.select_related(*NAMED)),
            Prefetch("given_away", Addition.objects.approved().select_related(*NAMED)),
        )
        .order_by("-starts_on" if is_over else "starts_on", "pk")
    )
    context = {
        "budgets": [BudgetCard(budget) for budget in found],
        "holding": set(Team.objects.of(request.user, HOLDING_BUDGETS).values_list("pk", flat=True)),
        "is_over": is_over,
    }
    return render(request, "portals/staff/budgets/budgets.html", context)


class BudgetCard:
    """A budget as the list shows it, with where its money came from. Sums are øre."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        every = sorted(budget.additions.all(), key=lambda one: one.pk)
        self.shown = digest(*verbs.facts(budget))
        self.waiting = [
            (one, digest(*additions.facts(one))) for one in every if not one.approved_by_id
        ]
        self.added = [one for one in every if one.approved_by_id]
        self.given = list(budget.given_away.all())

    @property
    def last_day(self) -> date:
        """Return the last day on which it holds."""
        return self.budget.ends_on - timedelta(days=1)

    @property
    def made_with_ore(self) -> int:
        """Return the sum that it was made with."""
        changed = sum(one.ore for one in self.added) - sum(one.ore for one in self.given)
        return self.budget.amount_ore - changed


def _sum_of(earned: QuerySet[Earning]) -> Coalesce:
    """Sum honoraria of a budget: promised to people, which no session can give back, or paid."""
    own = earned.filter(reservation__budget=OuterRef("pk")).order_by()
    summed = own.values("reservation__budget").annotate(total=Sum("ore")).values("total")
    return Coalesce(Subquery(summed), 0)


def own_budget(request: StaffRequest, pk: int) -> Budget:
    """Return a budget that I may hold: 404 for another team's, 403 without the role."""
    visible = Budget.objects.filter(team__in=Team.objects.of(request.user, ALL_STAFF))
    budget = get_object_or_404(visible.select_related("team"), pk=pk)
    allow(can_hold_budgets(request.user, budget.team))
    return budget


@staff_form
def budget_earmark(request: StaffRequest, pk: int) -> HttpResponse:
    """Set aside lease income that has come in for a budget."""
    budget = own_budget(request, pk)
    form = EarmarkForm(request.POST or None)
    free = -books.balance(chart.lease_income(budget.team))
    return form_page(
        request, form, lambda: verbs.earmark(budget, by=request.user, **form.cleaned_data),
        said=_("Pengene er satt av til budsjettet."),
        title=_("Sett av leieinntekt"), lead=budget.name,
        notice=_("%(team)s har %(free)s i leieinntekt som ikke er satt av.")
        % {"team": budget.team, "free": kroner(free)},
        back_url=reverse("staff:budgets"),
    )  # fmt: skip


@staff_form
def budget_new(request: StaffRequest) -> HttpResponse:
    """Make a budget; it is in force when somebody else has approved it."""
    teams = own_teams(request.user, HOLDING_BUDGETS)
    form = BudgetForm(request.POST or None, teams=teams)
    return form_page(
        request, form, lambda: verbs.make(by=request.user, **form.cleaned_data),
        said=_("Budsjettet er laget. En annen må godkjenne det."),
        title=_("Nytt budsjett"), back_url=reverse("staff:budgets"),
    )  # fmt: skip


@staff_button
def budget_approve(request: StaffRequest, pk: int) -> HttpResponse:
    """Approve what a colleague made; a repeat changes nothing."""
    budget = own_budget(request, pk)
    shown = what_was_shown(request)
    carry_out(
        request,
        lambda: verbs.approve(budget, by=request.user, shown=shown),
        said=_("Budsjettet gjelder nå."),
    )
    return redirect("staff:budgets")


@staff_button
def budget_remove(request: StaffRequest, pk: int) -> HttpResponse:
    """Take away a budget that nobody has approved."""
    budget = own_budget(request, pk)
    carry_out(
        request, lambda: verbs.remove(budget, by=request.user), said=_("Budsjettet er tatt bort.")
    )
    return redirect("staff:budgets")
