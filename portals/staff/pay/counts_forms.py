"""What two people counted in a box."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from core.text import without_national_identity_number
from portals.staff.pay.second_person_forms import WithSecondForm
from portals.staff.shared.fields import KeyField
from portals.staff.shared.fields import CountedField


class CountForm(WithSecondForm):
    """What two people counted in a box. What should lie there is told afterwards."""

    counted_ore = CountedField(
        label=gettext_lazy("Hvor mye talte dere?"),
        help_text=gettext_lazy("Tell først. Etterpå ser dere om det stemmer."),
    )
    explanation = forms.CharField(
        label=gettext_lazy("Forklaring, hvis det ikke stemmer"),
        required=False,
        max_length=200,
        validators=[without_national_identity_number],
    )
    key = KeyField()

    field_order = ("counted_ore", "witness", "witness_code", "explanation")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["witness"].label = gettext_lazy("Kollegaen som talte sammen med deg")
