"""Our own mistakes with money: booked as a loss with a reason, never claimed back."""

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from core.errors import RuleBroken
from core.money import kroner
from core.shown import digest
from ledger.models import Entry
from participants.models import Participant
from payouts import corrections
from payouts.models import Earning, Payout
from payouts.permissions import can_correct_payments
from portals.staff.pay.corrections_forms import NeverArrivedForm, ReasonForm
from portals.staff.shared.access import allow
from portals.staff.shared.pages import form_page, rules_on, what_was_shown
from portals.staff.shared.views import StaffRequest, seen, staff_form

MOST = 12


def to_correct(request: StaffRequest, participant: Participant) -> dict[str, Any]:
    """Return what can be put right beside a person's pay: the newest that is approved."""
    if not can_correct_payments(request.user, participant.team):
        return {"approved": []}
    paid = Payout.objects.filter(state=Payout.State.PAID)
    rows = participant.earnings.filter(state=Earning.State.APPROVED).with_what()
    prefetch = Prefetch("payouts", queryset=paid, to_attr="paid")
    found: list[Earning] = list(rows.prefetch_related(prefetch)[:MOST])
    written_off = Entry.objects.filter(earning__in=found, kind=Entry.Kind.WRITE_OFF)
    lost = set(written_off.values_list("earning", flat=True))
    for earning in found:
        earning.is_loss = earning.pk in lost  # type: ignore[attr-defined]
    return {"approved": found}


@staff_form(shows="view")
def earning_write_off(request: StaffRequest, pk: int, earning_pk: int) -> HttpResponse:
    """Book an honorarium that was our mistake as a loss; the person keeps it."""
    person, earning = _earning(request, pk, earning_pk)
    form = ReasonForm(request.POST or None)
    return form_page(
        request, form,
        lambda: corrections.write_off(
            earning, by=request.user, shown=what_was_shown(request), **form.cleaned_data
        ),
        said=_("Ført som tap. Ingen krever pengene tilbake."),
        title=_("Vår feil: før som tap"), lead=_words(person, earning),
        notice=_("%(name)s beholder pengene. Bøkene sier at det var vår feil.")
        % {"name": person.chosen_name},
        shown=digest(*corrections.facts(earning)),
        submit_label=_("Ja, før %(sum)s som tap") % {"sum": kroner(earning.ore)},
        back_url=reverse("staff:pay_person", args=[person.pk]),
    )  # fmt: skip


@staff_form(shows="view")
def earning_pay_again(request: StaffRequest, pk: int, earning_pk: int) -> HttpResponse:
    """Say that money never reached the person: it is owed once more, and we bear the loss."""
    person, earning = _earning(request, pk, earning_pk)
    # The page is about the payout that it showed: an old page never loses what was paid later.
    newest = earning.payouts.filter(state=Payout.State.PAID).first()
    form = NeverArrivedForm(
        request.POST or None, payouts=earning.payouts.exclude(settled_at=None), newest=newest
    )
    if request.method == "POST" and form.is_valid():
        with rules_on(form):
            if form.cleaned_data["payout"] is None:
                raise RuleBroken(_("Dette er ikke utbetalt."))
            corrections.pay_again_to_loss(
                by=request.user, shown=what_was_shown(request), **form.cleaned_data
            )
            messages.success(request, _("Pengene kan betales en gang til."))
            return redirect("staff:pay_person", person.pk)
    return form_page(
        request, form, title=_("Pengene kom ikke fram"), lead=_words(person, earning),
        notice=_("%(name)s får pengene på nytt. Det som ble borte, føres som tap.")
        % {"name": person.chosen_name},
        shown=digest(*corrections.facts(earning, newest)),
        submit_label=_("Ja, %(sum)s kan betales på nytt") % {"sum": kroner(earning.ore)},
        back_url=reverse("staff:pay_person", args=[person.pk]),
    )  # fmt: skip


def _earning(request: StaffRequest, pk: int, earning_pk: int) -> tuple[Participant, Earning]:
    people = Participant.objects.visible_to(request.user).select_related("team")
    person = get_object_or_404(people, pk=pk)
    allow(can_correct_payments(request.user, person.team))
    seen(request, [person])
    earnings = person.earnings.filter(state=Earning.State.APPROVED).with_what()
    return person, get_object_or_404(earnings, pk=earning_pk)


def _words(person: Participant, earning: Earning) -> str:
    return f"{person.chosen_name} · {earning.what} · {kroner(earning.ore)}"
