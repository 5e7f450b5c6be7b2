"""The paper card: made and shown once, to be printed at once; and stopped."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from participants import cards
from participants.permissions import can_issue_card
from portals.idempotency import shows_once
from portals.staff.shared.pages import ask_first
from portals.staff.shared.people import own_participant
from portals.staff.shared.views import StaffRequest, staff_form


@never_cache
@staff_form(shows="print")
def card(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask first, then show the new card. The one before stops at that moment."""
    person = own_participant(request, pk, question=can_issue_card)
    back = reverse("staff:participant", args=[person.pk])

    def ask() -> dict[str, Any]:
        return {
            "question": _("Lage nytt kort til %(name)s?") % {"name": person.chosen_name},
            "consequence": _(
                "Kortet vises én gang. Skriv det ut med det samme. Et eldre kort slutter å virke."
            ),
            "confirm_label": _("Lag kort"), "back_url": back,
        }  # fmt: skip

    def act() -> HttpResponse:
        _card, token = cards.issue(person, by=request.user)
        shows_once(request, leads_to=back)
        context = {"person": person, "qr": cards.qr_of(token), "back_url": back}
        return render(request, "portals/staff/people/card.html", context)

    return ask_first(request, ask, act, row=person)


@staff_form(shows="view")
def card_stop(request: StaffRequest, pk: int) -> HttpResponse:
    """Stop a card that is lost or in other hands. A new one can be made at any time."""
    person = own_participant(request, pk, question=can_issue_card)
    back = reverse("staff:participant", args=[person.pk])

    def ask() -> dict[str, Any]:
        live = cards.live_cards().filter(participant=person).first()
        consequence = _(
            "Kortet åpner ingenting fra nå av. Alt som er skrevet, er der fortsatt."
            " Dere kan lage et nytt kort når som helst."
        )
        return {
            "question": _("Stoppe kortet til %(name)s?") % {"name": person.chosen_name},
            "consequence": consequence if live else _("Det finnes ikke noe kort som virker nå."),
            "facts": live and live.pk, "confirm_label": _("Stopp kortet"), "back_url": back,
        }  # fmt: skip

    def act() -> HttpResponse:
        for live in cards.live_cards().filter(participant=person):
            cards.revoke(live, by=request.user)
        messages.success(request, _("Kortet er stoppet."))
        return redirect(back)

    return ask_first(request, ask, act, row=person)
