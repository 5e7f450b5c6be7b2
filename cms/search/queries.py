"""Searching the public pages."""

import re
from typing import Any

from django.db.models import QuerySet, Value
from django.db.models.functions import StrIndex

from cms.models import GardensPage, ProjectPage, StandardPage, StoryPage
from core.text import clean_line

LONGEST = 100
MOST_OF_A_KIND = 20
MOST_WORDS = 8
_WORD = re.compile(r"[^\W_][\w-]*")


def find(words: str, *, language: str) -> list[Any]:
    """Return the pages in `language` that hold all of `words`: projects, stories, then the rest.

    A word is found inside longer ones, since Norwegian writes them together: «elv» finds
    «Elverydding». Only what may be read now is looked in: a story that is held back is not found.
    """
    wanted = _WORD.findall(clean_line(words).casefold())[:MOST_WORDS]
    if not wanted:
        return []
    readable: tuple[QuerySet[Any], ...] = (
        ProjectPage.objects.live().filter(activity__is_public=True),
        StoryPage.objects.shown(),
        StandardPage.objects.live(),
        GardensPage.objects.live(),
    )
    return [
        page
        for pages in readable
        for page in _holding(wanted, pages.filter(locale__language_code=language))
    ]


def _holding(wanted: list[str], pages: Any) -> Any:
    """Return the first of `pages` that hold every word, those with it in the title before."""
    for word in wanted:
        pages = pages.filter(searched__contains=word)
    near = StrIndex("searched", Value(wanted[0]))
    ordered = pages.order_by(near, "-first_published_at", "pk")
    return ordered.select_related("locale").defer_streamfields()[:MOST_OF_A_KIND]
