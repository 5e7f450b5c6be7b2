"""Noting a consent in two steps."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms import CleanForm
from participants.enrolment import contacts_of
from participants.models import Consent, Participant
from participants.models.consent import MOST_MONTHS
from portals.staff.shared.forms.consent_items import key_of, name_of
from portals.staff.shared.forms.fields import OneField, choose_among


class ConsentForm(CleanForm):
    """One tick a thing; one channel, one way and one time for all that is ticked."""

    items = forms.MultipleChoiceField(
        label=_("Hva skal vises?"),
        help_text=_("Ett kryss for hver ting personen sier ja til."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Velg minst én ting.")},
    )
    channel = forms.ChoiceField(
        label=_("Hvor?"), choices=Consent.Channel.choices, widget=forms.RadioSelect
    )
    how = forms.ChoiceField(
        label=_("Hvordan sa personen ja?"), choices=Consent.How.choices, widget=forms.RadioSelect
    )
    witness = OneField(
        User, label=_("Vitne"), required=False, help_text=_("Trengs når samtykket er muntlig.")
    )
    months = forms.IntegerField(
        label=_("Gjelder i så mange måneder"), min_value=1, max_value=MOST_MONTHS, initial=12
    )

    def __init__(
        self, *args: Any, participant: Participant, items: list[Any], by: User, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._items = {key_of(item): item for item in items}
        choices = [(key, name_of(item)) for key, item in self._items.items()]
        cast(forms.MultipleChoiceField, self.fields["items"]).choices = choices
        choose_among(self, witness=contacts_of(participant.team).exclude(pk=by.pk))

    def clean_items(self) -> list[Any]:
        """Return the items themselves."""
        return [self._items[key] for key in self.cleaned_data["items"]]

    def clean(self) -> dict[str, Any]:
        """Ask for a witness of a spoken yes."""
        values = super().clean() or self.cleaned_data
        is_spoken = values.get("how") == Consent.How.SPOKEN
        if is_spoken and not values.get("witness") and "witness" not in self.errors:
            self.add_error("witness", _("Velg kollegaen som hørte det."))
        if not self._items:
            raise ValidationError(_("Det finnes ikke noe å vise for denne personen ennå."))
        return values
