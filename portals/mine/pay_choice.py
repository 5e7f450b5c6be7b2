"""How I want my money: always, or for one honorarium; and my year on paper."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from core.errors import RuleBroken
from core.hidden_fields import FIELD, digest
from payouts import preferences as choices
from payouts.models import Earning, VaultEntry, Way
from payouts.reports import yearly_statement as statements
from payouts.reports.yearly_statement import Statement
from payouts.vault import bank_accounts as vault
from portals.mine.access import CardRequest, card_form, card_page, in_words, page, see_other

AS_ALWAYS = "always"


def ways(chosen: str) -> list[dict[str, Any]]:
    """Return the four ways in words: what stands on the button, and what follows from it."""
    words = {
        Way.IN_HAND: (_("I hånda samme dag"), _("Du får pengene når vi er ferdige.")),
        Way.SAVED: (_("Spar det opp"), _("Vi tar vare på dem til du spør.")),
        Way.GIFT_CARD: (_("Gavekort"), _("Du får et kort du kan handle med.")),
        Way.BANK: (_("Til konto"), _("Vi skriver ned kontoen din sammen. Det tar noen dager.")),
    }
    return [
        {"value": way.value, "label": label, "about": about, "is_chosen": way == chosen}
        for way, (label, about) in words.items()
    ]


@card_form
def choose(request: CardRequest) -> HttpResponse:
    """Choose how I always want it."""
    wanted = request.POST.get("way", "")
    notice = _("Velg en av måtene.") if request.method == "POST" else ""
    if request.method == "POST" and wanted in Way.values:
        choices.choose(request.participant, way=wanted)
        return see_other("mine:earnings")
    context = {"ways": ways(choices.always(request.participant)), "notice": notice}
    return page(request, "pay_choice", context)


@card_form
def choose_one(request: CardRequest, pk: int) -> HttpResponse:
    """Choose how I want one honorarium, until it is paid; "always" follows what I always want."""
    own = Earning.objects.owed().filter(participant=request.participant).with_what()
    earning = get_object_or_404(own, pk=pk)
    wanted = request.POST.get("way", "")
    notice, status = _("Velg en av måtene.") if request.method == "POST" else "", 200
    if request.method == "POST" and wanted in (*Way.values, AS_ALWAYS):
        try:
            choices.choose_for(earning, way="" if wanted == AS_ALWAYS else wanted)
            return see_other("mine:earnings")
        except RuleBroken as broken:
            notice, status = in_words(request, broken), 409
    context = {
        "earning": earning,
        "ways": ways(choices.way_of(earning)),
        "has_own": bool(earning.way),
        "notice": notice,
    }
    return page(request, "pay_choice", context, status=status)


@card_form
def account(request: CardRequest) -> HttpResponse:
    """Show where my money goes, and let me say that it is my account."""
    notice = ""
    if request.method == "POST":
        try:
            vault.confirm_own(
                request.participant, card=request.card, shown=request.POST.get(FIELD, "")
            )
            return see_other("mine:account")
        except RuleBroken as broken:
            notice = in_words(request, broken)
    entry = VaultEntry.objects.filter(participant=request.participant).first()
    context = {
        "entry": entry,
        "number": vault.grouped(entry.account_number) if entry else "",
        "notice": notice,
        "shown": digest(*vault.facts(entry)) if entry else "",
    }
    return page(request, "account", context)


@card_page
def year(request: CardRequest, year: int) -> HttpResponse:
    """Show my year, to print."""
    if not statements.has_year(year):
        raise Http404
    found: Statement = statements.statement(request.participant, year=year)
    others = [one for one in statements.years_of(request.participant) if one != year]
    return page(request, "year", {"statement": found, "others": others})
