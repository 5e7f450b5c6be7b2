"""Days on which a team has nothing on."""

from django import forms
from django.utils.translation import gettext_lazy

from core.forms import CleanForm
from core.row_forms import RowForm
from portals.staff.shared.fields import DayField


class DayOffForm(RowForm, CleanForm):
    """Days on which a team has nothing on."""

    name = forms.CharField(
        label=gettext_lazy("Hva er det?"),
        max_length=80,
        help_text=gettext_lazy("For eksempel «planleggingsdag». Alle i teamet ser det."),
    )
    first_day = DayField(label=gettext_lazy("Fra og med"))
    last_day = DayField(label=gettext_lazy("Til og med"))
