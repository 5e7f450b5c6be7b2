"""The one exception that every view, command and API endpoint turns into an answer for a person."""

from typing import Any


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
