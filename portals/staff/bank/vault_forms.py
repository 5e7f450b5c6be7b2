"""Forms about accounts: the team's profile at the bank, and a person's account."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CleanForm
from core.row_forms import RowForm
from payouts.models import BankProfile
from portals.staff.shared.forms.verb_forms import VerbForm

_NO_FILLING = {"autocomplete": "off", "spellcheck": "false"}


class BankProfileForm(VerbForm[BankProfile]):
    """What the bank has told the team."""

    FIELDS_OF_NUMBERS = frozenset(
        {"debtor_account", "initiating_party_id", "debtor_clearing_number"}
    )

    debtor_account = forms.CharField(
        label=_("Konto det betales fra"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", **_NO_FILLING}),
    )

    class Meta:
        model = BankProfile
        fields = (
            "initiating_party",
            "debtor_account",
            "debtor_bic",
            "debtor_clearing_system",
            "debtor_clearing_number",
            "initiating_party_id",
            "batch_booking",
            "category_purpose",
            "service_level",
            "charge_bearer",
            "letters",
        )
        help_texts = {
            "initiating_party": _("Dette står hos mottakeren. Bruk et nøytralt navn."),
            "initiating_party_id": _("Banken sier om dere trenger det."),
            "debtor_clearing_system": _("Banken sier om dere trenger det."),
            "debtor_clearing_number": _("Banken sier om dere trenger det."),
            "batch_booking": _("Slik en bunke står på kontoutskriften deres."),
            "category_purpose": _("Banken sier om dere trenger det."),
            "service_level": _("Banken sier om dere trenger det."),
            "charge_bearer": _("Banken sier om dere trenger det."),
        }


class AccountForm(RowForm, CleanForm):
    """Where somebody's money goes."""

    FIELDS_OF_NUMBERS = frozenset({"account_number"})

    registered_name = forms.CharField(
        label=_("Navnet i banken"), max_length=200, widget=forms.TextInput(attrs=_NO_FILLING)
    )
    bank_spelling = forms.CharField(
        label=_("Slik banken skal skrive navnet"),
        max_length=200,
        required=False,
        help_text=_(
            "Banken tar ikke imot alle bokstaver. Se over forslaget, rett det, og lagre igjen."
        ),
        widget=forms.TextInput(attrs=_NO_FILLING),
    )
    account_number = forms.CharField(
        label=_("Kontonummer"),
        max_length=60,
        help_text=_("For eksempel 1234.56.78903."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", **_NO_FILLING}),
    )

    def __init__(self, *args: Any, is_spelled: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.spelling = self.fields["bank_spelling"].widget
        if not is_spelled:
            self.fields["bank_spelling"].widget = forms.HiddenInput()

    def propose(self, spelling: str, *, because: str) -> None:
        """Ask for the spelling in the bank, with `spelling` filled in: saving again accepts it."""
        field = self.fields["bank_spelling"]
        field.widget, field.required = self.spelling, True
        self.add_error("bank_spelling", because)
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["bank_spelling"] = spelling or self.data.get("bank_spelling", "")
