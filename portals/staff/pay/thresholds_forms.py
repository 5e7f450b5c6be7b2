"""Forms about yearly thresholds."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from accounts.models import Team
from core.forms import CleanForm
from core.text import without_national_identity_number
from payouts.models import Threshold, ThresholdDecision
from payouts.thresholds import MOST_REASON
from portals.staff.shared.fields import DayField, KronerField, choose_among


class ThresholdForm(CleanForm):
    """A threshold, where it stands, and what stands there."""

    organisation_number = forms.ChoiceField(label=gettext_lazy("Den som betaler (org.nr.)"))
    name = forms.CharField(label=gettext_lazy("Navn"), max_length=80)
    ore = KronerField(label=gettext_lazy("Grense i kroner i året"))
    citation = forms.CharField(label=gettext_lazy("Kilde"), max_length=300)
    quoted = forms.CharField(
        label=gettext_lazy("Det som står der"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    valid_from = DayField(label=gettext_lazy("Gjelder fra"))
    warn_percent = forms.IntegerField(
        label=gettext_lazy("Si fra ved (prosent)"), min_value=1, max_value=100, initial=80
    )

    def __init__(self, *args: Any, payers: dict[str, list[Team]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organisation_number"]
        field.choices = [
            (number, f"{number} · {', '.join(team.name for team in teams)}")
            for number, teams in payers.items()
        ]


class EndForm(CleanForm):
    """The last day of a threshold, and why it ends."""

    last_day = DayField(label=gettext_lazy("Siste dag"))
    reason = forms.CharField(
        label=gettext_lazy("Hvorfor"),
        max_length=MOST_REASON,
        validators=[without_national_identity_number],
        help_text=gettext_lazy("Om regelen, ikke om personen."),
    )


class DecisionForm(CleanForm):
    """What was decided with a person, and that they know."""

    threshold = forms.ModelChoiceField(
        empty_label=None, label=gettext_lazy("Grense"), queryset=Threshold.objects.none()
    )
    decision = forms.ChoiceField(
        label=gettext_lazy("Dette har vi blitt enige om"),
        choices=ThresholdDecision.Decision.choices,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Hvorfor"),
        max_length=200,
        validators=[without_national_identity_number],
        help_text=gettext_lazy("Om regelen, ikke om personen."),
    )
    person_knows = forms.BooleanField(
        label=gettext_lazy("Vi har snakket om det, og personen vet det"),
        error_messages={"required": gettext_lazy("Snakk sammen først.")},
    )

    def __init__(self, *args: Any, thresholds: list[Threshold], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = [threshold.pk for threshold in thresholds]
        choose_among(self, threshold=Threshold.objects.filter(pk__in=keys))
