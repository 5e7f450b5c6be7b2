"""Handing over cash to one person."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from payouts.models import CashBox, Earning
from portals.staff.pay.second_person_forms import ConfirmedForm
from portals.staff.shared.fields import ManyField, OneField, choose_among


class PayForm(ConfirmedForm):
    """Handing over cash: what for, from where, and who confirms it."""

    earnings = ManyField(
        label=_("Hva det gjelder"),
        queryset=Earning.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Velg minst én ting å betale.")},
    )
    box = OneField(CashBox, empty_label=None, label=_("Fra skrinet"))

    def __init__(self, *args: Any, earnings: Any, boxes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, earnings=earnings, box=boxes)
