"""Finding a page by its address."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from cms import page_cache
from cms.models import BasePage, StoryPage
from cms.models.stories import held_back_among
from cms.navigation import addresses


@dataclass(frozen=True, slots=True)
class Found:
    """A live page. `translations` are the addresses it can be read at, by language code."""

    pk: int
    page_class: type[BasePage]
    is_held_back: bool
    translations: dict[str, str]


@dataclass(frozen=True, slots=True)
class Reading:
    """One language in which a page can be read."""

    pk: int
    page_class: type[BasePage]
    language: str
    address: str
    from_day: date | None
    is_hidden: bool

    def is_open(self) -> bool:
        """Tell whether its day has come and its activity is shown, as `readable_pages` asks it."""
        has_begun = self.from_day is None or self.from_day <= timezone.localdate()
        return has_begun and not self.is_hidden


def find(request: HttpRequest, path: str, *, language: str) -> Found | None:
    """Return the live page at `path`, and where its translations are. At most two queries.

    Where pages are is remembered for a moment; which stories are held back is asked every time.
    """
    parts = [part for part in path.split("/") if part]
    readings = page_cache.remembered(
        request, f"page {language} {'/'.join(parts)}", lambda: _read(parts, language)
    )
    if not readings:
        return None
    here = next(reading for reading in readings if reading.language == language)
    hidden = held_back_among(
        [reading.pk for reading in readings if reading.page_class is StoryPage]
    )
    return Found(
        pk=here.pk,
        page_class=here.page_class,
        is_held_back=here.pk in hidden,
        translations={
            reading.language: reading.address
            for reading in readings
            if reading.pk not in hidden and reading.is_open()
        },
    )


def _read(parts: list[str], language: str) -> tuple[Reading, ...]:
    """Return the page at `parts` in every language it is live in; () when it is not. One query.

    Wagtail walks down the tree with two queries a step; depth and slug together find the same
    row at once, and the address is compared afterwards.
    """
    here = Page.objects.filter(depth=2 + len(parts), locale__language_code=language)
    if parts:
        here = here.filter(slug=parts[-1])
    rows = (
        Page.objects.live()
        .exclude(content_type=ContentType.objects.get_for_model(Page))
        .filter(translation_key__in=here.values("translation_key"))
        .values_list(
            "pk",
            "content_type_id",
            "translation_key",
            "url_path",
            "locale__language_code",
            "storypage__published_on",
            "projectpage__activity__is_public",
        )
    )
    wanted = addresses.of("/".join(["home", *parts]), language)
    by_page: dict[object, list[Reading]] = {}
    found = None
    for pk, kind, key, url_path, code, from_day, is_public in rows:
        page_class: Any = ContentType.objects.get_for_id(kind).model_class()
        if page_class is None or not issubclass(page_class, BasePage):
            continue
        address = addresses.of(url_path, code)
        reading = Reading(pk, page_class, code, address, from_day, is_public is False)
        by_page.setdefault(key, []).append(reading)
        if code == language and reading.address == wanted:
            found = key
    return tuple(by_page.get(found, ()))
