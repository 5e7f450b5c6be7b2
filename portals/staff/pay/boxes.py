"""Boxes with cash: what should lie in them, putting in and taking out, counts and reports."""

from calendar import monthrange
from collections import Counter
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import HOLDING_BUDGETS, PAYING
from core.money import kroner
from ledger.models import Entry
from payouts.models import BoxCount, CashBox
from payouts.over_the_table import cash, counts
from payouts.permissions import can_hold_budgets, can_pay, can_see_pay
from portals.staff.pay.boxes_forms import BoxForm, CountForm, FillForm, TakeOutForm
from portals.staff.pay.second_person_forms import until_confirmed
from portals.staff.shared.forms.fields import choose_team
from portals.staff.shared.own_rows import SEEING_PAY, own_teams, team_row, teams_with
from portals.staff.shared.page_access import StaffRequest, staff_button, staff_form, staff_page
from portals.staff.shared.pages import ask_first, form_page
from portals.staff.shared.weeks import month_of


@staff_page
def boxes(request: StaffRequest) -> HttpResponse:
    """List the boxes in use with what should lie in each; a closed one is only to be read."""
    teams = own_teams(request.user, SEEING_PAY)
    every = CashBox.objects.filter(team__in=teams).select_related("team")
    every = every.order_by("team__name", "name")
    found = [box for box in every if not box.closed_at]
    balances = _balances([box.account for box in found])
    context = {
        "rows": [(box, balances[box.account]) for box in found],
        "closed": [box for box in every if box.closed_at],
        "filling": teams_with(request.user, HOLDING_BUDGETS),
        "paying": teams_with(request.user, PAYING),
    }
    return render(request, "portals/staff/pay/boxes.html", context)


@staff_form
def box_new(request: StaffRequest) -> HttpResponse:
    """Take a new box into use; the same name again is the same box, opened if it was closed."""
    teams = own_teams(request.user, HOLDING_BUDGETS)
    form = BoxForm(request.POST or None)
    choose_team(form, teams)
    return form_page(
        request, form,
        lambda: cash.take_into_use(**form.cleaned_data),
        said=_("Skrinet er klart."),
        title=_("Nytt pengeskrin"), back_url=reverse("staff:boxes"),
    )  # fmt: skip


@staff_form
def box_fill(request: StaffRequest, pk: int) -> HttpResponse:
    """Book money that was fetched in the bank; the same page fills once."""
    box = team_row(request, CashBox.objects.all(), pk, question=can_hold_budgets)
    form = FillForm(request.POST or None)
    return form_page(
        request, form,
        lambda: cash.fill_box(box, by=request.user, **form.cleaned_data),
        said=lambda entry: _("%(sum)s er lagt i skrinet.") % {"sum": kroner(entry.ore)},
        title=_("Fyll på %(box)s") % {"box": box.name},
        lead=_("Nå skal det ligge %(sum)s der.") % {"sum": kroner(cash.balance(box))},
        submit_label=_("Lagt i skrinet"), back_url=reverse("staff:boxes"),
    )  # fmt: skip


@staff_form
def box_take_out(request: StaffRequest, pk: int) -> HttpResponse:
    """Book money that was taken back to the bank; the same page takes it once."""
    box = team_row(request, CashBox.objects.all(), pk, question=can_hold_budgets)
    form = TakeOutForm(request.POST or None, team=box.team, by=request.user)

    def said(_done: Any) -> str:
        said = _("%(sum)s er levert i banken.") % {"sum": kroner(form.cleaned_data["ore"])}
        return f"{said} {until_confirmed(form.cleaned_data)}".strip()

    return form_page(
        request, form, lambda: cash.take_out(box, by=request.user, **form.cleaned_data),
        said=said, to=reverse("staff:box_report", args=[box.pk]),
        title=_("Ta ut av %(box)s") % {"box": box.name},
        lead=_("Nå skal det ligge %(sum)s der.") % {"sum": kroner(cash.balance(box))},
        submit_label=_("Levert i banken"), back_url=reverse("staff:boxes"),
    )  # fmt: skip


@staff_form
def box_close(request: StaffRequest, pk: int) -> HttpResponse:
    """Take an empty box out of use."""
    box = team_row(request, CashBox.objects.all(), pk, question=can_hold_budgets)
    report_url = reverse("staff:box_report", args=[box.pk])

    def ask() -> dict[str, Any]:
        return {
            "question": _("Ta %(box)s ut av bruk?") % {"box": box.name}, "color": "spruce",
            "consequence": _("Ingen kan betale fra skrinet etterpå. Tallene kan fortsatt leses."),
            "confirm_label": _("Ja, ta det ut av bruk"), "back_url": report_url,
        }  # fmt: skip

    return ask_first(
        request, ask, lambda: cash.close(box), row=box,
        said=_("%(box)s er tatt ut av bruk.") % {"box": box.name}, to="staff:boxes",
    )  # fmt: skip


@staff_button
def box_open(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a closed box into use again."""
    box = team_row(request, CashBox.objects.all(), pk, question=can_hold_budgets)
    cash.open_again(box)
    messages.success(request, _("Skrinet er klart."))
    return redirect("staff:box_report", box.pk)


@staff_form
def box_count(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down what two people counted; what should lie there is told afterwards."""
    box = team_row(request, CashBox.objects.all(), pk, question=can_pay)
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
    box = team_row(request, CashBox.objects.all(), pk, question=can_see_pay)
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


def _balances(accounts: list[str]) -> Counter[str]:
    """Return {account: øre} of many boxes in two queries."""
    sums: Counter[str] = Counter()
    for side, sign in (("debit", 1), ("credit", -1)):
        rows = Entry.objects.filter(**{f"{side}__in": accounts}).order_by().values_list(side)
        for account, ore in rows.annotate(total=Sum("ore")):
            sums[account] += sign * ore
    return sums


def _in_words(made: BoxCount) -> str:
    words = {"sum": kroner(made.counted_ore), "difference": kroner(abs(made.difference_ore))}
    if made.difference_ore == 0:
        return _("Dere talte %(sum)s. Det stemmer.") % words
    if made.difference_ore > 0:
        return _("Dere talte %(sum)s. %(difference)s for mye er ført.") % words
    return _("Dere talte %(sum)s. %(difference)s for lite er ført.") % words
