"""The one site: its contact person, and the pages that are always there."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import translation
from wagtail.models import Locale, Page, Site

from accounts.models import Team
from accounts.roles import wagtail_groups
from cms import page_cache
from cms.navigation.index_pages import BELOW_HOME, HOME, HOME_SLUGS, Index

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
    homes = _in_every_language(HOME, dict.fromkeys(HOME_SLUGS, Page.get_first_root_node()))
    for index in BELOW_HOME:
        _in_every_language(index, homes)
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


def _in_every_language(index: Index, parents: dict[str, Page]) -> dict[str, Page]:
    """Return the page of each language below its parent, made live where there is none yet."""
    pages: dict[str, Page] = {}
    for language, parent in parents.items():
        locale, _made = Locale.objects.get_or_create(language_code=language)
        parent.refresh_from_db()
        found = index.model().objects.child_of(parent).filter(locale=locale).first()
        pages[language] = found or _add(parent, index, locale=locale, like=pages)
    return pages


def _add(parent: Page, index: Index, *, locale: Locale, like: dict[str, Page]) -> Page:
    """Add a live page below `parent`, as a translation of those that exist in other languages."""
    with translation.override(locale.language_code):
        page = index.model()(
            title=str(index.title),
            slug=index.slug or HOME_SLUGS[locale.language_code],
            intro=str(index.intro),
            illustration=index.illustration,
            illustration_alt=str(index.alt),
            locale=locale,
        )
    for other in like.values():
        page.translation_key = other.translation_key
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page
