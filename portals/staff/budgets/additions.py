"""More money for a budget: found by one, approved by another, and promised at once."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import ALL_STAFF, Team
from core.money import kroner
from payouts.budgets import additions as verbs
from payouts.earnings import unfunded as accruals
from payouts.models import Addition, Budget
from payouts.permissions import can_hold_budgets
from portals.staff.budgets.budgets import own_budget
from portals.staff.budgets.budgets_forms import AdditionForm
from portals.staff.shared.access import allow
from portals.staff.shared.pages import carry_out, form_page, what_was_shown
from portals.staff.shared.views import StaffRequest, staff_button, staff_form


@staff_form
def budget_add(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down more money for a budget, new or from another one."""
    budget = own_budget(request, pk)
    form = AdditionForm(request.POST or None, others=_others(budget))
    return form_page(
        request, form, lambda: verbs.propose(budget, by=request.user, **form.cleaned_data),
        said=_("Pengene er lagt inn. En annen må godkjenne dem."),
        title=_("Mer penger"), lead=budget.name,
        notice=_("%(free)s er ledig av %(all)s.")
        % {"free": kroner(budget.free_ore), "all": kroner(budget.usable_ore)},
        back_url=reverse("staff:budgets"),
    )  # fmt: skip


@staff_button
def addition_approve(request: StaffRequest, pk: int) -> HttpResponse:
    """Count in what a colleague found, and promise those who have waited for it."""
    addition = _own(request, pk)
    shown = what_was_shown(request)
    if carry_out(request, lambda: verbs.approve(addition, by=request.user, shown=shown)):
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
    addition = _own(request, pk)
    carry_out(
        request,
        lambda: verbs.remove(addition, by=request.user),
        said=_("Pengene er tatt bort igjen."),
    )
    return redirect("staff:budgets")


def _own(request: StaffRequest, pk: int) -> Addition:
    visible = Addition.objects.filter(budget__team__in=Team.objects.of(request.user, ALL_STAFF))
    addition = get_object_or_404(visible.select_related("budget__team"), pk=pk)
    allow(can_hold_budgets(request.user, addition.budget.team))
    return addition


def _others(budget: Budget) -> QuerySet[Budget]:
    """Return what money can be moved from: the team's other budgets that still hold."""
    if budget.source == Budget.Source.LEASE_INCOME:
        return Budget.objects.none()
    others = Budget.objects.filter(
        team=budget.team, approved_by__isnull=False, ends_on__gt=timezone.localdate()
    )
    return others.exclude(source=Budget.Source.LEASE_INCOME).exclude(pk=budget.pk).in_order()
