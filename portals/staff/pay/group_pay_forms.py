"""The form with which a group is paid at the table."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Team, User
from core.forms import CleanForm
from participants.models import Participant
from payouts.models import CashBox, Earning
from portals.staff.pay.second_person_forms import WitnessCodeField, witnesses_of
from portals.staff.shared.fields import ManyField, OneField, PeopleField, choose_among


class GroupPayForm(CleanForm):
    """Who gets theirs, from which box, and the two who confirm it.

    `earnings` is all that the page showed: what was approved after it was opened is not paid.
    """

    people = PeopleField(
        label=_("Hvem får pengene nå?"),
        queryset=Participant.objects.none(),
        error_messages={"required": _("Velg minst én person.")},
    )
    earnings = ManyField(queryset=Earning.objects.none(), widget=forms.MultipleHiddenInput)
    box = OneField(CashBox, empty_label=None, label=_("Fra skrinet"))
    witness = OneField(
        User,
        label=_("Kollega som ser at hver og en får sitt"),
        error_messages={"required": _("Velg kollegaen som så at pengene ble gitt.")},
    )
    initials_first = forms.CharField(label=_("Dine initialer"), max_length=4)
    initials_second = forms.CharField(label=_("Kollegaens initialer"), max_length=4)
    witness_code = WitnessCodeField()

    def __init__(
        self,
        *args: Any,
        people: Any,
        earnings: Any,
        boxes: Any,
        team: Team,
        by: User,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        witnesses = witnesses_of(team, by=by)
        choose_among(self, people=people, earnings=earnings, box=boxes, witness=witnesses)

    def chosen(self) -> list[int]:
        """Return the ids of what is shown for those who are ticked."""
        values = self.cleaned_data
        people = {person.pk for person in values["people"]}
        return [row.pk for row in values["earnings"] if row.participant_id in people]
