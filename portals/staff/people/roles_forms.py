"""Forms about who works in the team, as what."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from core.forms import CleanForm
from core.row_forms import RowForm


class InviteColleagueForm(CleanForm):
    """Whom to bring in, as what."""

    name = forms.CharField(label=_("Fornavn og etternavn"), max_length=80)
    email = forms.EmailField(label=_("E-post"), max_length=254)
    role = forms.ChoiceField(
        label=_("Rolle"), choices=Role.choices, initial=Role.WORKER, widget=forms.RadioSelect
    )
    language = forms.ChoiceField(
        label=_("Språket i brevet"), choices=settings.LANGUAGES, initial="nb"
    )


class RolesForm(RowForm, CleanForm):
    """What a colleague is in the team."""

    row = True
    roles = forms.MultipleChoiceField(
        label=_("Roller"), choices=Role.choices, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Velg minst én rolle.")},
    )  # fmt: skip

    def __init__(self, *args: Any, roles: list[str], **kwargs: Any) -> None:
        kwargs["initial"] = {"roles": roles}
        super().__init__(*args, **kwargs)
