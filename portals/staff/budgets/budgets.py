"""Budgets for honoraria, and more money for them: from one person, approved by another."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import HOLDING_BUDGETS
from activities.models import Activity
from core.hidden_fields import digest
from core.money import kroner
from ledger import books, chart
from payouts.budgets import additions
from payouts.budgets import budgets as verbs
from payouts.earnings import unfunded as accruals
from payouts.models import Addition, Budget, Earning, Payout
from payouts.permissions import can_hold_budgets
from portals.staff.budgets.budgets_forms import AdditionForm, BudgetForm, EarmarkForm
from portals.staff.shared.forms.fields import choose_among, choose_team
from portals.staff.shared.own_rows import SEEING_BUDGETS, own_teams, team_row, teams_with
from portals.staff.shared.page_access import StaffRequest, staff_button, staff_form, staff_page
from portals.staff.shared.pages import carry_out, form_page, what_was_shown

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
        "budgets": [_card(budget) for budget in found],
        "holding": teams_with(request.user, HOLDING_BUDGETS),
        "is_over": is_over,
    }
    return render(request, "portals/staff/budgets/budgets.html", context)


def _card(budget: Budget) -> dict[str, Any]:
    """Return a budget as the list shows it, with where its money came from. Sums are øre."""
    every = sorted(budget.additions.all(), key=lambda one: one.pk)
    waiting = [(one, digest(*additions.facts(one))) for one in every if not one.approved_by_id]
    added, given = [one for one in every if one.approved_by_id], budget.given_away.all()
    changed = sum(one.ore for one in added) - sum(one.ore for one in given)
    return {
        "budget": budget,
        "last_day": budget.ends_on - timedelta(days=1),
        "made_with_ore": budget.amount_ore - changed,
        "shown": digest(*verbs.facts(budget)),
        "waiting": waiting,
        "added": added,
        "given": given,
    }


def _sum_of(earned: QuerySet[Earning]) -> Coalesce:
    """Sum honoraria of a budget: promised to people, which no session can give back, or paid."""
    own = earned.filter(reservation__budget=OuterRef("pk")).order_by()
    summed = own.values("reservation__budget").annotate(total=Sum("ore")).values("total")
    return Coalesce(Subquery(summed), 0)


@staff_form
def budget_earmark(request: StaffRequest, pk: int) -> HttpResponse:
    """Set aside lease income that has come in for a budget."""
    budget = team_row(request, Budget.objects.all(), pk, question=can_hold_budgets)
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
    form = BudgetForm(request.POST or None)
    choose_team(form, teams)
    choose_among(form, activity=Activity.objects.of_teams(teams))
    return form_page(
        request, form, lambda: verbs.make(by=request.user, **form.cleaned_data),
        said=_("Budsjettet er laget. En annen må godkjenne det."),
        title=_("Nytt budsjett"), back_url=reverse("staff:budgets"),
    )  # fmt: skip


@staff_button
def budget_approve(request: StaffRequest, pk: int) -> HttpResponse:
    """Approve what a colleague made; a repeat changes nothing."""
    budget = team_row(request, Budget.objects.all(), pk, question=can_hold_budgets)
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
    budget = team_row(request, Budget.objects.all(), pk, question=can_hold_budgets)
    carry_out(
        request, lambda: verbs.remove(budget, by=request.user), said=_("Budsjettet er tatt bort.")
    )
    return redirect("staff:budgets")


# --- More money ------------------------------------------------------------
@staff_form
def budget_add(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down more money for a budget, new or from another one."""
    budget = team_row(request, Budget.objects.all(), pk, question=can_hold_budgets)
    form = AdditionForm(request.POST or None)
    if others := _others(budget):
        choose_among(form, taken_from=others)
    else:
        del form.fields["taken_from"]
    return form_page(
        request, form, lambda: additions.propose(budget, by=request.user, **form.cleaned_data),
        said=_("Pengene er lagt inn. En annen må godkjenne dem."),
        title=_("Mer penger"), lead=budget.name,
        notice=_("%(free)s er ledig av %(all)s.")
        % {"free": kroner(budget.free_ore), "all": kroner(budget.usable_ore)},
        back_url=reverse("staff:budgets"),
    )  # fmt: skip


@staff_button
def addition_approve(request: StaffRequest, pk: int) -> HttpResponse:
    """Count in what a colleague found, and promise those who have waited for it."""
    addition = _own_addition(request, pk)
    shown = what_was_shown(request)
    if carry_out(request, lambda: additions.approve(addition, by=request.user, shown=shown)):
        said = _("Pengene er med i budsjettet nå.")
        if made := accruals.fund_waiting():
            said += " " + ngettext(
                "%(n)s honorar som ventet, er lovet.", "%(n)s honorar som ventet, er lovet.", made
            ) % {"n": made}
        messages.success(request, said)
    return redirect("staff:budgets")


@staff_button
def addition_remove(request: StaffRequest, pk: int) -> HttpResponse:
    """Take away what nobody has approved."""
    addition = _own_addition(request, pk)
    carry_out(
        request,
        lambda: additions.remove(addition, by=request.user),
        said=_("Pengene er tatt bort igjen."),
    )
    return redirect("staff:budgets")


def _own_addition(request: StaffRequest, pk: int) -> Addition:
    rows = Addition.objects.all()
    return team_row(request, rows, pk, question=can_hold_budgets, team="budget__team")


def _others(budget: Budget) -> QuerySet[Budget]:
    """Return what money can be moved from: the team's other budgets that still hold."""
    if budget.source == Budget.Source.LEASE_INCOME:
        return Budget.objects.none()
    others = Budget.objects.filter(
        team=budget.team, approved_by__isnull=False, ends_on__gt=timezone.localdate()
    )
    return others.exclude(source=Budget.Source.LEASE_INCOME).exclude(pk=budget.pk).in_order()
