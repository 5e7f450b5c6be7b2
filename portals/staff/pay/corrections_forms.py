"""Writing off, and paying again what never arrived."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CleanForm
from payouts.corrections import MOST_REASON
from payouts.models import Payout
from portals.staff.shared.fields import OneField, choose_among


class ReasonForm(CleanForm):
    """Why something is put right, in a sentence for the books."""

    reason = forms.CharField(
        label=_("Hva skjedde?"),
        max_length=MOST_REASON,
        help_text=_("Det står i bøkene. Skriv ingen navn."),
    )


class NeverArrivedForm(ReasonForm):
    """Why money never reached somebody. `payout` is the one that the page was about."""

    payout = OneField(Payout, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, payouts: Any, newest: Payout | None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"payout": newest})
        super().__init__(*args, **kwargs)
        choose_among(self, payout=payouts)
