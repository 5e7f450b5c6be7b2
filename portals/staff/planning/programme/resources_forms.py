"""A thing that a team shares."""

from django import forms
from django.utils.translation import gettext_lazy as _

from activities.models import Resource
from core.forms import CleanForm
from core.row_forms import RowForm


class ResourceForm(RowForm, CleanForm):
    """A vehicle, a room or a piece of equipment."""

    name = forms.CharField(label=_("Hva heter den?"), max_length=80)
    kind = forms.ChoiceField(label=_("Slag"), choices=Resource.Kind.choices)
