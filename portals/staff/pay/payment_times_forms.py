"""The form of «Løfter vi har holdt»."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import CleanForm
from portals.staff.shared.fields import DATE_SHAPES

FIRST_YEAR = 2000
LONGEST = timedelta(days=5 * 366)


class BackDayField(forms.DateField):
    """A day of the past: also one from long ago, as a report may be about."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", DATE_SHAPES)
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(**kwargs)
        self.error_messages["invalid"] = gettext_lazy("Skriv datoen som 24.11.2026.")

    def validate(self, value: date | None) -> None:
        """Refuse a year that must be a slip of the hand."""
        super().validate(value)
        if value and not FIRST_YEAR <= value.year <= timezone.localdate().year:
            raise ValidationError(_("Se om året er riktig. Datoen er langt unna i dag."))


class PeriodForm(CleanForm):
    """From one day to another, both with."""

    fra = BackDayField(label=gettext_lazy("Fra og med"))
    til = BackDayField(label=gettext_lazy("Til og med"))

    def __init__(self, *args: Any, first: date, last: date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"fra": first, "til": last})
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the start, and more than five years."""
        values = super().clean() or self.cleaned_data
        if {"fra", "til"} <= values.keys():
            if values["til"] < values["fra"]:
                self.add_error("til", _("Den siste dagen må komme etter den første."))
            elif values["til"] - values["fra"] > LONGEST:
                self.add_error("fra", _("Velg høyst fem år om gangen."))
        return values
