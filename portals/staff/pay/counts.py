"""Counting a box, and its report for a month."""

from calendar import monthrange
from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Role, Team
from core.money import kroner
from payouts.models import BoxCount, CashBox
from payouts.over_the_table import cash, counts
from payouts.permissions import can_hold_budgets, can_pay, can_see_pay
from portals.staff.pay.counts_forms import CountForm
from portals.staff.pay.second_person_forms import until_confirmed
from portals.staff.shared.access import allow
from portals.staff.shared.pages import form_page
from portals.staff.shared.views import StaffRequest, staff_form, staff_page
from portals.staff.shared.weeks import month_of


@staff_form
def box_count(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down what two people counted; what should lie there is told afterwards."""
    box = _box(request, pk)
    allow(can_pay(request.user, box.team))
    form = CountForm(request.POST or None, team=box.team, by=request.user)
    return form_page(
        request, form, lambda: counts.count(box, by=request.user, **form.cleaned_data),
        said=lambda made: f"{_in_words(made)} {until_confirmed(form.cleaned_data)}".strip(),
        to=reverse("staff:box_report", args=[box.pk]),
        title=_("Tell %(box)s") % {"box": box.name}, submit_label=_("Talt"),
        back_url=reverse("staff:boxes"),
    )  # fmt: skip


@staff_page
def box_report(request: StaffRequest, pk: int) -> HttpResponse:
    """Show what went in and out of a box in a month, and who counted it."""
    box = _box(request, pk)
    allow(can_see_pay(request.user, box.team))
    first = month_of(request.GET.get("maned", ""))
    last = first.replace(day=monthrange(first.year, first.month)[1])
    context = {
        "report": counts.report(box, first=first, last=last),
        "before": f"{first - timedelta(days=1):%Y-%m}",
        "after": f"{last + timedelta(days=1):%Y-%m}",
        "may_close": can_hold_budgets(request.user, box.team),
        "is_empty": cash.balance(box) == 0,
    }
    return render(request, "portals/staff/pay/box_report.html", context)


def _box(request: StaffRequest, pk: int) -> CashBox:
    visible = CashBox.objects.filter(team__in=Team.objects.of(request.user, Role))
    return get_object_or_404(visible.select_related("team"), pk=pk)


def _in_words(made: BoxCount) -> str:
    words = {"sum": kroner(made.counted_ore), "difference": kroner(abs(made.difference_ore))}
    if made.difference_ore == 0:
        return _("Dere talte %(sum)s. Det stemmer.") % words
    if made.difference_ore > 0:
        return _("Dere talte %(sum)s. %(difference)s for mye er ført.") % words
    return _("Dere talte %(sum)s. %(difference)s for lite er ført.") % words
