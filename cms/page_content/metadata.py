"""The head of a public page: address, languages, and what other sites show beside a link to it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static

from cms.navigation import addresses, readable_pages

OPEN_GRAPH_LOCALES = {"nb": "nb_NO", "nn": "nn_NO", "en": "en_GB"}
LABELS = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English"}


def of_page(page: Any, request: HttpRequest) -> dict[str, Any]:
    """Return what `cms/includes/head.html` writes of `page`.

    No query when the page came through `serving.views.serve_page`.
    """
    language = page.locale.language_code
    canonical = request.build_absolute_uri(page.address)
    return {
        "type": page.open_graph_type,
        "title": page.seo_title or page.title,
        "description": page.search_description or page.intro,
        "canonical": canonical,
        "image": request.build_absolute_uri(static(page.share_image())),
        "locale": OPEN_GRAPH_LOCALES.get(language, language),
        "language": language,
        "translations": _translations(page, request),
        "json_ld": page.json_ld(canonical),
    }


def _translations(page: Any, request: HttpRequest) -> list[dict[str, str]]:
    """Return every language the page can be read in, itself among them; none when it is alone."""
    paths: dict[str, str] | None = getattr(request, "page_translations", None)
    if paths is None:
        rows = readable_pages.readable().filter(translation_key=page.translation_key)
        paths = {
            code: addresses.of(url_path, code)
            for url_path, code in rows.values_list("url_path", "locale__language_code")
        }
    if len(paths) < 2:
        return []
    return [
        {"code": code, "url": request.build_absolute_uri(paths[code]), "label": LABELS[code]}
        for code, _name in settings.LANGUAGES
        if code in paths
    ]
