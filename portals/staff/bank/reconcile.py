"""«Avstemming»: what went to the bank and nobody has heard of; each is settled by a person."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import HOLDING_BUDGETS
from core.forms import CleanForm
from core.money import kroner
from ledger import chart
from ledger.models import Entry
from payouts import settlement_dates as two_dates
from payouts.bank import statuses as arrivals
from payouts.models import Payout
from portals.staff.bank.batches import own_payout
from portals.staff.bank.batches_forms import ArrivedAfterAllForm, WhyForm
from portals.staff.bank.payments import payments
from portals.staff.bank.reconcile_list import PaymentList
from portals.staff.shared.forms.money_arrived_forms import ArrivedForm
from portals.staff.shared.own_rows import SEEING_BUDGETS, own_teams, teams_with
from portals.staff.shared.page_access import StaffRequest, seen, staff_form, staff_page
from portals.staff.shared.pages import ask_first, way_back

A_PAGE = 50


@staff_page(shows="list")
def reconcile(request: StaffRequest) -> HttpResponse:
    """List what is on its way, the longest first. Nothing here is ever sent again by itself."""
    teams = own_teams(request.user, SEEING_BUDGETS)
    under_way = (
        Payout.objects.filter(
            method=Payout.Method.BANK, state=Payout.State.SENDING, batch__team__in=teams
        )
        .select_related(
            "earning__participant",
            "earning__session__activity",
            "earning__care_visit__work",
            "batch__team",
        )
        .defer("batch__file")
        .with_payment_ore()
        .order_by("batch__sent_at", "batch", "sealed_as", "pk")
    )
    page = Paginator(under_way, A_PAGE).get_page(request.GET.get("side"))
    seen(request, [payout.earning.participant for payout in page.object_list])
    holding = teams_with(request.user, HOLDING_BUDGETS)
    rows, count = payments(page.object_list), 0
    if page.has_other_pages():
        sums = under_way.order_by().values("batch", "earning__participant", "sealed_as")
        count = sums.distinct().count()
    context = {
        "page": page,
        "payments": rows,
        "table": PaymentList(request, rows, holding=holding, count=count or len(rows)),
        "holding": holding,
    }
    return render(request, "portals/staff/bank/reconcile.html", context)


@staff_form(shows="view")
def payout_arrived(request: StaffRequest, pk: int) -> HttpResponse:
    """Say that a payout arrived, and when the bank paid."""
    return _book(
        request, pk, arrivals.settle, form=ArrivedForm, question=_("Kom pengene fram?"),
        said=_("Ført. Pengene kom fram."), back_to="staff:reconcile",
    )  # fmt: skip


@staff_form(shows="view")
def payout_failed(request: StaffRequest, pk: int) -> HttpResponse:
    """Say that a payout did not arrive, and why."""
    return _book(
        request, pk, arrivals.fail, question=_("Kom pengene ikke fram?"),
        said=_("Ført. Honoraret kan betales på nytt."),
    )  # fmt: skip


@staff_form(shows="view")
def payout_returned(request: StaffRequest, pk: int) -> HttpResponse:
    """Say that money which had arrived came back from the bank, and why."""
    return _book(
        request, pk, arrivals.reverse, question=_("Kom pengene tilbake fra banken?"),
        said=_("Ført tilbake. Honoraret kan betales på nytt."),
    )  # fmt: skip


@staff_form(shows="view")
def payout_arrived_after_all(request: StaffRequest, pk: int) -> HttpResponse:
    """Say that money which was booked as not arrived did arrive, and how we know."""
    return _book(
        request, pk, arrivals.arrived_after_all,
        form=ArrivedAfterAllForm, question=_("Kom pengene fram likevel?"), said=_after_all_in_words,
        more=_("Er honoraret betalt på nytt, beholder personen pengene, og vi fører et tap."),
    )  # fmt: skip


def _after_all_in_words(entries: list[Entry]) -> str:
    if any(entry.debit == chart.LOSS for entry in entries):
        return _("Ført som tap. Honoraret var betalt på nytt, og personen beholder pengene.")
    return _("Ført. Pengene kom fram.")


def _ore_of_payment(payout: Payout) -> int:
    """Return what the bank paid in one sum: what is said holds for all of it."""
    together = Payout.objects.of_payment(payout).filter(state=payout.state)
    return int(together.aggregate(ore=Sum("earning__ore", default=0))["ore"])


def _book(
    request: StaffRequest,
    pk: int,
    verb: Callable[..., Any],
    *,
    question: str,
    said: str | Callable[[Any], str],
    more: str = "",
    form: type[CleanForm] = WhyForm,
    back_to: str = "",
) -> HttpResponse:
    """Ask what `form` asks for about a payout, and let `verb` book it."""
    payout = own_payout(request, pk)
    person = payout.earning.participant
    seen(request, [person])
    asked_for = two_dates.asked_for(payout.batch)
    sent = request.POST if request.method == "POST" else None
    filled = form(sent, initial={"moved_on": asked_for})
    to_batch = reverse("staff:batch", args=[payout.batch_id])
    back_url = way_back(request, back_to) if back_to else to_batch

    def ask() -> dict[str, Any]:
        about = _("%(name)s, %(sum)s. Se i banken først.") % {
            "name": person.chosen_name,
            "sum": kroner(_ore_of_payment(payout)),
        }
        return {
            "question": question, "confirm_label": _("Ja, før det"),
            "consequence": f"{about} {more}".strip(), "back_url": back_url,
        }  # fmt: skip

    return ask_first(
        request, ask, lambda: verb(payout, by=request.user, **filled.cleaned_data), form=filled,
        said=lambda done: said if isinstance(said, str) else said(done),
    )  # fmt: skip
