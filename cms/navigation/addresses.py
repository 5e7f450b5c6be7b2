"""Addresses of pages: bokmål at the root, other languages under their code (rules.md#addresses).

Reir is one site with one home page a language, so that an address follows from the page's own row
and costs no query.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.conf import settings
from django.urls import LocalePrefixPattern, get_resolver, resolve
from django.utils import translation


def of(url_path: str, language: str) -> str:
    """Return the path from / of a page by its `url_path`, whose first part is the home page."""
    below_home = url_path.strip("/").partition("/")[2]
    prefix = "/" if language == settings.LANGUAGE_CODE else f"/{language}/"
    return f"{prefix}{below_home}/" if below_home else prefix


def leads_elsewhere(url_path: str, language: str) -> bool:
    """Answer whether the address of a page at `url_path` is that of something else than a page.

    So is everything below our own addresses (`/staff/`, `/konto/`), also what does not stand there
    yet, and below the code of a language.
    """
    address = of(url_path, language)
    if language == settings.LANGUAGE_CODE and address.split("/")[1] in _taken():
        return True
    with translation.override(language):
        return resolve(address).view_name != "wagtail_serve"


@cache
def _taken() -> frozenset[str]:
    """Return the first words of all addresses outside the pages' tree."""
    files = settings.STATIC_URL.strip("/").partition("/")[0]
    return frozenset(
        {files, *(code for code, _name in settings.LANGUAGES)}.union(
            _first_words(get_resolver().url_patterns)
        )
    )


def _first_words(patterns: list[Any]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern.pattern, LocalePrefixPattern):
            continue
        first, _slash, _rest = str(pattern.pattern).partition("/")
        if first:
            yield first
        else:
            yield from _first_words(pattern.url_patterns)
