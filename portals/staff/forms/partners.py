"""Forms about businesses: who they are, whom we invite, and what they have paid."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from accounts.models import Team
from portals.staff.forms.fields import CHOOSE, DayField, KronerField, choose_team


class PartnerForm(forms.Form):
    """A business that may lease gardens."""

    team = forms.ModelChoiceField(
        empty_label=CHOOSE, label=gettext_lazy("Team"), queryset=Team.objects.none()
    )
    name = forms.CharField(label=gettext_lazy("Bedriftens navn"), max_length=120)
    organisation_number = forms.CharField(
        label=gettext_lazy("Organisasjonsnummer"), max_length=11,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    invoice_email = forms.EmailField(label=gettext_lazy("E-post for faktura"), max_length=254)
    address = forms.CharField(label=gettext_lazy("Adresse"), required=False, max_length=200)

    def __init__(self, *args: Any, teams: list[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_team(self, teams)

    def clean_organisation_number(self) -> str:
        """Take «123 456 789» too."""
        return self.cleaned_data["organisation_number"].replace(" ", "")


class ContactForm(forms.Form):
    """Whom to invite."""

    name = forms.CharField(label=gettext_lazy("Navn"), max_length=80)
    email = forms.EmailField(label=gettext_lazy("E-post"), max_length=254)


class AnswerForm(forms.Form):
    """What staff found out when the enquiry did not say."""

    organisation_number = forms.CharField(
        label=gettext_lazy("Organisasjonsnummer"), required=False, max_length=11,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip

    def clean_organisation_number(self) -> str:
        """Take «123 456 789» too."""
        return self.cleaned_data["organisation_number"].replace(" ", "")


class BankPaymentForm(forms.Form):
    """Money that came in to the bank."""

    ore = KronerField(label=gettext_lazy("Beløp"))
    reference = forms.CharField(label=gettext_lazy("Bankens referanse"), max_length=255)
    received_on = DayField(label=gettext_lazy("Dato i banken"))
