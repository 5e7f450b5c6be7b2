"""A refusal as staff read it: its sentence, and a link to what stands in the way."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy

from accounts.models import Team
from core.errors import RuleBroken
from portals import refusals

PAGES = {
    "accounts.team": ("staff:phone_list", gettext_lazy("Telefonliste")),
    "activities.absence": ("staff:colleagues", gettext_lazy("Se hvem som er borte")),
    "activities.job": ("staff:jobs", gettext_lazy("Oppdrag")),
    "activities.session": ("staff:sheet", gettext_lazy("Se økta")),
    "activities.shift": ("staff:home", gettext_lazy("Hvem er ute?")),
    "leasing.enquiry": ("staff:enquiry_answer", gettext_lazy("Se svaret")),
    "participants.participant": ("staff:participant", gettext_lazy("Se siden")),
    "payouts.batch": ("staff:batch", gettext_lazy("Se bunken")),
    "payouts.cashreceipt": ("staff:receipt", gettext_lazy("Se kvitteringen")),
    "payouts.giftcardreceipt": ("staff:gift_card_receipt", gettext_lazy("Se kvitteringen")),
    "payouts.payout": ("staff:stripe_payouts", gettext_lazy("Se over")),
}
"""The page of what stands in the way, by the model; that of a list takes no key."""
LISTS = frozenset(
    {"accounts.team", "activities.absence", "activities.job", "activities.shift", "payouts.payout"}
)
TEAMS: dict[str, Callable[[Any], Team]] = {
    "accounts.team": lambda team: team,
    "activities.shift": lambda shift: shift.session.team,
}
"""Whose list it is, where a list shows one team."""


def in_words(broken: RuleBroken) -> str:
    """Return the sentence of `broken`, with a link where it names a row that has a page."""
    row = broken.about
    team_of = TEAMS.get(row._meta.label_lower) if row is not None else None
    query = f"?team={team_of(row).slug}" if team_of else ""
    return refusals.in_words(broken, pages=PAGES, lists=LISTS, query=query)
