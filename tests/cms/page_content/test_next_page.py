"""*Neste* leads to the last row of every public list; no row is lost or shown twice.

rules.md#links
"""

import re
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from cms.models import CalendarPage
from tests.factories import cms as pages
from tests.factories.activities import ActivityFactory, SessionFactory

pytestmark = pytest.mark.django_db

NEXT = re.compile(r'rel="next" href="([^"]+)"')


def walked(address: str, query: str = "") -> list[str]:
    """Return the text of each page from `address` with `query` on, as *Neste* leads."""
    found: list[str] = []
    while len(found) < 20:
        caches["pages"].clear()
        text = Client().get(address + query).content.decode()
        found.append(text)
        following = NEXT.search(text)
        if following is None:
            return found
        query = following[1].replace("&amp;", "&")
    raise AssertionError("Neste leads nowhere")


@pytest.mark.parametrize("chosen", ["", "?aktivitet=snekring"])
def test_every_session_of_the_calendar_is_reached(chosen: str) -> None:
    pages.index(CalendarPage)
    activity = ActivityFactory(slug="snekring")
    start = timezone.now() + timedelta(days=1)
    titles = [f"Treff-{number:03d}x" for number in range(90)]
    for number, title in enumerate(titles):
        SessionFactory(
            published=True,
            activity=activity,
            title=title,
            starts_at=start + timedelta(hours=number),
        )
    texts = walked("/kalender/", chosen)
    seen = [title for text in texts for title in titles if f">{title}" in text or title in text]
    assert (len(texts), seen) == (3, titles)


def test_every_story_is_reached() -> None:
    pages.whole_site()
    titles = [f"Historie-{number:03d}x" for number in range(30)]
    for title in titles:
        pages.story(title=title)
    texts = walked("/historier/")
    seen = sorted(title for text in texts for title in titles if title in text)
    assert len(texts) >= 3 and seen == titles
