"""Forms about batches to the bank: sealing, why not, and answers."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import CleanForm
from payouts.bank import banking_days as bank_days
from portals.staff.shared.forms.fields import DayField
from portals.staff.shared.forms.money_arrived_forms import ArrivedForm


class SealForm(CleanForm):
    """The day the bank pays, and that the accounts that are new were looked at."""

    execution_on = DayField(
        label=_("Når skal banken betale?"),
        help_text=_("Er det ingen bankdag, blir det neste bankdag."),
    )
    looked_at_accounts = forms.BooleanField(
        label=_("Jeg har sett på kontoene som er nye eller endret"), required=False
    )

    def __init__(self, *args: Any, has_fresh: bool, **kwargs: Any) -> None:
        today = timezone.localdate()
        kwargs.setdefault("initial", {"execution_on": bank_days.first_from(today)})
        super().__init__(*args, **kwargs)
        if not has_fresh:
            self.fields["looked_at_accounts"].widget = forms.HiddenInput()


class WhyForm(CleanForm):
    """A reason."""

    reason = forms.CharField(label=_("Hvorfor?"), max_length=200)


class ArrivedAfterAllForm(WhyForm, ArrivedForm):
    """The day that money came which was said not to have arrived, and how we know."""


class AnswerForm(CleanForm):
    """The bank's file, and the day that it may not tell."""

    file = forms.FileField(
        label=_("Svaret fra banken"),
        help_text=_("En fil av slaget pain.002."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xml,application/xml,text/xml"}),
        error_messages={
            "empty": _("Fila er tom."),
            "required": _("Velg en fil."),
            "missing": _("Velg en fil."),
        },
    )
    moved_on = DayField(
        label=_("Når betalte banken?"),
        help_text=_("Står dagen i fila, gjelder den."),
        required=False,
    )
