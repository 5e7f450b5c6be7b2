"""The field in which a leader writes why somebody may go past a limit of working time."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from activities.staffing.over_limits import LONGEST_REASON
from core.forms import CleanForm

WHY = _("Hvorfor må det bli slik?")


def reason_field(label: Any = WHY, **more: Any) -> forms.CharField:
    """Return the field, which may stand empty: only who goes past a limit needs it."""
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Teamet og revisor kan lese det. Skriv ikke om noens helse."),
        **more,
    )


class ReasonForm(CleanForm):
    """Why a limit is passed, on a page that asks it."""

    reason = reason_field(_("Grunnen"))
