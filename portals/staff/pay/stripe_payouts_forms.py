"""Forms about Stripe: who shall be connected, and why something is as a person says."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CleanForm
from participants.models import Participant
from portals.staff.shared.arrived_forms import ArrivedForm
from portals.staff.shared.fields import CHOOSE, PersonField, choose_among


class ConnectForm(CleanForm):
    """Somebody who asked to be paid through Stripe."""

    participant = PersonField(
        empty_label=CHOOSE,
        label=_("Hvem har bedt om det?"),
        queryset=Participant.objects.none(),
        help_text=_("Stripe får bare et nummer av oss. Resten sier personen selv."),
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, participant=people)


class HowWeKnowForm(CleanForm):
    """How somebody knows what became of the money. It stands in the books."""

    reason = forms.CharField(
        label=_("Hvordan vet du det?"),
        max_length=120,
        help_text=_("For eksempel: sett i Stripe. Ikke skriv noe om personen."),
    )


class ArrivedAtStripeForm(HowWeKnowForm, ArrivedForm):
    """How we know, and the day."""
