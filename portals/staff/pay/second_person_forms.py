"""Who confirms that money was handed over: the receiver, or a second person."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import PAYING, Membership, Team, User
from core.forms import CleanForm
from participants.signatures import MOST_SIGNATURE_LENGTH
from payouts.over_the_table.handover_confirmation import Signed
from portals.staff.shared.forms.fields import OneField, choose_among

WITNESS_CODE_HELP = _("Kollegaen skriver den selv. Tomt: de bekrefter fra sin egen side.")


class WitnessCodeField(forms.CharField):
    """Takes the own code of the colleague who stands beside; empty, they confirm by their page."""

    widget = forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Kollegaens egen kode"),
            help_text=WITNESS_CODE_HELP,
            required=False,
            max_length=8,
            **kwargs,
        )


class WithSecondForm(CleanForm):
    """What no receiver signs: the colleague who saw it confirms it themselves."""

    witness = OneField(
        User,
        label=_("Kollegaen som så det"),
        error_messages={"required": _("Velg kollegaen i lista.")},
    )
    witness_code = WitnessCodeField()

    def __init__(self, *args: Any, team: Team, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        witnesses = witnesses_of(team, by=by)
        choose_among(self, witness=witnesses)
        if not witnesses.exists():
            self.fields["witness"].help_text = _(
                "Ingen andre i %(team)s kan betale ut. Lederen kan invitere en kollega."
            ) % {"team": team}


class ConfirmedForm(CleanForm):
    """Who confirms that something was handed over: a drawn name, or two members of staff."""

    signature = forms.CharField(
        required=False, max_length=MOST_SIGNATURE_LENGTH, widget=forms.HiddenInput
    )
    initials_first = forms.CharField(label=_("Dine initialer"), required=False, max_length=4)
    initials_second = forms.CharField(label=_("Kollegaens initialer"), required=False, max_length=4)
    witness = OneField(User, label=_("Kollega, når dere skriver initialer"), required=False)
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

    def confirmed(self) -> Signed:
        """Return what the verbs ask for; a drawn name makes the rest needless."""
        values = self.cleaned_data
        if values.get("signature"):
            return {"signature": values["signature"]}
        return {
            "witness": values["witness"],
            "paid_by_initials": values["initials_first"],
            "witness_initials": values["initials_second"],
            "witness_code": values["witness_code"],
        }


def until_confirmed(values: dict[str, Any]) -> str:
    """Return a sentence about what still waits for the colleague, empty with their own code."""
    if values.get("witness_code"):
        return ""
    return _("%(name)s må bekrefte det. Til da er det ubekreftet.") % {"name": values["witness"]}


def witnesses_of(team: Team, *, by: User) -> QuerySet[User]:
    """Return who else in `team` may have seen that `by` handed over money."""
    paying = Membership.objects.active().filter(team=team, role__in=list(PAYING))
    return (
        User.objects.filter(is_active=True, pk__in=paying.values("user"))
        .exclude(pk=by.pk)
        .order_by("first_name", "last_name")
    )
