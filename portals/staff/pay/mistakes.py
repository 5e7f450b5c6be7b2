"""«Noe er feil»: from a receipt to plain cases, and from each to what mends it or who may."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import second_person
from accounts.models import ALL_STAFF, Team
from core.money import kroner
from payouts.models import CashReceipt, Earning, GiftCardReceipt, Payout
from payouts.over_the_table import mistakes
from payouts.over_the_table.mistakes import Case
from payouts.permissions import can_pay, can_see_pay
from portals.staff.shared.access import allow
from portals.staff.shared.links import Link
from portals.staff.shared.pages import ask_first
from portals.staff.shared.views import StaffRequest, seen, staff_form


@staff_form(shows="view")
def receipt_wrong(request: StaffRequest, pk: int) -> HttpResponse:
    """Say what is wrong with a receipt for cash."""
    found = CashReceipt.objects.filter(box__team__in=Team.objects.of(request.user, ALL_STAFF))
    receipt = get_object_or_404(found.select_related("box__team", "participant", "paid_by"), pk=pk)
    return _wrong(request, receipt, reverse("staff:receipt", args=[pk]))


@staff_form(shows="view")
def gift_card_receipt_wrong(request: StaffRequest, pk: int) -> HttpResponse:
    """Say what is wrong with a receipt for gift cards."""
    found = GiftCardReceipt.objects.filter(team__in=Team.objects.of(request.user, ALL_STAFF))
    receipt = get_object_or_404(found.select_related("team", "participant", "paid_by"), pk=pk)
    return _wrong(request, receipt, reverse("staff:gift_card_receipt", args=[pk]))


def receipt_page(request: StaffRequest, receipt: mistakes.Receipt) -> dict[str, Any]:
    """Return what the page of `receipt` shows and offers to whoever may see it."""
    team = mistakes.team_of(receipt)
    allow(can_see_pay(request.user, team))
    seen(request, [receipt.participant])
    may_pay = can_pay(request.user, team)
    return {
        "receipt": receipt,
        "second": second_person.of(receipt) if receipt.witness else None,
        "may_pay": may_pay,
        "may_reverse": may_pay and mistakes.may_reverse(request.user, receipt),
        "is_reversed": mistakes.is_reversed(receipt),
    }


def _wrong(request: StaffRequest, receipt: mistakes.Receipt, back_url: str) -> HttpResponse:
    """List the cases; with `?hva=` show what mends that one, or ask whom it is put to."""
    allow(can_pay(request.user, mistakes.team_of(receipt)))
    seen(request, [receipt.participant])
    case = request.GET.get("hva", "")
    is_mended = mistakes.is_reversed(receipt)
    context: dict[str, Any] = {
        "receipt": receipt,
        "name": receipt.participant.chosen_name if receipt.participant else _("Glemt"),
        "cases": Case.choices,
        "back_url": back_url,
        "is_mended": is_mended,
        "base_template": "portals/staff/base.html",
    }
    if case not in Case.values or is_mended:
        return render(request, "portals/staff/pay/receipt_wrong.html", context)
    if links := _links(request, receipt, case):
        context |= {"case": Case(case).label, "links": links}
        return render(request, "portals/staff/pay/receipt_wrong.html", context)
    reverses = case == Case.STILL_HERE and mistakes.may_reverse(request.user, receipt)
    who = mistakes.who_may(receipt, by=request.user)
    sums = {"sum": kroner(receipt.ore), "name": context["name"], "who": who or _("en leder")}

    def ask() -> dict[str, Any]:
        told = _("%(who)s kan rette det, og får et gjøremål med svar innen i morgen.") % sums
        label = _("Send til %(who)s") % sums
        if reverses:
            told = _("%(sum)s til %(name)s står som ikke gitt, og kan gis senere.") % sums
            label = _("Ja, %(sum)s ligger her") % sums
        return {
            "question": f"{Case(case).label}?",
            "consequence": told,
            "confirm_label": label,
            "back_url": back_url,
            "facts": mistakes.facts(receipt),
        }

    def act() -> HttpResponse:
        if reverses:
            mistakes.reverse(receipt, by=request.user)
            messages.success(request, _("Rettet. Honoraret kan betales på nytt."))
        else:
            mistakes.report(receipt, case=case, by=request.user)
            messages.success(request, _("%(who)s har fått det på lista si.") % sums)
        return redirect(back_url)

    return ask_first(request, ask, act)


def _links(request: StaffRequest, receipt: mistakes.Receipt, case: str) -> list[Link]:
    """Return where I mend `case` myself; nothing when somebody else must."""
    if case == Case.WRONG_SUM and isinstance(receipt, CashReceipt):
        return [Link(reverse("staff:box_count", args=[receipt.box_id]), _("Tell skrinet"))]
    views = {
        Case.WRONG_PERSON: "staff:earning_pay_again",
        Case.LOST: "staff:earning_pay_again",
        Case.PAID_TWICE: "staff:earning_write_off",
    }
    if case not in views or not mistakes.may_correct(request.user, receipt):
        return []
    paid = receipt.payouts.filter(state=Payout.State.PAID).values("earning")
    earnings = Earning.objects.filter(pk__in=paid, participant__isnull=False).with_what()
    return [
        Link(
            reverse(views[Case(case)], args=[one.participant_id, one.pk]),
            f"{one.what}, {kroner(one.ore)}",
        )
        for one in earnings
    ]
