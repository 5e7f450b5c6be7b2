"""Forms about batches to the bank: sealing, why not, and answers."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from core.forms import CleanForm
from core.text import without_national_identity_number
from payouts.bank import days as bank_days
from portals.staff.shared.fields import DayField


class SealForm(CleanForm):
    """The day the bank pays, and that the accounts that are new were looked at."""

    execution_on = DayField(
        label=gettext_lazy("Når skal banken betale?"),
        help_text=gettext_lazy("Er det ingen bankdag, blir det neste bankdag."),
    )
    looked_at_accounts = forms.BooleanField(
        label=gettext_lazy("Jeg har sett på kontoene som er nye eller endret"), required=False
    )

    def __init__(self, *args: Any, has_fresh: bool, **kwargs: Any) -> None:
        today = timezone.localdate()
        kwargs.setdefault("initial", {"execution_on": bank_days.first_from(today)})
        super().__init__(*args, **kwargs)
        if not has_fresh:
            self.fields["looked_at_accounts"].widget = forms.HiddenInput()


class WhyForm(CleanForm):
    """A reason."""

    reason = forms.CharField(
        label=gettext_lazy("Hvorfor?"),
        max_length=200,
        validators=[without_national_identity_number],
    )


class AnswerForm(CleanForm):
    """The bank's file, and the day that it may not tell."""

    file = forms.FileField(
        label=gettext_lazy("Svaret fra banken"),
        help_text=gettext_lazy("En fil av slaget pain.002."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xml,application/xml,text/xml"}),
        error_messages={
            "empty": gettext_lazy("Fila er tom."),
            "required": gettext_lazy("Velg en fil."),
            "missing": gettext_lazy("Velg en fil."),
        },
    )
    moved_on = DayField(
        label=gettext_lazy("Når betalte banken?"),
        help_text=gettext_lazy("Står dagen i fila, gjelder den."),
        required=False,
    )
