"""The one exception that every view, command and API endpoint turns into an answer for a person."""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _


class RuleBroken(Exception):
    """A rule of Reir says no; `message` is a sentence for the person who asked.

    It names who or what is taken, away or not ready; `about` is that row, of the team of who asks,
    so that a page can lead to it.

    Views show it beside the form, the API answers 409 with it, commands print it. Nothing was
    changed when it is raised: verbs decide inside their transaction.
    """

    def __init__(self, message: str, *, about: Any = None) -> None:
        super().__init__(message)
        self.message = message
        self.about = about


def must_be_valid(row: Model, *, exclude: Collection[str] = ()) -> None:
    """Raise RuleBroken with every sentence that `row.full_clean` has."""
    try:
        row.full_clean(exclude=exclude)
    except ValidationError as error:
        raise RuleBroken(" ".join(error.messages)) from error


def must_say_why(reason: str) -> None:
    """Raise RuleBroken for a reason without words."""
    if not reason.strip():
        raise RuleBroken(_("Skriv hvorfor."))
