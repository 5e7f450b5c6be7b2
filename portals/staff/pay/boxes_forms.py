"""Forms about cash boxes: a new one, putting in and taking out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from core.forms import CleanForm
from portals.staff.pay.second_person_forms import WithSecondForm
from portals.staff.shared.fields import KeyField, KronerField, OneField, choose_team


class BoxForm(CleanForm):
    """A new box for cash."""

    team = OneField(Team, label=_("Team"))
    name = forms.CharField(label=_("Navn på skrinet"), max_length=60)

    def __init__(self, *args: Any, teams: list[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_team(self, teams)


class FillForm(CleanForm):
    """Money fetched in the bank. `key` is made with the page: the same page fills once."""

    ore = KronerField(label=_("Hvor mye la dere i?"))
    key = KeyField()


class TakeOutForm(WithSecondForm, FillForm):
    """Money taken back to the bank. `key` is made with the page: the same page takes it once."""

    ore = KronerField(label=_("Hvor mye tok dere ut?"))
    field_order = ("ore", "witness", "witness_code")
