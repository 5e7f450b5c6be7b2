"""The forms about cover: whether a leader answers swaps, and asking another team."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from core.forms import CleanForm
from core.row_forms import RowForm
from portals.staff.shared.forms.fields import DayField, OneField


class RuleForm(RowForm, CleanForm):
    """Whether a leader says yes before a shift changes hands."""

    row = True
    cover_needs_leader = forms.BooleanField(
        label=_("Lederen sier ja til bytter"),
        required=False,
        help_text=_("Uten kryss gjelder byttet når en kollega har sagt ja. Begge får beskjed."),
    )


class AskTeamForm(CleanForm):
    """Which team is asked to lend, and until when."""

    lends = OneField(Team, label=_("Hvilket team?"))
    until = DayField(label=_("Til og med"), help_text=_("Høyst et år. Så ser dere på det igjen."))

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lends"].queryset = Team.objects.exclude(pk=team.pk)  # type: ignore[attr-defined]
