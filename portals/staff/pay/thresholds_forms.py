"""Forms about yearly thresholds."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CleanForm
from payouts.models import Threshold, ThresholdDecision
from payouts.thresholds import MOST_REASON
from portals.staff.shared.forms.fields import DayField, KronerField, OneField


class ThresholdForm(CleanForm):
    """A threshold, where it stands, and what stands there."""

    organisation_number = forms.ChoiceField(label=_("Den som betaler (org.nr.)"))
    name = forms.CharField(label=_("Navn"), max_length=80)
    ore = KronerField(label=_("Grense i kroner i året"))
    citation = forms.CharField(label=_("Kilde"), max_length=300)
    quoted = forms.CharField(
        label=_("Det som står der"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )
    valid_from = DayField(label=_("Gjelder fra"))
    warn_percent = forms.IntegerField(
        label=_("Si fra ved (prosent)"), min_value=1, max_value=100, initial=80
    )


class EndForm(CleanForm):
    """The last day of a threshold, and why it ends."""

    last_day = DayField(label=_("Siste dag"))
    reason = forms.CharField(
        label=_("Hvorfor"), max_length=MOST_REASON, help_text=_("Om regelen, ikke om personen.")
    )


class DecisionForm(CleanForm):
    """What was decided with a person, and that they know."""

    threshold = OneField(Threshold, empty_label=None, label=_("Grense"))
    decision = forms.ChoiceField(
        label=_("Dette har vi blitt enige om"),
        choices=ThresholdDecision.Decision.choices,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Hvorfor"), max_length=200, help_text=_("Om regelen, ikke om personen.")
    )
    person_knows = forms.BooleanField(
        label=_("Vi har snakket om det, og personen vet det"),
        error_messages={"required": _("Snakk sammen først.")},
    )
