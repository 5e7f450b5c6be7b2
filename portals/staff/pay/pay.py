"""«Betaling»: who has something to come, handing it over in cash, and the receipt."""

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import HOLDING_BUDGETS, PAYING, Role, Team
from core.money import kroner
from participants.models import Participant
from payouts.models import CashBox, CashReceipt, Earning, GiftCard, Payout, Way
from payouts.over_the_table import cash
from payouts.permissions import can_pay
from payouts.reports import owed
from portals.staff.pay import corrections, mistakes
from portals.staff.pay.pay_forms import PayForm
from portals.staff.shared.access import allow, own_teams
from portals.staff.shared.pages import rules_on, sum_on_button
from portals.staff.shared.views import StaffRequest, seen, staff_form, staff_page

SEEING_PAY = PAYING | {Role.AUDITOR}
SEEING_BANK = HOLDING_BUDGETS | {Role.AUDITOR}


@staff_page(shows="list")
def pay(request: StaffRequest) -> HttpResponse:
    """List who has something to come, with sums."""
    teams = own_teams(request.user, SEEING_PAY)
    dues = owed.by_person(Earning.objects.filter(participant__team__in=teams).with_way())
    seen(request, [due.participant for due in dues])
    paying = {team.pk for team in Team.objects.of(request.user, PAYING)}
    context = {
        "dues": dues,
        "total_ore": sum(due.ore for due in dues),
        "paying": paying,
        "sees_bank": Team.objects.of(request.user, SEEING_BANK).exists(),
    }
    return render(request, "portals/staff/pay/pay.html", context)


def whom_i_pay(request: StaffRequest, pk: int) -> Participant:
    """Return a person whom I may pay, and who is shown; else 404 or 403."""
    people = Participant.objects.visible_to(request.user).select_related("team")
    participant = get_object_or_404(people, pk=pk)
    allow(can_pay(request.user, participant.team))
    seen(request, [participant])
    return participant


@staff_form(shows="view")
def pay_person(request: StaffRequest, pk: int) -> HttpResponse:
    """Hand over cash to one person; a second tap shows the first receipt."""
    participant = whom_i_pay(request, pk)
    boxes = CashBox.objects.in_use().filter(team=participant.team).order_by("name")
    # What has just been paid may be sent again by a second tap: the verb answers with the receipt.
    earnings = participant.earnings.filter(state=Earning.State.APPROVED)
    form = PayForm(
        request.POST or None, earnings=earnings, boxes=boxes, team=participant.team, by=request.user
    )
    if request.method == "POST" and form.is_valid():
        with rules_on(form):
            receipt = _hand_over(form, participant, request)
            messages.success(request, _("%(sum)s er betalt.") % {"sum": kroner(receipt.ore)})
            return redirect("staff:receipt", receipt.pk)
    due = owed.of_person(participant)
    chosen = set(request.POST.getlist("earnings")) if form.is_bound else due.wanted_as(Way.IN_HAND)
    cards = GiftCard.objects.filter(team=participant.team, state=GiftCard.State.IN_STOCK)
    context = {"form": form, "due": due, "boxes": boxes, "chosen": chosen}
    context["ticked_ore"] = due.ore_of(chosen)
    context["has_gift_cards"] = cards.exists()
    context |= corrections.to_correct(request, participant)
    return render(request, "portals/staff/pay/pay_person.html", context)


@staff_page(shows="view")
def receipt(request: StaffRequest, pk: int) -> HttpResponse:
    """Show a receipt that can be printed."""
    receipts = CashReceipt.objects.filter(
        box__team__in=Team.objects.of(request.user, SEEING_PAY | {Role.PEER_WORKER, Role.EDITOR})
    )
    found = get_object_or_404(
        receipts.select_related("participant", "box__team", "paid_by", "witness").prefetch_related(
            Prefetch(
                "payouts",
                Payout.objects.prefetch_related(Prefetch("earning", Earning.objects.with_what())),
            )
        ),
        pk=pk,
    )
    context = mistakes.receipt_page(request, found) | {
        "title": _("Kvittering"), "wrong_url": reverse("staff:receipt_wrong", args=[pk]),
    }  # fmt: skip
    return render(request, "portals/staff/pay/receipt.html", context)


def _hand_over(form: PayForm, participant: Participant, request: StaffRequest) -> CashReceipt:
    values = form.cleaned_data
    return cash.pay(
        participant,
        earnings=[earning.pk for earning in values["earnings"]],
        box=values["box"],
        by=request.user,
        shown_ore=sum_on_button(request),
        **form.confirmed(),
    )
