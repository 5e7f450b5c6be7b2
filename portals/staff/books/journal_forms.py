"""The form of the municipality's own account codes."""

from collections.abc import Iterable
from typing import Any

from django import forms

from core.forms import CleanForm
from ledger.chart import ACCOUNTS
from ledger.models import AccountCode


class AccountCodesForm(CleanForm):
    """A code for each of the ledger's accounts."""

    def __init__(self, *args: Any, rows: Iterable[AccountCode], **kwargs: Any) -> None:
        kwargs["initial"] = {row.account: row.code for row in rows}
        super().__init__(*args, **kwargs)
        for account, words in ACCOUNTS.items():
            self.fields[account] = forms.CharField(label=words, max_length=20, required=False)

    def codes(self) -> dict[str, str]:
        """Return {account: code}, "" for those without."""
        return {account: self.cleaned_data[account].strip() for account in ACCOUNTS}
