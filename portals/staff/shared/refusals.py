"""A refusal as staff read it: its sentence, and a link to what stands in the way."""

from django.utils.translation import gettext_lazy

from core.errors import RuleBroken
from portals import refusals

PAGES = {
    "accounts.team": ("staff:phone_list", gettext_lazy("Telefonliste")),
    "activities.away": ("staff:colleagues", gettext_lazy("Se hvem som er borte")),
    "activities.job": ("staff:jobs", gettext_lazy("Oppdrag")),
    "activities.session": ("staff:sheet", gettext_lazy("Se økta")),
    "leasing.enquiry": ("staff:enquiry_answer", gettext_lazy("Se svaret")),
    "participants.participant": ("staff:participant", gettext_lazy("Se siden")),
    "payouts.batch": ("staff:batch", gettext_lazy("Se bunken")),
    "payouts.cashreceipt": ("staff:receipt", gettext_lazy("Se kvitteringen")),
    "payouts.giftcardreceipt": ("staff:gift_card_receipt", gettext_lazy("Se kvitteringen")),
    "payouts.payout": ("staff:stripe_payouts", gettext_lazy("Se over")),
}
"""The page of what stands in the way, by the model; that of a list takes no key."""
LISTS = frozenset({"accounts.team", "activities.away", "activities.job", "payouts.payout"})


def in_words(broken: RuleBroken) -> str:
    """Return the sentence of `broken`, with a link where it names a row that has a page."""
    row = broken.about
    is_team = row is not None and row._meta.label_lower == "accounts.team"
    query = f"?team={row.slug}" if is_team else ""
    return refusals.in_words(broken, pages=PAGES, lists=LISTS, query=query)
