"""«Gavekort»: the stock, new cards, handing them over, and the receipt."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import HOLDING_BUDGETS, Role, Team
from core.money import kroner
from payouts.models import Earning, GiftCard, GiftCardReceipt, Way
from payouts.over_the_table import gift_cards as gift_card
from payouts.permissions import can_hold_budgets, can_pay
from payouts.reports import owed
from portals.staff.pay import mistakes
from portals.staff.pay.gift_cards_forms import GiftCardsForm, GiveGiftCardForm, VoidGiftCardForm
from portals.staff.pay.pay_lists import GiftCardList
from portals.staff.pay.second_person_forms import until_confirmed
from portals.staff.shared.forms.fields import choose_among, choose_team
from portals.staff.shared.own_rows import SEEING_PAY, own_teams, team_row, teams_with
from portals.staff.shared.page_access import StaffRequest, staff_form, staff_page
from portals.staff.shared.pages import ask_first, form_page, rules_on, sum_on_button
from portals.staff.shared.people import own_payee

MOST_SHOWN = 60
"""Cards to choose among at the table; more of them would not be found."""


@staff_page
def gift_cards(request: StaffRequest) -> HttpResponse:
    """List what is in stock, by shop and value; of a number only the end is shown."""
    teams = own_teams(request.user, SEEING_PAY)
    cards = GiftCard.objects.filter(team__in=teams, state=GiftCard.State.IN_STOCK)
    worth = cards.values_list("ore", flat=True)
    holding = teams_with(request.user, HOLDING_BUDGETS)
    context = {
        "table": GiftCardList.of(
            request, cards.select_related("team"), teams=teams, holding=holding
        ),
        "count": len(worth),
        "total_ore": sum(worth),
        "holding": holding,
    }
    return render(request, "portals/staff/pay/gift_cards.html", context)


@staff_form
def gift_cards_new(request: StaffRequest) -> HttpResponse:
    """Put cards that were bought into the stock; the same page adds them once."""
    teams = own_teams(request.user, HOLDING_BUDGETS)
    form = GiftCardsForm(request.POST or None)
    choose_team(form, teams)
    return form_page(
        request, form, lambda: gift_card.add(by=request.user, **form.cleaned_data),
        said=lambda cards: _("%(count)s gavekort er lagt inn.") % {"count": len(cards)},
        title=_("Nye gavekort"), submit_label=_("Legg inn"),
        back_url=reverse("staff:gift_cards"),
    )  # fmt: skip


@staff_form
def gift_card_void(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a card out of the stock, with a reason."""
    card = team_row(request, GiftCard.objects.all(), pk, question=can_hold_budgets)
    form = VoidGiftCardForm(request.POST or None, team=card.team, by=request.user)

    def ask() -> dict[str, Any]:
        return {
            "question": _("Ta ut %(card)s?") % {"card": card},
            "consequence": _("%(sum)s blir ført som tap.") % {"sum": kroner(card.ore)},
            "confirm_label": _("Ta ut kortet"), "back_url": reverse("staff:gift_cards"),
        }  # fmt: skip

    def said(_done: Any) -> str:
        told = _("Kortet er tatt ut av lageret.")
        return f"{told} {until_confirmed(form.cleaned_data)}".strip()

    return ask_first(
        request, ask, lambda: gift_card.void(card, by=request.user, **form.cleaned_data),
        said=said, form=form, row=card, in_transaction=False,
    )  # fmt: skip


@staff_form(shows="view")
def gift_card_give(request: StaffRequest, pk: int) -> HttpResponse:
    """Hand over gift cards to one person; a second tap shows the first receipt."""
    participant = own_payee(request, pk, question=can_pay)
    # What was given by the first of two taps may be sent again: the verb answers with the receipt.
    there = Q(state=GiftCard.State.IN_STOCK) | Q(receipt__participant=participant)
    cards = GiftCard.objects.filter(team=participant.team)
    earnings = participant.earnings.filter(state=Earning.State.APPROVED)
    form = GiveGiftCardForm(request.POST or None, team=participant.team, by=request.user)
    choose_among(form, earnings=earnings, cards=cards.filter(there))
    if request.method == "POST" and form.is_valid():
        with rules_on(form):
            receipt = gift_card.hand_out(
                participant,
                earnings=[earning.pk for earning in form.cleaned_data["earnings"]],
                cards=[card.pk for card in form.cleaned_data["cards"]],
                by=request.user,
                shown_ore=sum_on_button(request),
                **form.confirmed(),
            )
            said = _("Gavekort for %(sum)s er gitt.") % {"sum": kroner(receipt.ore)}
            messages.success(request, said)
            return redirect("staff:gift_card_receipt", receipt.pk)
    due = owed.of_person(participant)
    sent = set(request.POST.getlist("earnings"))
    chosen = sent if form.is_bound else due.wanted_as(Way.GIFT_CARD)
    context = {
        "form": form,
        "participant": participant,
        "earnings": due.earnings,
        "cards": cards.filter(state=GiftCard.State.IN_STOCK)[:MOST_SHOWN],
        "chosen": chosen,
        "ticked_ore": due.ore_of(chosen),
        "chosen_cards": set(request.POST.getlist("cards")),
    }
    return render(request, "portals/staff/pay/gift_card_give.html", context)


@staff_page(shows="view")
def gift_card_receipt(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the receipt of gift cards, to print."""
    receipts = GiftCardReceipt.objects.filter(team__in=Team.objects.of(request.user, Role))
    return mistakes.show_receipt(
        request, pk, receipts.select_related("team", "drawing").prefetch_related("cards"),
        title=_("Kvittering for gavekort"), template="portals/staff/pay/gift_card_receipt.html",
        wrong_url=reverse("staff:gift_card_receipt_wrong", args=[pk]),
    )  # fmt: skip
