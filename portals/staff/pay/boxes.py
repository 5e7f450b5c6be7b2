"""Boxes with cash: what should lie in them, a new one, putting money in and taking it out."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import HOLDING_BUDGETS, PAYING, Role, Team
from core.money import kroner
from ledger.models import Entry
from payouts.models import CashBox
from payouts.over_the_table import cash
from payouts.permissions import can_hold_budgets
from portals.staff.pay.boxes_forms import BoxForm, FillForm, TakeOutForm
from portals.staff.pay.second_person_forms import until_confirmed
from portals.staff.shared.access import allow, own_teams
from portals.staff.shared.pages import ask_first, form_page
from portals.staff.shared.views import StaffRequest, staff_button, staff_form, staff_page

SEEING_BOXES = PAYING | {Role.AUDITOR}


@dataclass(frozen=True)
class BoxRow:
    """A box with what should lie in it, in øre."""

    box: CashBox
    ore: int


@staff_page
def boxes(request: StaffRequest) -> HttpResponse:
    """List the boxes in use with what should lie in each; a closed one is only to be read."""
    teams = own_teams(request.user, SEEING_BOXES)
    every = CashBox.objects.filter(team__in=teams).select_related("team")
    every = every.order_by("team__name", "name")
    found = [box for box in every if not box.closed_at]
    balances = _balances([box.account for box in found])
    rows = [BoxRow(box, balances[box.account]) for box in found]
    filling = {team.pk for team in Team.objects.of(request.user, HOLDING_BUDGETS)}
    paying = {team.pk for team in Team.objects.of(request.user, PAYING)}
    closed = [box for box in every if box.closed_at]
    context = {"rows": rows, "closed": closed, "filling": filling, "paying": paying}
    return render(request, "portals/staff/pay/boxes.html", context)


@staff_form
def box_new(request: StaffRequest) -> HttpResponse:
    """Take a new box into use; the same name again is the same box, opened if it was closed."""
    teams = own_teams(request.user, HOLDING_BUDGETS)
    form = BoxForm(request.POST or None, teams=teams)
    return form_page(
        request, form,
        lambda: cash.take_into_use(form.cleaned_data["team"], name=form.cleaned_data["name"]),
        said=_("Skrinet er klart."),
        title=_("Nytt pengeskrin"), back_url=reverse("staff:boxes"),
    )  # fmt: skip


@staff_form
def box_fill(request: StaffRequest, pk: int) -> HttpResponse:
    """Book money that was fetched in the bank; the same page fills once."""
    box = _held(request, pk)
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
    box = _held(request, pk)
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
    box = _held(request, pk)
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
    box = _held(request, pk)
    cash.open_again(box)
    messages.success(request, _("Skrinet er klart."))
    return redirect("staff:box_report", box.pk)


def _held(request: StaffRequest, pk: int) -> CashBox:
    visible = CashBox.objects.filter(team__in=Team.objects.of(request.user, Role))
    box = get_object_or_404(visible.select_related("team"), pk=pk)
    allow(can_hold_budgets(request.user, box.team))
    return box


def _balances(accounts: list[str]) -> Counter[str]:
    """Return {account: øre} of many boxes in two queries."""
    sums: Counter[str] = Counter()
    for side, sign in (("debit", 1), ("credit", -1)):
        rows = Entry.objects.filter(**{f"{side}__in": accounts}).order_by().values_list(side)
        for account, ore in rows.annotate(total=Sum("ore")):
            sums[account] += sign * ore
    return sums
