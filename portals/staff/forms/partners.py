"""Forms about businesses: who they are, whom we invite, and what they have paid."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from accounts.models import Team
from core.forms import CleanForm
from core.text import organisation_number
from portals.staff.forms.fields import CHOOSE, DayField, KronerField, choose_team


class PartnerForm(CleanForm):
    """A business that may lease gardens."""

    FIELDS_OF_NUMBERS = frozenset({"organisation_number"})

    team = forms.ModelChoiceField(
        empty_label=CHOOSE, label=gettext_lazy("Team"), queryset=Team.objects.none()
    )
    name = forms.CharField(label=gettext_lazy("Bedriftens navn"), max_length=120)
    organisation_number = forms.CharField(
        label=gettext_lazy("Organisasjonsnummer"), max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    invoice_email = forms.EmailField(label=gettext_lazy("E-post for faktura"), max_length=254)
    address = forms.CharField(label=gettext_lazy("Adresse"), required=False, max_length=200)

    def __init__(self, *args: Any, teams: list[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_team(self, teams)

    def clean_organisation_number(self) -> str:
        """Take «NO 123 456 789 MVA» too."""
        return organisation_number(self.cleaned_data["organisation_number"])


class ContactForm(CleanForm):
    """Whom to invite."""

    name = forms.CharField(label=gettext_lazy("Navn"), max_length=80)
    email = forms.EmailField(label=gettext_lazy("E-post"), max_length=254)


class AnswerForm(CleanForm):
    """What staff found out when the enquiry did not say."""

    FIELDS_OF_NUMBERS = frozenset({"organisation_number"})

    organisation_number = forms.CharField(
        label=gettext_lazy("Organisasjonsnummer"), required=False, max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip

    def clean_organisation_number(self) -> str:
        """Take «NO 123 456 789 MVA» too."""
        return organisation_number(self.cleaned_data["organisation_number"])


class BankPaymentForm(CleanForm):
    """Money that came in to the bank."""

    FIELDS_OF_NUMBERS = frozenset({"reference"})

    ore = KronerField(label=gettext_lazy("Beløp"))
    reference = forms.CharField(label=gettext_lazy("Bankens referanse"), max_length=255)
    received_on = DayField(label=gettext_lazy("Dato i banken"))
