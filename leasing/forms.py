"""What partners and businesses fill in."""

from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from core.forms import CleanForm, CleanModelForm
from core.text import organisation_number
from leasing.leases import MOST_MONTHS, last_start
from leasing.models import Enquiry, Partner


class EnquiryForm(CleanModelForm[Enquiry]):
    """What a business writes on the public page. Needs no login."""

    FIELDS_OF_NUMBERS = frozenset({"organisation_number"})

    organisation_number = forms.CharField(
        label=_("Organisasjonsnummer"),
        max_length=30,
        required=False,
        help_text=_("Ni siffer. Det går raskere når vi har det."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    phone = PhoneNumberField(
        label=_("Telefon"),
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        error_messages={"invalid": _("Se om telefonnummeret er skrevet riktig.")},
    )

    class Meta:
        model = Enquiry
        fields = ["company", "organisation_number", "name", "email", "phone", "message"]
        labels = {
            "company": _("Navnet på bedriften"),
            "name": _("Navnet ditt"),
            "email": _("E-post"),
            "message": _("Det dere tenker på"),
        }
        error_messages = {
            "company": {"required": _("Skriv navnet på bedriften.")},
            "name": {"required": _("Skriv navnet ditt, så vi vet hvem vi svarer.")},
            "email": {
                "required": _("Skriv e-posten din, så vi kan svare."),
                "invalid": _("Se om e-posten er skrevet riktig."),
            },
        }
        widgets = {
            "company": forms.TextInput(attrs={"autocomplete": "organization"}),
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "message": forms.Textarea(attrs={"rows": 4, "maxlength": 600}),
        }

    def clean_organisation_number(self) -> str:
        """Return the nine digits without what people and invoices write around them."""
        return organisation_number(self.cleaned_data["organisation_number"])


class LeaseForm(CleanForm):
    """From when, for how long, and for which of one's businesses.

    `partners` are those that the person acts for; with one of them there is nothing to choose.
    """

    partner = forms.ModelChoiceField(
        label=_("Bedrift"),
        queryset=Partner.objects.none(),
        error_messages={"required": _("Velg hvilken bedrift det gjelder.")},
    )
    starts_on = forms.DateField(
        label=_("Første dag"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": _("Velg en dag."),
            "invalid": _("Skriv dagen slik: 01.12.2026."),
        },
    )
    months = forms.IntegerField(
        label=_("Antall måneder"),
        min_value=1,
        max_value=MOST_MONTHS,
        help_text=_("Fra 1 til 36."),
        error_messages={
            "required": _("Skriv hvor mange måneder."),
            "invalid": _("Skriv et helt tall."),
            "min_value": _("Velg mellom 1 og 36 måneder."),
            "max_value": _("Velg mellom 1 og 36 måneder."),
        },
    )

    def __init__(self, *args: Any, partners: list[Partner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._only = partners[0] if len(partners) == 1 else None
        if self._only:
            del self.fields["partner"]
        else:
            chosen = Partner.objects.filter(pk__in=[partner.pk for partner in partners])
            choice = cast(forms.ModelChoiceField, self.fields["partner"])
            choice.queryset = chosen.select_related("team")
        days = {"min": str(timezone.localdate()), "max": str(last_start())}
        self.fields["starts_on"].widget.attrs |= days

    def chosen_partner(self) -> Partner:
        """Return the business that leases; ask after `is_valid()`."""
        return self._only or self.cleaned_data["partner"]

    def hide(self) -> None:
        """Carry the answers along unseen, for the page that confirms them."""
        for field in self.fields.values():
            field.widget = field.hidden_widget()
