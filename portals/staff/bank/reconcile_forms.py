"""Putting right what was said not to have arrived."""

from portals.staff.bank.batches_forms import WhyForm
from portals.staff.shared.arrived_forms import ArrivedForm


class ArrivedAfterAllForm(WhyForm, ArrivedForm):
    """The day, and how we know."""
