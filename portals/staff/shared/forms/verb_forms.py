"""A form that asks for fields of a model which a verb writes."""

from typing import TypeVar

from django.db.models import Model

from core.forms import CleanModelForm
from core.row_forms import RowForm

_Row = TypeVar("_Row", bound=Model)


class VerbForm(RowForm, CleanModelForm[_Row]):
    """Fields, labels and values of a model. `cleaned_data` is what its verb takes."""

    def _post_clean(self) -> None:
        """Leave `instance` as it is: the verb changes the row, and says when a value cannot be."""
