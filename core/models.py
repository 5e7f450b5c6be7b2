"""Two habits that models share: when a row was made and changed, and rows that never change."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.constraints import AppendOnlyConstraint


class TimeStamped(models.Model):
    """A row that knows when it was made and last saved (UTC)."""

    created_at = models.DateTimeField(_("laget"), auto_now_add=True, editable=False)
    changed_at = models.DateTimeField(_("endret"), auto_now=True, editable=False)

    class Meta:
        abstract = True


class AppendOnly(models.Model):
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


__all__ = ["AppendOnly", "AppendOnlyConstraint", "TimeStamped"]
