"""Forms about people: coming in and being known rightly."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from accounts.models import Team, User
from core.forms import CleanForm
from core.row_forms import RowForm
from participants.enrolment import contacts_of
from participants.models import Channel, Interest, Participant
from portals.staff.shared.forms.fields import ManyField, OneField, choose_among


class ParticipantForm(RowForm, CleanForm):
    """The person. No field asks why somebody is here."""

    chosen_name = forms.CharField(label=_("Navnet personen vil bli kalt"), max_length=60)
    primary_contact = OneField(User, label=_("Primærkontakt"))
    deputy_contact = OneField(User, label=_("Stedfortreder"), required=False)
    channel = forms.ChoiceField(
        label=_("Slik sier vi fra"), choices=Channel.choices, initial=Channel.PAPER
    )
    phone = PhoneNumberField(
        label=_("Telefon"),
        required=False,
        region="NO",
        error_messages={"invalid": _("Skriv et telefonnummer, for eksempel 22 00 00 00.")},
    )
    email = forms.EmailField(label=_("E-post"), required=False, max_length=254)
    language = forms.ChoiceField(label=_("Språk"), choices=settings.LANGUAGES, initial="nb")
    interests = ManyField(label=_("Liker å gjøre"), required=False, queryset=Interest.objects.all())
    exception_reason = forms.CharField(
        label=_("Lederens grunn til mer enn ti"),
        required=False,
        max_length=280,
        help_text=_(
            "Bare når primærkontakten har ti fra før."
            " Skriv om uka til den ansatte, ikke om deltakeren."
        ),
    )

    def __init__(
        self, *args: Any, team: Team, participant: Participant | None = None, **kwargs: Any
    ) -> None:
        if participant:
            kwargs["initial"] = forms.model_to_dict(participant, fields=list(self.base_fields))
        super().__init__(*args, **kwargs)
        self.row = participant or False
        contacts = contacts_of(team)
        choose_among(self, primary_contact=contacts, deputy_contact=contacts)

    def clean(self) -> dict[str, Any]:
        """Ask for the number or the address that the chosen channel needs."""
        values = super().clean() or self.cleaned_data
        by_channel: dict[str, str] = {Channel.SMS: "phone", Channel.EMAIL: "email"}
        needed = by_channel.get(values.get("channel", ""))
        if needed and not values.get(needed) and needed not in self.errors:
            self.add_error(needed, _("Trengs når vi skal si fra på denne måten."))
        deputy = values.get("deputy_contact")
        if deputy and deputy == values.get("primary_contact"):
            self.add_error(
                "deputy_contact", _("Stedfortrederen må være en annen enn primærkontakten.")
            )
        return values
