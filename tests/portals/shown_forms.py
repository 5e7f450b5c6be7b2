"""The forms that the portals really show: each page is asked for, and what it makes is kept."""

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from django import forms
from django.http import QueryDict


@contextmanager
def kept(found: list[forms.BaseForm]) -> Iterator[None]:
    """Keep in `found` every form that is made meanwhile."""
    make = forms.BaseForm.__init__

    def made(self: Any, *args: Any, **kwargs: Any) -> None:
        make(self, *args, **kwargs)
        found.append(self)

    with mock.patch.object(forms.BaseForm, "__init__", made):
        yield


def answer(form: Any, name: str, written: str) -> tuple[Any, list[str]]:
    """Return the value and the codes of errors of the field `name` when it is sent `written`.

    What is asked about the form as a whole, or about its row, is left out.
    """
    again = copy.copy(form)
    again.fields = copy.copy(form.fields)
    again.is_bound, again._errors, again._bound_fields_cache = True, None, {}
    again._has_clean_data = False
    again.data = QueryDict(mutable=True)
    again.data.update({form.add_prefix(other): "" for other in form.fields})
    again.data[form.add_prefix(name)] = written
    if hasattr(form, "instance"):
        again.instance = copy.copy(form.instance)
    widget = again.fields[name].widget
    with mock.patch.multiple(type(again), _clean_form=_nothing, _post_clean=_nothing):
        again.full_clean()
    again.fields[name].widget = widget
    codes = [str(error.code) for error in again.errors.get(name, forms.utils.ErrorList()).as_data()]
    return again.cleaned_data.get(name), codes


def _nothing(form: Any) -> None:
    """Stand in for a step that is left out."""
