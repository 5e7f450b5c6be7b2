"""Habits that models share: when a row was made, rows that never change, seals over such rows."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.constraints import AppendOnlyConstraint


class Row(models.Model):
    """A row that is called by its kind and number wherever it has no words of its own."""

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.pk}"


class Named(Row):
    """A row that is called by its `name`."""

    name: Any

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.name)


class TimeStamped(Row):
    """A row that knows when it was made and last saved (UTC)."""

    created_at = models.DateTimeField(_("laget"), auto_now_add=True, editable=False)
    changed_at = models.DateTimeField(_("endret"), auto_now=True, editable=False)

    class Meta:
        abstract = True


class AppendOnly(Row):
    """A row that is written once. The database refuses change and removal as well:

    add `core.constraints.AppendOnlyConstraint` to the `Meta.constraints` of the model.
    """

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new row; raises TypeError for one that exists."""
        if not self._state.adding:
            raise TypeError(f"{type(self).__name__} rows are never changed.")
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse always."""
        raise TypeError(f"{type(self).__name__} rows are never removed.")


class SealedRows(AppendOnly):
    """A seal over the rows after the previous seal, up to and with `last`.

    `digest` is made of the previous digest, this seal's own fields and the rows.
    """

    sealed_at = models.DateTimeField()
    first = models.PositiveBigIntegerField(unique=True)
    last = models.PositiveBigIntegerField(unique=True)
    count = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    key_id = models.CharField(max_length=8, blank=True, default="")
    """Which key; "" for seals from before there were keys."""

    class Meta:
        abstract = True


__all__ = ["AppendOnly", "AppendOnlyConstraint", "Named", "Row", "SealedRows", "TimeStamped"]


def is_a_sum(name: str, *, field: str = "ore", most: int | None = None) -> models.CheckConstraint:
    """Return the rule that `field` holds more than nothing (øre), and at the `most` so much."""
    limits = {f"{field}__gt": 0, **({f"{field}__lte": most} if most else {})}
    return models.CheckConstraint(condition=models.Q(**limits), name=name)


def two_different(name: str, first: str, second: str) -> models.CheckConstraint:
    """Return the rule that the link `second`, if it leads anywhere, leads not where `first` does.

    So who did the second half of two is another than who did the first.
    """
    nowhere = models.Q(**{f"{second}__isnull": True})
    elsewhere = ~models.Q(**{second: models.F(first)})
    return models.CheckConstraint(condition=nowhere | elsewhere, name=name)


def one_of_two(one: str, other: str) -> models.Q:
    """Return the condition that exactly one of two links leads somewhere."""
    return models.Q(**{f"{one}__isnull": False, f"{other}__isnull": True}) | models.Q(
        **{f"{one}__isnull": True, f"{other}__isnull": False}
    )
