"""Forms about people: coming in, being known rightly, and what they allow."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from phonenumber_field.formfields import PhoneNumberField

from accounts.models import Team, User
from core.forms import CleanForm
from core.row_forms import RowForm
from core.text import without_national_identity_number
from participants.models import Channel, Consent, Interest, Participant
from participants.models.consent import MOST_MONTHS
from participants.people import contacts_of
from portals.staff.forms.fields import CHOOSE, ManyField, choose_among
from portals.staff.items import key_of, name_of


class ParticipantForm(RowForm, CleanForm):
    """The person. No field asks why somebody is here."""

    chosen_name = forms.CharField(
        label=gettext_lazy("Navnet personen vil bli kalt"),
        max_length=60,
        validators=[without_national_identity_number],
    )
    primary_contact = forms.ModelChoiceField(
        empty_label=CHOOSE, label=gettext_lazy("Primærkontakt"), queryset=User.objects.none()
    )
    deputy_contact = forms.ModelChoiceField(
        empty_label=CHOOSE,
        label=gettext_lazy("Stedfortreder"),
        required=False,
        queryset=User.objects.none(),
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("Slik sier vi fra"), choices=Channel.choices, initial=Channel.PAPER
    )
    phone = PhoneNumberField(
        label=gettext_lazy("Telefon"),
        required=False,
        region="NO",
        error_messages={
            "invalid": gettext_lazy("Skriv et telefonnummer, for eksempel 22 00 00 00.")
        },
    )
    email = forms.EmailField(label=gettext_lazy("E-post"), required=False, max_length=254)
    language = forms.ChoiceField(
        label=gettext_lazy("Språk"), choices=settings.LANGUAGES, initial="nb"
    )
    interests = ManyField(
        label=gettext_lazy("Liker å gjøre"), required=False, queryset=Interest.objects.all()
    )
    exception_reason = forms.CharField(
        label=gettext_lazy("Lederens grunn til mer enn ti"),
        required=False,
        max_length=280,
        validators=[without_national_identity_number],
        help_text=gettext_lazy(
            "Bare når primærkontakten har ti fra før."
            " Skriv om uka til den ansatte, ikke om deltakeren."
        ),
    )

    def __init__(
        self, *args: Any, team: Team, participant: Participant | None = None, **kwargs: Any
    ) -> None:
        if participant:
            kwargs["initial"] = {
                name: getattr(participant, name)
                for name in ("chosen_name", "primary_contact", "deputy_contact", "channel")
            } | {
                "phone": participant.phone,
                "email": participant.email,
                "language": participant.language,
                "interests": participant.interests.all(),
            }
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


class ConsentForm(CleanForm):
    """One tick a thing; one channel, one way and one time for all that is ticked."""

    items = forms.MultipleChoiceField(
        label=gettext_lazy("Hva skal vises?"),
        help_text=gettext_lazy("Ett kryss for hver ting personen sier ja til."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Velg minst én ting.")},
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("Hvor?"), choices=Consent.Channel.choices, widget=forms.RadioSelect
    )
    how = forms.ChoiceField(
        label=gettext_lazy("Hvordan sa personen ja?"),
        choices=Consent.How.choices,
        widget=forms.RadioSelect,
    )
    witness = forms.ModelChoiceField(
        empty_label=CHOOSE,
        label=gettext_lazy("Vitne"),
        queryset=User.objects.none(),
        help_text=gettext_lazy("Kollegaen hørte det eller så papiret, og bekrefter selv."),
        error_messages={"required": gettext_lazy("Velg kollegaen som hørte det eller så papiret.")},
    )
    months = forms.IntegerField(
        label=gettext_lazy("Gjelder i så mange måneder"),
        min_value=1,
        max_value=MOST_MONTHS,
        initial=12,
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
        """Say so when there is nothing to show."""
        values = super().clean() or self.cleaned_data
        if not self._items:
            raise ValidationError(_("Det finnes ikke noe å vise for denne personen ennå."))
        return values
