"""Forms about businesses: who they are, whom we invite, and what they have paid."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from core.forms import CleanForm
from core.row_forms import RowForm
from core.text import organisation_number
from leasing.models import Enquiry, Partner
from portals.staff.shared.forms.fields import DayField, KronerField, OneField, choose_team


class OrganisationNumberField(forms.CharField):
    """Takes «NO 123 456 789 MVA» too."""

    widget = forms.TextInput(attrs={"inputmode": "numeric"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Organisasjonsnummer"), max_length=30, **kwargs)

    def clean(self, value: Any) -> str:
        """Return the digits."""
        return organisation_number(super().clean(value))


class PartnerForm(RowForm, CleanForm):
    """A business that may lease gardens. `partner` is the one that is changed; its team stays."""

    FIELDS_OF_NUMBERS = frozenset({"organisation_number"})

    team = OneField(Team, label=_("Team"))
    name = forms.CharField(label=_("Bedriftens navn"), max_length=120)
    organisation_number = OrganisationNumberField()
    invoice_email = forms.EmailField(label=_("E-post for faktura"), max_length=254)
    address = forms.CharField(label=_("Adresse"), required=False, max_length=200)

    def __init__(
        self, *args: Any, teams: list[Team], partner: Partner | None = None, **kwargs: Any
    ) -> None:
        if partner:
            kwargs["initial"] = forms.model_to_dict(partner, fields=list(self.base_fields))
        super().__init__(*args, **kwargs)
        self.row = partner or False
        if partner:
            del self.fields["team"]
        else:
            choose_team(self, teams)


class ContactForm(CleanForm):
    """Whom to invite."""

    name = forms.CharField(label=_("Navn"), max_length=80)
    email = forms.EmailField(label=_("E-post"), max_length=254)


class AnswerForm(CleanForm):
    """What staff found out when the enquiry did not say."""

    FIELDS_OF_NUMBERS = frozenset({"organisation_number"})

    organisation_number = OrganisationNumberField(required=False)


class OtherAnswerForm(CleanForm):
    """How a business was answered that is not invited, and the words."""

    how = forms.ChoiceField(
        label=_("Hva ble svaret?"),
        choices=[
            (Enquiry.Answer.TALKED, _("Vi har snakket sammen, på telefon eller e-post")),
            (Enquiry.Answer.NOT_NOW, _("Ikke nå")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hvordan vi svarte.")},
    )
    words = forms.CharField(
        label=_("Noen ord"), required=False, max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Kollegene dine ser dem her."),
    )  # fmt: skip
    by_email = forms.BooleanField(
        label=_("Send ordene på e-post"), required=False,
        help_text=_("Navnet ditt og telefonnummeret til teamet står under."),
    )  # fmt: skip


class BankPaymentForm(CleanForm):
    """Money that came in to the bank."""

    FIELDS_OF_NUMBERS = frozenset({"reference"})

    ore = KronerField(label=_("Beløp"))
    reference = forms.CharField(label=_("Bankens referanse"), max_length=255)
    received_on = DayField(label=_("Dato i banken"))
