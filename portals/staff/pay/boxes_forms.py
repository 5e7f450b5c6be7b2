"""Forms about cash boxes: a new one, putting in, taking out, and what was counted."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from core.forms import CleanForm
from portals.staff.pay.second_person_forms import WithSecondForm
from portals.staff.shared.forms.fields import CountedField, KeyField, KronerField, OneField


class BoxForm(CleanForm):
    """A new box for cash."""

    team = OneField(Team, label=_("Team"))
    name = forms.CharField(label=_("Navn på skrinet"), max_length=60)


class FillForm(CleanForm):
    """Money fetched in the bank. `key` is made with the page: the same page fills once."""

    ore = KronerField(label=_("Hvor mye la dere i?"))
    key = KeyField()


class TakeOutForm(WithSecondForm, FillForm):
    """Money taken back to the bank. `key` is made with the page: the same page takes it once."""

    ore = KronerField(label=_("Hvor mye tok dere ut?"))
    field_order = ("ore", "witness", "witness_code")


class CountForm(WithSecondForm):
    """What two people counted in a box. What should lie there is told afterwards."""

    counted_ore = CountedField(
        label=_("Hvor mye talte dere?"), help_text=_("Tell først. Etterpå ser dere om det stemmer.")
    )
    explanation = forms.CharField(
        label=_("Forklaring, hvis det ikke stemmer"), required=False, max_length=200
    )
    key = KeyField()

    field_order = ("counted_ore", "witness", "witness_code", "explanation")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["witness"].label = _("Kollegaen som talte sammen med deg")
