"""A refusal as staff read it: its sentence, and a link to what stands in the way."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy

from core.errors import RuleBroken

PAGES = {
    "accounts.team": ("staff:phone_list", gettext_lazy("Telefonliste")),
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
LISTS = {"accounts.team", "activities.job", "payouts.payout"}


def in_words(broken: RuleBroken) -> str:
    """Return the sentence of `broken`, with a link where it names a row that has a page."""
    row = broken.about
    if row is None or row._meta.label_lower not in PAGES:
        return broken.message
    label = row._meta.label_lower
    name, words = PAGES[label]
    address = reverse(name, args=[] if label in LISTS else [row.pk])
    if label == "accounts.team":
        address += f"?team={row.slug}"
    return format_html('{} <a href="{}">{}</a>', broken.message, address, words)
