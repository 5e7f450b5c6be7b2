"""Searching the public pages."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page

from cms import addresses
from cms.models import ProjectPage, StandardPage, StoryPage

LONGEST = 100
MOST_OF_A_KIND = 20


@dataclass(frozen=True, slots=True)
class Result:
    """A page that was found."""

    title: str
    intro: str
    address: str
    kind: str


def find(words: str, *, language: str) -> list[Result]:
    """Return the pages in `language` that hold `words`: projects, stories, then the rest.

    Only what may be read now is handed to the search: a story that is held back cannot be found.
    """
    readable: tuple[QuerySet[Any], ...] = (
        ProjectPage.objects.live().filter(activity__is_public=True),
        StoryPage.objects.shown(),
        StandardPage.objects.live(),
    )
    return [
        _result(page, language)
        for pages in readable
        for page in _search(pages.filter(locale__language_code=language), words)
    ]


def _search(pages: QuerySet[Any], words: str) -> Any:
    # Wagtail's search refuses conditions on other tables, so it is given keys.
    keys = list(pages.values_list("pk", flat=True))
    return pages.model.objects.filter(pk__in=keys).search(words)[:MOST_OF_A_KIND]


def _result(page: Page, language: str) -> Result:
    return Result(
        title=page.title,
        intro=page.intro,
        address=addresses.of(page.url_path, language),
        kind=page._meta.verbose_name,
    )
