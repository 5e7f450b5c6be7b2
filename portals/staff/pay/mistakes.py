"""«Noe er feil»: from a receipt to what mends it, and our own mistakes, never claimed back."""

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import second_person
from accounts.models import ALL_STAFF, Team
from core.errors import RuleBroken
from core.forms import CleanForm
from core.hidden_fields import digest
from core.money import kroner
from ledger.models import Entry
from participants.models import Participant
from payouts import losses
from payouts.models import CashReceipt, Earning, GiftCardReceipt, Payout
from payouts.over_the_table import receipt_mistakes
from payouts.over_the_table.receipt_mistakes import Case
from payouts.permissions import can_correct_payments, can_pay, can_see_pay
from portals.staff.shared.forms.fields import OneField, choose_among
from portals.staff.shared.links import Link
from portals.staff.shared.own_rows import allow
from portals.staff.shared.page_access import StaffRequest, seen, staff_form
from portals.staff.shared.pages import ask_first, form_page, what_was_shown
from portals.staff.shared.people import own_payee

MOST = 12


@staff_form(shows="view")
def receipt_wrong(request: StaffRequest, pk: int) -> HttpResponse:
    """Say what is wrong with a receipt for cash."""
    mine = CashReceipt.objects.filter(box__team__in=Team.objects.of(request.user, ALL_STAFF))
    return _wrong(request, pk, mine.select_related("box__team"), "staff:receipt")


@staff_form(shows="view")
def gift_card_receipt_wrong(request: StaffRequest, pk: int) -> HttpResponse:
    """Say what is wrong with a receipt for gift cards."""
    mine = GiftCardReceipt.objects.filter(team__in=Team.objects.of(request.user, ALL_STAFF))
    return _wrong(request, pk, mine.select_related("team"), "staff:gift_card_receipt")


def show_receipt(
    request: StaffRequest, pk: int, receipts: QuerySet[Any], *, template: str, **context: Any
) -> HttpResponse:
    """Show the receipt `pk` of `receipts`, and what it offers to whoever may see it."""
    payouts = Payout.objects.prefetch_related(Prefetch("earning", Earning.objects.with_what()))
    receipt: receipt_mistakes.Receipt = get_object_or_404(
        receipts.select_related("participant", "paid_by", "witness").prefetch_related(
            Prefetch("payouts", payouts)
        ),
        pk=pk,
    )
    team = receipt_mistakes.team_of(receipt)
    allow(can_see_pay(request.user, team))
    seen(request, [receipt.participant])
    may_pay = can_pay(request.user, team)
    context |= {
        "receipt": receipt,
        "second": second_person.of(receipt) if receipt.witness else None,
        "may_pay": may_pay,
        "may_reverse": may_pay and receipt_mistakes.may_reverse(request.user, receipt),
        "is_reversed": receipt_mistakes.is_reversed(receipt),
    }
    return render(request, template, context)


def _wrong(request: StaffRequest, pk: int, mine: QuerySet[Any], page: str) -> HttpResponse:
    """List the cases; with `?hva=` show what mends that one, or ask whom it is put to."""
    receipt = get_object_or_404(mine.select_related("participant", "paid_by"), pk=pk)
    back_url = reverse(page, args=[pk])
    allow(can_pay(request.user, receipt_mistakes.team_of(receipt)))
    seen(request, [receipt.participant])
    case = request.GET.get("hva", "")
    is_mended = receipt_mistakes.is_reversed(receipt)
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
    reverses = case == Case.STILL_HERE and receipt_mistakes.may_reverse(request.user, receipt)
    who = receipt_mistakes.who_may(receipt, by=request.user)
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
            "facts": receipt_mistakes.facts(receipt),
        }

    if reverses:
        return ask_first(
            request, ask, lambda: receipt_mistakes.reverse(receipt, by=request.user),
            said=_("Rettet. Honoraret kan betales på nytt."),
        )  # fmt: skip
    return ask_first(
        request, ask, lambda: receipt_mistakes.report(receipt, case=case, by=request.user),
        said=_("%(who)s har fått det på lista si.") % sums,
    )  # fmt: skip


def _links(request: StaffRequest, receipt: receipt_mistakes.Receipt, case: str) -> list[Link]:
    """Return where I mend `case` myself; nothing when somebody else must."""
    if case == Case.WRONG_SUM and isinstance(receipt, CashReceipt):
        return [Link(reverse("staff:box_count", args=[receipt.box_id]), _("Tell skrinet"))]
    views = {
        Case.WRONG_PERSON: "staff:earning_pay_again",
        Case.LOST: "staff:earning_pay_again",
        Case.PAID_TWICE: "staff:earning_write_off",
    }
    if case not in views or not receipt_mistakes.may_correct(request.user, receipt):
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


# --- A loss that is ours -------------------------------------------------------
class ReasonForm(CleanForm):
    """Why something is put right, in a sentence for the books."""

    reason = forms.CharField(
        label=gettext_lazy("Hva skjedde?"),
        max_length=losses.MOST_REASON,
        help_text=gettext_lazy("Det står i bøkene. Skriv ingen navn."),
    )


class NeverArrivedForm(ReasonForm):
    """Why money never reached somebody. `payout` is the one that the page was about."""

    payout = OneField(Payout, required=False, widget=forms.HiddenInput)


def to_correct(request: StaffRequest, participant: Participant) -> dict[str, Any]:
    """Return what can be put right beside a person's pay: the newest that is approved."""
    if not can_correct_payments(request.user, participant.team):
        return {"approved": []}
    paid = Payout.objects.filter(state=Payout.State.PAID)
    written_off = Entry.objects.filter(earning=OuterRef("pk"), kind=Entry.Kind.WRITE_OFF)
    rows = participant.earnings.filter(state=Earning.State.APPROVED).with_what()
    prefetch = Prefetch("payouts", queryset=paid, to_attr="paid")
    return {
        "approved": rows.annotate(is_loss=Exists(written_off)).prefetch_related(prefetch)[:MOST]
    }


@staff_form(shows="view")
def earning_write_off(request: StaffRequest, pk: int, earning_pk: int) -> HttpResponse:
    """Book an honorarium that was our mistake as a loss; the person keeps it."""
    person, earning = _earning(request, pk, earning_pk)
    form = ReasonForm(request.POST or None)
    return form_page(
        request, form,
        lambda: losses.write_off(
            earning, by=request.user, shown=what_was_shown(request), **form.cleaned_data
        ),
        said=_("Ført som tap. Ingen krever pengene tilbake."),
        title=_("Vår feil: før som tap"), lead=_words(person, earning),
        notice=_("%(name)s beholder pengene. Bøkene sier at det var vår feil.")
        % {"name": person.chosen_name},
        shown=digest(*losses.facts(earning)),
        submit_label=_("Ja, før %(sum)s som tap") % {"sum": kroner(earning.ore)},
        back_url=reverse("staff:pay_person", args=[person.pk]),
    )  # fmt: skip


@staff_form(shows="view")
def earning_pay_again(request: StaffRequest, pk: int, earning_pk: int) -> HttpResponse:
    """Say that money never reached the person: it is owed once more, and we bear the loss."""
    person, earning = _earning(request, pk, earning_pk)
    # The page is about the payout that it showed: an old page never loses what was paid later.
    newest = earning.payouts.filter(state=Payout.State.PAID).first()
    form = NeverArrivedForm(request.POST or None, initial={"payout": newest})
    choose_among(form, payout=earning.payouts.exclude(settled_at=None))

    def act() -> None:
        if form.cleaned_data["payout"] is None:
            raise RuleBroken(_("Dette er ikke utbetalt."))
        losses.pay_again_to_loss(
            by=request.user, shown=what_was_shown(request), **form.cleaned_data
        )

    return form_page(
        request, form, act, said=_("Pengene kan betales en gang til."),
        title=_("Pengene kom ikke fram"), lead=_words(person, earning),
        notice=_("%(name)s får pengene på nytt. Det som ble borte, føres som tap.")
        % {"name": person.chosen_name},
        shown=digest(*losses.facts(earning, newest)),
        submit_label=_("Ja, %(sum)s kan betales på nytt") % {"sum": kroner(earning.ore)},
        back_url=reverse("staff:pay_person", args=[person.pk]),
    )  # fmt: skip


def _earning(request: StaffRequest, pk: int, earning_pk: int) -> tuple[Participant, Earning]:
    person = own_payee(request, pk, question=can_correct_payments)
    earnings = person.earnings.filter(state=Earning.State.APPROVED).with_what()
    return person, get_object_or_404(earnings, pk=earning_pk)


def _words(person: Participant, earning: Earning) -> str:
    return f"{person.chosen_name} · {earning.what} · {kroner(earning.ore)}"
