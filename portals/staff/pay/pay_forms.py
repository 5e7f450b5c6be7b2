"""Handing over cash: to one person, or to a whole group at the table."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from participants.models import Participant
from payouts.models import CashBox, Earning
from portals.staff.pay.second_person_forms import ConfirmedForm
from portals.staff.shared.forms.fields import ManyField, OneField, PeopleField


class PayForm(ConfirmedForm):
    """Handing over cash: what for, from where, and who confirms it."""

    earnings = ManyField(
        label=_("Hva det gjelder"),
        queryset=Earning.objects.none(),
        error_messages={"required": _("Velg minst én ting å betale.")},
    )
    box = OneField(CashBox, empty_label=None, label=_("Fra skrinet"))


class GroupPayForm(PayForm):
    """Who gets theirs, from which box, and the two who confirm it: nobody signs for others.

    `earnings` is all that the page showed: what was approved after it was opened is not paid.
    """

    field_order = ("people", "earnings", "box", "witness")

    signature = None  # type: ignore[assignment]  # Django leaves the field out
    people = PeopleField(
        label=_("Hvem får pengene nå?"),
        queryset=Participant.objects.none(),
        error_messages={"required": _("Velg minst én person.")},
    )
    earnings = ManyField(queryset=Earning.objects.none(), widget=forms.MultipleHiddenInput)
    witness = OneField(
        User,
        label=_("Kollega som ser at hver og en får sitt"),
        error_messages={"required": _("Velg kollegaen som så at pengene ble gitt.")},
    )
    initials_first = forms.CharField(label=_("Dine initialer"), max_length=4)
    initials_second = forms.CharField(label=_("Kollegaens initialer"), max_length=4)

    def chosen(self) -> list[int]:
        """Return the ids of what is shown for those who are ticked."""
        values = self.cleaned_data
        people = {person.pk for person in values["people"]}
        return [row.pk for row in values["earnings"] if row.participant_id in people]
