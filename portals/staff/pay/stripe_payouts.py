"""«Stripe»: why it is off, or who is connected, what can be sent and what nobody is sure of."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import HOLDING_BUDGETS, PAYING, Role, Team
from core.errors import RuleBroken
from core.forms import CleanForm
from core.money import kroner
from participants.models import Participant
from payouts.models import Earning, Payout, StripeRecipient
from payouts.permissions import can_hold_budgets, can_pay
from payouts.stripe import client as stripe
from payouts.stripe import recipients
from payouts.stripe import transfers as connected
from portals.staff.shared.forms.fields import PersonField, choose_among
from portals.staff.shared.forms.money_arrived_forms import ArrivedForm
from portals.staff.shared.own_rows import SEEING_PAY, allow, own_row, own_teams, teams_with
from portals.staff.shared.page_access import (
    StaffRequest,
    seen,
    staff_button,
    staff_form,
    staff_page,
)
from portals.staff.shared.pages import ask_first, carry_out, form_page, sum_on_button


class ConnectForm(CleanForm):
    """Somebody who asked to be paid through Stripe."""

    participant = PersonField(
        label=gettext_lazy("Hvem har bedt om det?"),
        help_text=gettext_lazy("Stripe får bare et nummer av oss. Resten sier personen selv."),
    )


class HowWeKnowForm(CleanForm):
    """How somebody knows what became of the money. It stands in the books."""

    reason = forms.CharField(
        label=gettext_lazy("Hvordan vet du det?"),
        max_length=120,
        help_text=gettext_lazy("For eksempel: sett i Stripe. Ikke skriv noe om personen."),
    )


class ArrivedAtStripeForm(HowWeKnowForm, ArrivedForm):
    """How we know, and the day."""


@staff_page(shows="list")
def stripe_payouts(request: StaffRequest) -> HttpResponse:
    """Say why Stripe is off; when it is on, list who is connected and what is unsure."""
    teams = own_teams(request.user, SEEING_PAY)
    waiting = Earning.objects.waiting_for_payment().with_what().reverse()
    recipients = (
        StripeRecipient.objects.filter(participant__team__in=teams)
        .exclude(account_id="")
        .select_related("participant")
        .prefetch_related(Prefetch("participant__earnings", waiting, to_attr="owed"))
        .order_by("participant__chosen_name", "pk")
    )
    unsure = _payouts(teams).filter(state=Payout.State.SENDING).order_by("pk")
    shown = list(recipients) if stripe.is_on() else []
    seen(request, [row.participant for row in shown] + [row.earning.participant for row in unsure])
    context = {
        "is_on": stripe.is_on(),
        "recipients": shown,
        "unsure": unsure,
        "paying": teams_with(request.user, PAYING),
        "holding": teams_with(request.user, HOLDING_BUDGETS),
    }
    return render(request, "portals/staff/pay/stripe_payouts.html", context)


@staff_form(shows="list")
def stripe_connect(request: StaffRequest) -> HttpResponse:
    """Connect somebody who asked for it; the same person again changes nothing."""
    teams = own_teams(request.user, PAYING)
    people = Participant.objects.active().filter(team__in=teams).order_by("chosen_name", "pk")
    form = ConnectForm(request.POST or None)
    choose_among(form, participant=people)
    seen(request, people)
    return form_page(
        request, form,
        lambda: recipients.connect(form.cleaned_data["participant"], by=request.user),
        said=_("Kontoen er laget. Fullfør hos Stripe sammen."),
        title=_("Koble noen til Stripe"), submit_label=_("Lag konto"),
        back_url=reverse("staff:stripe_payouts"),
    )  # fmt: skip


@staff_button
def stripe_onboard(request: StaffRequest, pk: int) -> HttpResponse:
    """Go to Stripe, where the person tells who they are."""
    recipient = _own_pay(request, StripeRecipient.objects.select_related("connected_by"), pk)
    here = request.build_absolute_uri(reverse("staff:stripe_payouts"))
    try:
        address = recipients.onboarding_address(
            recipient, by=request.user, return_url=here, refresh_url=here
        )
    except RuleBroken as broken:
        messages.error(request, broken.message)
        return redirect("staff:stripe_payouts")
    return HttpResponseRedirect(address)


@staff_button
def stripe_send(request: StaffRequest, pk: int) -> HttpResponse:
    """Send one honorarium; a second tap changes nothing."""
    earning = _own_pay(request, Earning.objects.all(), pk)
    said = sum_on_button(request)

    def send() -> None:
        _tell(request, connected.send(earning, by=request.user, shown_ore=said))

    carry_out(request, send)
    return redirect("staff:stripe_payouts")


@staff_button
def stripe_retry(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask Stripe again what became of a payout."""
    payout = _own_payout(request, pk)
    allow(can_pay(request.user, payout.earning.participant.team))
    carry_out(request, lambda: _tell(request, connected.retry(payout, by=request.user)))
    return redirect("staff:stripe_payouts")


@staff_form(shows="view")
def stripe_arrived(request: StaffRequest, pk: int) -> HttpResponse:
    """Say that the money arrived, and how we know."""
    form = ArrivedAtStripeForm(request.POST or None, initial={"moved_on": timezone.localdate()})
    return _decide(request, pk, connected.arrived, form=form, question=_("Kom pengene fram?"))


@staff_form(shows="view")
def stripe_failed(request: StaffRequest, pk: int) -> HttpResponse:
    """Say that the money did not arrive, and how we know."""
    form = HowWeKnowForm(request.POST or None)
    return _decide(request, pk, connected.fail, form=form, question=_("Kom pengene ikke fram?"))


def _decide(
    request: StaffRequest, pk: int, verb: Callable[..., Payout], *, form: CleanForm, question: str
) -> HttpResponse:
    payout = _own_payout(request, pk)
    person = payout.earning.participant
    allow(can_hold_budgets(request.user, person.team))
    seen(request, [person])

    def ask() -> dict[str, Any]:
        return {
            "question": question, "confirm_label": _("Ja, før det"),
            "consequence": _("%(name)s, %(sum)s. Se i Stripe først: søk etter %(id)s.") % {
                "name": person.chosen_name, "sum": kroner(payout.earning.ore),
                "id": payout.end_to_end_id,
            },
            "back_url": reverse("staff:stripe_payouts"),
        }  # fmt: skip

    def act() -> HttpResponse:
        _tell(request, verb(payout, by=request.user, **form.cleaned_data))
        return redirect("staff:stripe_payouts")

    return ask_first(request, ask, act, form=form, in_transaction=False)


def _tell(request: StaffRequest, payout: Payout) -> None:
    """Say what became of `payout`."""
    if payout.state == Payout.State.PAID:
        messages.success(request, _("%(sum)s er sendt.") % {"sum": kroner(payout.earning.ore)})
    elif payout.state in Payout.OVER:
        messages.warning(request, _("Pengene kom ikke fram. Honoraret kan betales på nytt."))
    else:
        messages.warning(
            request, _("Vi vet ikke om pengene kom fram. De sendes ikke på nytt av seg selv.")
        )


def _payouts(teams: Any) -> QuerySet[Payout]:
    return Payout.objects.filter(
        method=Payout.Method.STRIPE, earning__participant__team__in=teams
    ).select_related("earning__participant__team", "stripe_transfer")


def _own_pay(request: StaffRequest, rows: QuerySet[Any], pk: int) -> Any:
    """Return an honorarium or a recipient of somebody whom I see and may pay; else 404 or 403."""
    mine = rows.filter(participant__in=Participant.objects.visible_to(request.user))
    return own_row(request, mine, pk, can_pay, about="participant__team")


def _own_payout(request: StaffRequest, pk: int) -> Payout:
    people = Participant.objects.visible_to(request.user)
    return get_object_or_404(
        _payouts(Team.objects.of(request.user, Role)).filter(earning__participant__in=people),
        pk=pk,
    )
