"""Words that one person makes and another reads: said in the language of who reads them."""

from collections.abc import Callable

from django.conf import settings
from django.utils import translation

Words = str | Callable[[], str]
"""A text that is the same in every language, or a function that says it in the active one."""


def said(words: Words, *, language: str = "") -> str:
    """Return `words` in `language`; without one in that of the house, which teams share."""
    if isinstance(words, str):
        return words
    with translation.override(language or settings.LANGUAGE_CODE):
        return str(words())
