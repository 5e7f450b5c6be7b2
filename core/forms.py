"""The base of every form of ours: what is sent is cleaned before a field reads it."""

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict
from django.utils.formats import get_format

from core.dates import iso_clock, iso_day
from core.text import (
    clean_line,
    clean_text,
    phone_in_words,
    phone_line,
    plain,
    whole_number,
    without_national_identity_number,
)


class PhoneInput(forms.TextInput):
    """Shows a phone number with its extension, as it can be written."""

    input_type = "tel"

    def format_value(self, value: Any) -> str | None:
        """Return the value of the field."""
        if getattr(value, "extension", None):
            return phone_in_words(value)
        return super().format_value(value)


class CleanMixin:
    """Cleans the words that were sent (`core.text`), each as its field reads them.

    A field of numbers, addresses or days gets plain signs; one of several lines keeps them. Every
    field of free words is looked through for a national identity number; `FIELDS_OF_NUMBERS`
    names those that are made for long numbers and are not.
    """

    FIELDS_OF_NUMBERS: frozenset[str] = frozenset()
    data: Any
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if hasattr(field, "region") and not isinstance(field.widget, PhoneInput):
                field.widget = PhoneInput(attrs=field.widget.attrs)

    def full_clean(self) -> None:
        """Read the form from cleaned words."""
        if self.is_bound and not getattr(self, "_has_clean_data", False):  # type: ignore[attr-defined]
            self.data = self._clean_data(self.data)
            self._has_clean_data = True
        super().full_clean()  # type: ignore[misc]

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name)  # type: ignore[attr-defined]
            is_free_text = isinstance(field, forms.CharField) and isinstance(value, str)
            if is_free_text and name not in self.FIELDS_OF_NUMBERS:
                try:
                    without_national_identity_number(value)
                except ValidationError as error:
                    self.add_error(name, error)  # type: ignore[attr-defined]

    def _clean_data(self, data: Mapping[str, Any]) -> Mapping[str, Any]:
        readers = {
            self.add_prefix(name): reader  # type: ignore[attr-defined]
            for name, field in self.fields.items()
            if (reader := _reader(field, numbers=name in self.FIELDS_OF_NUMBERS))
        }
        if isinstance(data, QueryDict):
            copy = data.copy()
            for name, reader in readers.items():
                if name in copy:
                    copy.setlist(name, [reader(value) for value in copy.getlist(name)])
            return copy
        return {
            name: readers[name](value) if name in readers and isinstance(value, str) else value
            for name, value in data.items()
        }


class CleanForm(CleanMixin, forms.Form):
    """A form of ours."""


_Row = TypeVar("_Row", bound=models.Model)


class CleanModelForm(CleanMixin, forms.ModelForm[_Row]):
    """A form of ours on a model."""


def _reader(field: forms.Field, *, numbers: bool) -> Callable[[str], str] | None:
    """Return how what is sent to `field` is cleaned; None for a file or a password."""
    widget = field.widget
    if widget.needs_multipart_form or isinstance(widget, forms.PasswordInput):
        return None
    read = _reader_of_words(field, widget, numbers=numbers)
    # A null character is not typed by mistake: it is left for Django to refuse beside the field.
    return lambda value: value if "\0" in value else read(value)


def _reader_of_words(
    field: forms.Field, widget: forms.Widget, *, numbers: bool
) -> Callable[[str], str]:
    if isinstance(widget, forms.Textarea):
        return clean_text
    if hasattr(field, "region"):
        return phone_line
    found = (read for kinds, read in _READERS if isinstance(field, kinds))
    return next(found, plain if numbers else clean_line)


def _decimal_number(text: str) -> str:
    """Return a position or the like with the language's own sign before its decimals."""
    return re.sub("[.,]", get_format("DECIMAL_SEPARATOR"), plain(text).strip("°"))


_READERS: tuple[tuple[tuple[type[forms.Field], ...], Callable[[str], str]], ...] = (
    ((forms.DateField,), iso_day),
    ((forms.TimeField,), iso_clock),
    ((forms.FloatField, forms.DecimalField), _decimal_number),
    ((forms.IntegerField,), whole_number),
    ((forms.DateTimeField, forms.EmailField, forms.URLField, forms.SlugField), plain),
    ((forms.RegexField, forms.UUIDField), plain),
)
"""How what is sent to a field of such a kind is cleaned; the first that fits, not free words."""
