"""Putting right what was said not to have arrived."""

from portals.staff.forms.arrived import ArrivedForm
from portals.staff.forms.bank import WhyForm


class ArrivedAfterAllForm(WhyForm, ArrivedForm):
    """The day, and how we know."""
