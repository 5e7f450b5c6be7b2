"""Forms about Stripe: who shall be connected, and why something is as a person says."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from core.forms import CleanForm
from core.text import without_national_identity_number
from participants.models import Participant
from portals.staff.shared.arrived_forms import ArrivedForm
from portals.staff.shared.fields import CHOOSE, PersonField, choose_among


class ConnectForm(CleanForm):
    """Somebody who asked to be paid through Stripe."""

    participant = PersonField(
        empty_label=CHOOSE,
        label=gettext_lazy("Hvem har bedt om det?"),
        queryset=Participant.objects.none(),
        help_text=gettext_lazy("Stripe får bare et nummer av oss. Resten sier personen selv."),
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, participant=people)


class HowWeKnowForm(CleanForm):
    """How somebody knows what became of the money. It stands in the books."""

    reason = forms.CharField(
        label=gettext_lazy("Hvordan vet du det?"),
        max_length=120,
        validators=[without_national_identity_number],
        help_text=gettext_lazy("For eksempel: sett i Stripe. Ikke skriv noe om personen."),
    )


class ArrivedAtStripeForm(HowWeKnowForm, ArrivedForm):
    """How we know, and the day."""
