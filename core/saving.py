"""Whatever saves a row, its text is cleaned first (rules.md#clean-text)."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models.signals import pre_save

from core.text import clean_line, clean_text, plain

M = TypeVar("M", bound=models.Model)

_PLAIN = (models.EmailField, models.URLField, models.SlugField)
_OUR_OWN_SENTENCES = frozenset({"notices"})
_SECRET = frozenset({"password"})


def listen() -> None:
    """Clean the words of every row of ours before it is written."""
    for config in apps.get_app_configs():
        # The libraries' own rows, and the sentences that we make ourselves, stay as they are.
        if "site-packages" in config.path or config.label in _OUR_OWN_SENTENCES:
            continue
        for model in config.get_models():
            pre_save.connect(_clean_row, sender=model, dispatch_uid=f"words:{model._meta.label}")


def clean_words(row: models.Model) -> None:
    """Write the words of `row` as Reir keeps them (`core.text`).

    For whoever makes rows in bulk, past `save`. Choices, keys and what is encrypted stay.
    """
    for field in row._meta.concrete_fields:
        # Only the two plain kinds and their children; what a library adds reads its own values.
        if not isinstance(field, models.CharField | models.TextField) or field.choices:
            continue
        value = row.__dict__.get(field.attname)
        if type(value) is not str or field.name in _SECRET:
            continue
        if value.isascii() and value.isprintable():
            cleaned = value.strip()
        elif isinstance(field, _PLAIN):
            cleaned = plain(value)
        elif isinstance(field, models.TextField):
            cleaned = clean_text(value)
        else:
            cleaned = clean_line(value)
        if cleaned != value:
            setattr(row, field.attname, cleaned)


def save_by(row: Any, by: Any, *fields: str) -> None:
    """Save `row`, or its `fields` alone and when it changed; its history says that `by` did it."""
    row._history_user = by
    row.save(update_fields=[*fields, "changed_at"] if fields else None)


def delete_by(row: Any, by: Any) -> None:
    """Delete `row`; its history says that `by` did it."""
    row._history_user = by
    row.delete()


def _clean_row(instance: models.Model, *, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        clean_words(instance)


@contextmanager
def locked_row(row: M) -> Iterator[M]:
    """Begin a transaction with `row` as it is now, which nobody else changes before its end."""
    model: Any = row._meta.model
    with transaction.atomic():
        yield model._default_manager.select_for_update().get(pk=row.pk)


@contextmanager
def alone_at(address: str) -> Iterator[None]:
    """Let nobody else save at `address` between a form's look at the row and what is done with it.

    Everything within is one transaction.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [address])
        yield
