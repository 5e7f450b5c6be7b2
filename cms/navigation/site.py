"""The one site: its contact person, and the pages that are always there."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from wagtail.models import Locale, Page, Site

from accounts.models import Team
from accounts.roles import wagtail_groups
from cms import page_cache
from cms.navigation.index_pages import HOME_SLUGS, INDEXES, Index

HOME_DEPTH = 2
"""How deep the home page of each language stands in the tree of pages."""


def contact(request: HttpRequest) -> Any:
    """Return the public's contact person (`.name`, `.phone`, `.email`) or None."""
    return page_cache.remembered(request, "contact", _read_contact)


def _read_contact() -> Any:
    people = apps.get_model("cms", "SiteContact").objects.filter(site__is_default_site=True)
    found = people.select_related("privacy_page__locale", "accessibility_page__locale").first()
    if found is not None:
        found.standing = _standing_pages(found)
    return found


def _standing_pages(contact: Any) -> dict[str, list[Any]]:
    """Return, for each language, the pages of text that the foot of every page leads to.

    All of them right below the home page: whatever an editor makes there is found. In a language
    into which one is not translated it stands in bokmål.
    """
    named = [page for page in (contact.privacy_page, contact.accessibility_page) if page]
    pages = list(
        apps.get_model("cms", "StandardPage")
        .objects.live()
        .filter(depth=HOME_DEPTH + 1)
        .select_related("locale")
        .defer_streamfields()
        .order_by("path")
    )
    pages += [page for page in named if page.live and page.pk not in {one.pk for one in pages}]
    return {language: _spoken(pages, language) for language in HOME_SLUGS}


def _spoken(pages: list[Any], language: str) -> list[Any]:
    own = [page for page in pages if page.locale.language_code == language]
    translated = {page.translation_key for page in own}
    source = [page for page in pages if page.locale.language_code == settings.LANGUAGE_CODE]
    return own + [page for page in source if page.translation_key not in translated]


@transaction.atomic
def build_site(*, hostname: str = "localhost", port: int = 80) -> Site:
    """Make the home page and the index pages in every language, and point the site at them.

    Safe to repeat: pages that exist are left as they are. Wagtail's own welcome page goes.
    """
    root = Page.get_first_root_node()
    homes: dict[str, Page] = {}
    for language, slug in HOME_SLUGS.items():
        locale, _made = Locale.objects.get_or_create(language_code=language)
        home = INDEXES["home"].model().objects.filter(locale=locale, depth=HOME_DEPTH).first()
        if home is None:
            home = _add(
                root,
                INDEXES["home"].model(),
                slug=slug,
                index=INDEXES["home"],
                locale=locale,
                like=homes,
            )
        homes[language] = home
    for name, index in INDEXES.items():
        if name != "home":
            _build_index(index, homes)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    if site.root_page_id != homes["nb"].pk:
        site.hostname, site.port, site.root_page = hostname, port, homes["nb"]
        site.site_name = "Reir"
        site.save()
    for page in Page.objects.filter(depth=HOME_DEPTH).exclude(
        pk__in=[home.pk for home in homes.values()]
    ):
        if page.specific_class is Page:
            page.delete()
    for team in Team.objects.all():  # the rights of storytellers begin on the home pages
        wagtail_groups.mirror(team)
    return site


def _build_index(index: Index, homes: dict[str, Page]) -> None:
    made: dict[str, Page] = {}
    for language, home in homes.items():
        home.refresh_from_db()
        page = index.model().objects.child_of(home).first()
        if page is None:
            page = _add(
                home, index.model(), slug=index.slug, index=index, locale=home.locale, like=made
            )
        made[language] = page


def _add(
    parent: Page, model: Any, *, slug: str, index: Index, locale: Locale, like: dict[str, Page]
) -> Page:
    """Add a live page below `parent`, as a translation of those that exist in other languages."""
    words = index.words[locale.language_code]
    page = model(
        title=words.title,
        slug=slug,
        intro=words.intro,
        illustration=index.illustration,
        illustration_alt=words.alt,
        locale=locale,
    )
    for other in like.values():
        page.translation_key = other.translation_key
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page
