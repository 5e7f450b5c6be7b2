"""When money arrived, as staff write it down."""

from django.utils.translation import gettext_lazy as _

from core.forms import CleanForm
from portals.staff.shared.forms.fields import DayField


class ArrivedForm(CleanForm):
    """The day that the money moved, which may be long before we heard of it."""

    moved_on = DayField(
        label=_("Når ble det betalt?"),
        help_text=_("Dagen pengene gikk, ikke dagen vi fikk vite det."),
        required=False,
    )
