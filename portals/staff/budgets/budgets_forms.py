"""Forms about budgets: a new one, lease income for it, and more money."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from activities.models import Activity
from core.forms import CleanForm
from payouts.models import Budget
from portals.staff.shared.forms.fields import DayField, KeyField, KronerField, OneField


class BudgetForm(CleanForm):
    """A sum for honoraria, for a time."""

    team = OneField(Team, label=_("Team"))
    name = forms.CharField(label=_("Navn"), max_length=120)
    activity = OneField(
        Activity,
        label=_("Bare for aktiviteten"),
        required=False,
        help_text=_("Tomt felt betyr: alle aktiviteter i teamet."),
    )
    source = forms.ChoiceField(label=_("Kilde"), choices=Budget.Source.choices)
    amount_ore = KronerField(label=_("Sum"))
    starts_on = DayField(label=_("Fra og med"))
    ends_on = DayField(label=_("Fram til"), help_text=_("Denne dagen er ikke med."))

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the start."""
        values = super().clean() or self.cleaned_data
        if {"starts_on", "ends_on"} <= values.keys() and values["ends_on"] <= values["starts_on"]:
            self.add_error("ends_on", _("Budsjettet må slutte etter at det begynner."))
        return values


class EarmarkForm(CleanForm):
    """Lease income for a budget. `key` is made with the page: the same page earmarks once."""

    ore = KronerField(label=_("Hvor mye?"))
    key = KeyField()


class AdditionForm(EarmarkForm):
    """More money for a budget. `key` is made with the page: the same page adds once."""

    taken_from = OneField(
        Budget,
        empty_label=_("Nye penger"),
        label=_("Fra"),
        required=False,
        help_text=_("Penger kan flyttes fra et annet budsjett i teamet."),
    )
    reason = forms.CharField(
        label=_("Hvor kommer pengene fra?"),
        max_length=120,
        help_text=_("For eksempel vedtak og dato. Skriv ingen navn."),
    )
