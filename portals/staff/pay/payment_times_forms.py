"""The form of «Løfter vi har holdt»."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import CleanForm
from portals.staff.shared.fields import DayField

FIRST_YEAR = 2000
LONGEST = timedelta(days=5 * 366)


class BackDayField(DayField):
    """A day of the past: also one from long ago, as a report may be about."""

    def is_near(self, day: date) -> bool:
        """Tell whether the year is one of ours, up to this one."""
        return FIRST_YEAR <= day.year <= timezone.localdate().year


class PeriodForm(CleanForm):
    """From one day to another, both with."""

    fra = BackDayField(label=_("Fra og med"))
    til = BackDayField(label=_("Til og med"))

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
