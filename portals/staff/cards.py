"""The paper card: made and shown once, to be printed at once."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core.errors import RuleBroken
from participants import cards
from participants.permissions import can_issue_card
from portals.once import shows_once
from portals.staff.door import StaffRequest, confirm_page, seen, shows_people, staff_page
from portals.staff.participants import own


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
@shows_people(act="print")
def card(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask first, then show the new card. The one before stops at that moment."""
    person = own(request, pk, question=can_issue_card)
    seen(request, [person])
    back = reverse("staff:participant", args=[person.pk])
    consequence = _(
        "Kortet vises én gang. Skriv det ut med det samme. Et eldre kort slutter å virke."
    )
    if request.method == "POST":
        try:
            _card, token = cards.issue(person, by=request.user)
        except RuleBroken as broken:
            consequence = broken.message
        else:
            shows_once(request, leads_to=back)
            context = {"person": person, "qr": cards.qr_of(token), "back_url": back}
            return render(request, "portals/staff/card.html", context)
    return confirm_page(
        request, question=_("Lage nytt kort til %(name)s?") % {"name": person.chosen_name},
        consequence=consequence, confirm_label=_("Lag kort"), back_url=back,
    )  # fmt: skip
