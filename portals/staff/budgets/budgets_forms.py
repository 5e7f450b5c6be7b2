"""Forms about budgets: a new one, lease income for it, and more money."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Team
from activities.models import Activity
from core.forms import CleanForm
from core.text import without_national_identity_number
from payouts.models import Budget
from portals.staff.shared.fields import KeyField
from portals.staff.shared.fields import CHOOSE, DayField, KronerField, choose_among, choose_team


class BudgetForm(CleanForm):
    """A sum for honoraria, for a time."""

    team = forms.ModelChoiceField(
        empty_label=CHOOSE, label=gettext_lazy("Team"), queryset=Team.objects.none()
    )
    name = forms.CharField(
        label=gettext_lazy("Navn"), max_length=120, validators=[without_national_identity_number]
    )
    activity = forms.ModelChoiceField(
        empty_label=CHOOSE,
        label=gettext_lazy("Bare for aktiviteten"),
        required=False,
        queryset=Activity.objects.none(),
        help_text=gettext_lazy("Tomt felt betyr: alle aktiviteter i teamet."),
    )
    source = forms.ChoiceField(label=gettext_lazy("Kilde"), choices=Budget.Source.choices)
    amount_ore = KronerField(label=gettext_lazy("Sum"))
    starts_on = DayField(label=gettext_lazy("Fra og med"))
    ends_on = DayField(
        label=gettext_lazy("Fram til"), help_text=gettext_lazy("Denne dagen er ikke med.")
    )

    def __init__(self, *args: Any, teams: list[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_team(self, teams)
        choose_among(self, activity=Activity.objects.of_teams(teams))

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the start."""
        values = super().clean() or self.cleaned_data
        if {"starts_on", "ends_on"} <= values.keys() and values["ends_on"] <= values["starts_on"]:
            self.add_error("ends_on", _("Budsjettet må slutte etter at det begynner."))
        return values


class EarmarkForm(CleanForm):
    """Lease income for a budget. `key` is made with the page: the same page earmarks once."""

    ore = KronerField(label=gettext_lazy("Hvor mye?"))
    key = KeyField()



class AdditionForm(CleanForm):
    """More money for a budget. `key` is made with the page: the same page adds once."""

    ore = KronerField(label=gettext_lazy("Hvor mye?"))
    taken_from = forms.ModelChoiceField(
        empty_label=gettext_lazy("Nye penger"),
        label=gettext_lazy("Fra"),
        required=False,
        queryset=Budget.objects.none(),
        help_text=gettext_lazy("Penger kan flyttes fra et annet budsjett i teamet."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Hvor kommer pengene fra?"),
        max_length=120,
        validators=[without_national_identity_number],
        help_text=gettext_lazy("For eksempel vedtak og dato. Skriv ingen navn."),
    )
    key = KeyField()

    def __init__(self, *args: Any, others: QuerySet[Budget], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, taken_from=others)
        if not others:
            del self.fields["taken_from"]
