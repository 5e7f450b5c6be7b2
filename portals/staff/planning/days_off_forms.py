"""Days on which a team has nothing on."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CleanForm
from core.row_forms import RowForm
from portals.staff.shared.forms.fields import DayField


class DayOffForm(RowForm, CleanForm):
    """Days on which a team has nothing on."""

    name = forms.CharField(
        label=_("Hva er det?"),
        max_length=80,
        help_text=_("For eksempel «planleggingsdag». Alle i teamet ser det."),
    )
    first_day = DayField(label=_("Fra og med"))
    last_day = DayField(label=_("Til og med"))
