"""Finding a page by its address."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F
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

    page: Page
    is_held_back: bool
    translations: dict[str, str]


def find(request: HttpRequest, path: str, *, language: str) -> Found | None:
    """Return the live page at `path`, and where its translations are. At most two queries.

    Where pages are is remembered for a moment; which stories are held back is asked every time.
    """
    parts = [part for part in path.split("/") if part]
    pages = page_cache.remembered(
        request, f"page {language} {'/'.join(parts)}", lambda: _read(parts, language)
    )
    if not pages:
        return None
    here = next(page for page in pages if page.locale.language_code == language)
    hidden = held_back_among([page.pk for page in pages if page.specific_class is StoryPage])
    return Found(
        page=here,
        is_held_back=here.pk in hidden,
        translations={
            page.locale.language_code: _address(page)
            for page in pages
            if page.pk not in hidden and _is_open(page)
        },
    )


def _is_open(page: Any) -> bool:
    """Tell whether its day has come and its activity is shown, as `readable_pages` asks it."""
    has_begun = page.from_day is None or page.from_day <= timezone.localdate()
    return has_begun and page.is_public is not False


def _address(page: Page) -> str:
    return addresses.of(page.url_path, page.locale.language_code)


def _read(parts: list[str], language: str) -> list[Any]:
    """Return the page at `parts` in every language it is live in; [] when it is not. One query.

    Wagtail walks down the tree with two queries a step; depth and slug together find the same
    row at once, and the address is compared afterwards.
    """
    here = Page.objects.filter(depth=2 + len(parts), locale__language_code=language)
    if parts:
        here = here.filter(slug=parts[-1])
    found = Page.objects.live().filter(translation_key__in=here.values("translation_key"))
    pages = found.select_related("locale").annotate(
        from_day=F("storypage__published_on"), is_public=F("projectpage__activity__is_public")
    )
    ours = [page for page in pages if issubclass(page.specific_class or Page, BasePage)]
    wanted = addresses.of("/".join(["home", *parts]), language)
    keys = {
        page.translation_key
        for page in ours
        if page.locale.language_code == language and _address(page) == wanted
    }
    return [page for page in ours if page.translation_key in keys]
