"""Putting right what was said not to have arrived."""

from portals.staff.forms.bank import WhyForm
from portals.staff.shared.arrived_forms import ArrivedForm


class ArrivedAfterAllForm(WhyForm, ArrivedForm):
    """The day, and how we know."""
