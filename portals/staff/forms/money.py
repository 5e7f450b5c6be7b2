"""Forms about money: rates, budgets, boxes and handing over."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import PAYING, Membership, Team, User
from activities.models import Activity
from core.forms import CleanForm
from core.text import without_national_identity_number
from payouts.corrections import MOST_REASON
from payouts.models import Budget, CashBox, Earning, Payout, Rate
from payouts.models.rate import Reason
from payouts.over_the_table.signatures import MOST_SIGNATURE_LENGTH
from portals.staff.forms.fields import (
    CHOOSE,
    DayField,
    KronerField,
    ManyField,
    choose_among,
    choose_team,
)


class RateForm(CleanForm):
    """The flat sum of an activity from a day on."""

    reason = forms.ChoiceField(
        label=gettext_lazy("For"),
        choices=[choice for choice in Reason.choices if choice[0] != Reason.CANCELLED_BY_US],
        help_text=gettext_lazy("Avlyser vi, gjelder satsen for å være med."),
    )
    ore = KronerField(label=gettext_lazy("Kroner til hver"))
    valid_from = DayField(label=gettext_lazy("Gjelder fra"))

    def __init__(self, *args: Any, activity: Activity, **kwargs: Any) -> None:
        initial = {"valid_from": timezone.localdate(), "reason": Reason.TOOK_PART}
        kwargs.setdefault("initial", initial)
        super().__init__(*args, **kwargs)
        self._activity = activity

    def clean_valid_from(self) -> Any:
        """Refuse a day that has a rate with another sum: what was promised stands."""
        day = self.cleaned_data["valid_from"]
        other = Rate.objects.filter(
            activity=self._activity, reason=self.cleaned_data.get("reason"), valid_from=day
        ).exclude(ore=self.cleaned_data.get("ore", 0))
        if other.exists():
            raise ValidationError(_("Det finnes en sats fra denne dagen. Velg en annen dag."))
        return day


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


class BoxForm(CleanForm):
    """A new box for cash."""

    team = forms.ModelChoiceField(
        empty_label=CHOOSE, label=gettext_lazy("Team"), queryset=Team.objects.none()
    )
    name = forms.CharField(label=gettext_lazy("Navn på skrinet"), max_length=60)

    def __init__(self, *args: Any, teams: list[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_team(self, teams)


class FillForm(CleanForm):
    """Money fetched in the bank. `key` is made with the page: the same page fills once."""

    ore = KronerField(label=gettext_lazy("Hvor mye la dere i?"))
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"key": uuid.uuid4()})
        super().__init__(*args, **kwargs)


WITNESS_CODE_HELP = gettext_lazy(
    "Kollegaen skriver den selv. Tomt: de bekrefter fra sin egen side."
)


class WitnessCodeField(forms.CharField):
    """Takes the own code of the colleague who stands beside; empty, they confirm by their page."""

    widget = forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=gettext_lazy("Kollegaens egen kode"),
            help_text=WITNESS_CODE_HELP,
            required=False,
            max_length=8,
            **kwargs,
        )


class WithSecondForm(CleanForm):
    """What no receiver signs: the colleague who saw it confirms it themselves."""

    witness = forms.ModelChoiceField(
        empty_label=CHOOSE,
        label=gettext_lazy("Kollegaen som så det"),
        queryset=User.objects.none(),
        error_messages={"required": gettext_lazy("Velg kollegaen i lista.")},
    )
    witness_code = WitnessCodeField()

    def __init__(self, *args: Any, team: Team, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, witness=witnesses_of(team, by=by))
        self.fields["witness"].help_text = _alone(team, by=by)


class TakeOutForm(WithSecondForm, FillForm):
    """Money taken back to the bank. `key` is made with the page: the same page takes it once."""

    ore = KronerField(label=gettext_lazy("Hvor mye tok dere ut?"))
    field_order = ("ore", "witness", "witness_code")


class ConfirmedForm(CleanForm):
    """Who confirms that something was handed over: a drawn name, or two members of staff."""

    signature = forms.CharField(
        required=False, max_length=MOST_SIGNATURE_LENGTH, widget=forms.HiddenInput
    )
    initials_first = forms.CharField(
        label=gettext_lazy("Dine initialer"), required=False, max_length=4
    )
    initials_second = forms.CharField(
        label=gettext_lazy("Kollegaens initialer"), required=False, max_length=4
    )
    witness = forms.ModelChoiceField(
        empty_label=CHOOSE,
        label=gettext_lazy("Kollega, når dere skriver initialer"),
        required=False,
        queryset=User.objects.none(),
    )
    witness_code = WitnessCodeField()

    def __init__(self, *args: Any, team: Team, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, witness=witnesses_of(team, by=by))

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two ways to confirm."""
        values = super().clean() or self.cleaned_data
        if self.errors or values.get("signature"):
            return values
        if not values.get("initials_first") and not values.get("initials_second"):
            raise ValidationError(
                _("Mottakeren tegner navnet sitt, eller to ansatte skriver initialer.")
            )
        if not values.get("witness"):
            self.add_error("witness", _("Velg kollegaen som så at pengene ble gitt."))
        return values

    def confirmed(self) -> dict[str, Any]:
        """Return what the verbs ask for; a drawn name makes the rest needless."""
        values = self.cleaned_data
        if values["signature"]:
            return {"signature": values["signature"]}
        return {
            "witness": values["witness"],
            "paid_by_initials": values["initials_first"],
            "witness_initials": values["initials_second"],
            "witness_code": values["witness_code"],
        }


class EarmarkForm(CleanForm):
    """Lease income for a budget. `key` is made with the page: the same page earmarks once."""

    ore = KronerField(label=gettext_lazy("Hvor mye?"))
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"key": uuid.uuid4()})
        super().__init__(*args, **kwargs)


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
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, others: QuerySet[Budget], **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"key": uuid.uuid4()})
        super().__init__(*args, **kwargs)
        choose_among(self, taken_from=others)
        if not others:
            del self.fields["taken_from"]


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


class PayForm(ConfirmedForm):
    """Handing over cash: what for, from where, and who confirms it."""

    earnings = ManyField(
        label=gettext_lazy("Hva det gjelder"),
        queryset=Earning.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Velg minst én ting å betale.")},
    )
    box = forms.ModelChoiceField(
        empty_label=None, label=gettext_lazy("Fra skrinet"), queryset=CashBox.objects.none()
    )

    def __init__(self, *args: Any, earnings: Any, boxes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, earnings=earnings, box=boxes)


def until_confirmed(values: dict[str, Any]) -> str:
    """Return a sentence about what still waits for the colleague, empty with their own code."""
    if values.get("witness_code"):
        return ""
    return _("%(name)s må bekrefte det. Til da er det ubekreftet.") % {"name": values["witness"]}


def _alone(team: Team, *, by: User) -> str:
    """Return what to do when nobody else in `team` can be the second of two."""
    if witnesses_of(team, by=by).exists():
        return ""
    return _("Ingen andre i %(team)s kan betale ut. Lederen kan invitere en kollega.") % {
        "team": team
    }


def witnesses_of(team: Team, *, by: User) -> QuerySet[User]:
    """Return who else in `team` may have seen that `by` handed over money."""
    paying = Membership.objects.active().filter(team=team, role__in=list(PAYING))
    return (
        User.objects.filter(is_active=True, pk__in=paying.values("user"))
        .exclude(pk=by.pk)
        .order_by("first_name", "last_name")
    )
