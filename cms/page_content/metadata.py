"""The head of a public page: address, languages, and what other sites show beside a link to it."""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static

from cms.navigation import addresses, readable_pages

OPEN_GRAPH_LOCALES = {"nb": "nb_NO", "nn": "nn_NO", "en": "en_GB"}
LABELS = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English"}


@dataclass(frozen=True, slots=True)
class Translation:
    """A language in which the page can be read. `url` is absolute, `path` begins with /."""

    code: str
    path: str
    url: str
    label: str


@dataclass(slots=True)
class Meta:
    """What `cms/includes/head.html` writes."""

    title: str
    description: str
    canonical: str
    image: str
    kind: str
    locale: str
    language: str
    translations: list[Translation] = field(default_factory=list)
    json_ld: list[dict[str, Any]] = field(default_factory=list)


def of_page(page: Any, request: HttpRequest) -> Meta:
    """Return the head of `page`. No query when the page came through `serving.views.serve_page`."""
    language = page.locale.language_code
    origin = f"{request.scheme}://{request.get_host()}"
    canonical = origin + addresses.of(page.url_path, language)
    return Meta(
        title=page.seo_title or page.title,
        description=page.search_description or page.intro,
        canonical=canonical,
        image=request.build_absolute_uri(static(page.share_image())),
        kind="article" if page.json_ld_type == "Article" else "website",
        locale=OPEN_GRAPH_LOCALES.get(language, language),
        language=language,
        translations=_translations(page, request, origin=origin),
        json_ld=page.json_ld(canonical),
    )


def _translations(page: Any, request: HttpRequest, *, origin: str) -> list[Translation]:
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
        Translation(code, paths[code], origin + paths[code], LABELS[code])
        for code, _name in settings.LANGUAGES
        if code in paths
    ]
