"""The form about cover: whether a leader answers swaps."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CleanForm
from core.row_forms import RowForm


class RuleForm(RowForm, CleanForm):
    """Whether a leader says yes before a shift changes hands."""

    row = True
    cover_needs_leader = forms.BooleanField(
        label=_("Lederen sier ja til bytter"),
        required=False,
        help_text=_("Uten kryss gjelder byttet når en kollega har sagt ja. Begge får beskjed."),
    )
