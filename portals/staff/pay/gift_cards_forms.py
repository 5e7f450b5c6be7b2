"""Forms about gift cards: into the stock, given, taken out."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from core.forms import CleanForm
from payouts.models import Earning, GiftCard
from portals.staff.pay.second_person_forms import ConfirmedForm, WithSecondForm
from portals.staff.shared.forms.fields import KeyField, KronerField, ManyField, OneField


class GiftCardsForm(CleanForm):
    """Cards that were bought, one number a line. `key` is made with the page."""

    team = OneField(Team, label=_("Team"))
    issuer = forms.CharField(label=_("Butikk"), max_length=80)
    ore = KronerField(label=_("Verdi på hvert kort"))
    FIELDS_OF_NUMBERS = frozenset({"numbers"})
    numbers = forms.CharField(
        label=_("Kortnumre, ett på hver linje"),
        max_length=30_000,
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Bare de fire siste tegnene vises etterpå."),
    )
    key = KeyField()

    def clean_numbers(self) -> list[str]:
        """Return the lines."""
        return self.cleaned_data["numbers"].splitlines()


class VoidGiftCardForm(WithSecondForm):
    """Why a card is taken out of the stock, and who else knows it."""

    field_order = ("reason",)

    reason = forms.CharField(label=_("Hvorfor"), max_length=200)


class GiveGiftCardForm(ConfirmedForm):
    """Handing over gift cards: what for, which cards, and who confirms it."""

    earnings = ManyField(
        label=_("Hva det gjelder"),
        queryset=Earning.objects.none(),
        error_messages={"required": _("Velg minst én ting å betale.")},
    )
    cards = ManyField(
        label=_("Kortene som blir gitt"),
        queryset=GiftCard.objects.none(),
        error_messages={"required": _("Velg minst ett kort.")},
    )
