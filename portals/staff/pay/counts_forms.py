"""What two people counted in a box."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portals.staff.pay.second_person_forms import WithSecondForm
from portals.staff.shared.fields import CountedField, KeyField


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
