"""Searching the public pages."""

from dataclasses import dataclass

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

    Stories that are held back are taken out before the search looks at them.
    """
    kinds = (
        ProjectPage.objects.live().filter(activity__is_public=True),
        StoryPage.objects.shown(),
        StandardPage.objects.live(),
    )
    return [
        _result(page, language)
        for pages in kinds
        for page in pages.filter(locale__language_code=language).search(words)[:MOST_OF_A_KIND]
    ]


def _result(page: Page, language: str) -> Result:
    return Result(
        title=page.title,
        intro=page.intro,
        address=addresses.of(page.url_path, language),
        kind=page._meta.verbose_name,
    )
