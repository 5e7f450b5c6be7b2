"""Writing off, and paying again what never arrived."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from core.forms import CleanForm
from core.text import without_national_identity_number
from payouts.corrections import MOST_REASON
from payouts.models import Payout
from portals.staff.shared.fields import choose_among


class ReasonForm(CleanForm):
    """Why something is put right, in a sentence for the books."""

    reason = forms.CharField(
        label=gettext_lazy("Hva skjedde?"),
        max_length=MOST_REASON,
        validators=[without_national_identity_number],
        help_text=gettext_lazy("Det står i bøkene. Skriv ingen navn."),
    )


class NeverArrivedForm(ReasonForm):
    """Why money never reached somebody. `payout` is the one that the page was about."""

    payout = forms.ModelChoiceField(
        queryset=Payout.objects.none(), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, payouts: Any, newest: Payout | None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"payout": newest})
        super().__init__(*args, **kwargs)
        choose_among(self, payout=payouts)
