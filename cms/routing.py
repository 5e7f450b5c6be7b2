"""Finding a page by its address."""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page

from cms import addresses
from cms.models import BasePage
from cms.models.stories import held_back


@dataclass(frozen=True, slots=True)
class Found:
    """A live page. `translations` are the addresses it can be read at, by language code."""

    pk: int
    page_class: type[BasePage]
    is_held_back: bool
    translations: dict[str, str]


def find(path: str, *, language: str) -> Found | None:
    """Return the live page at `path`, and where its translations are. One query.

    Wagtail walks down the tree with two queries a step; depth and slug together find the same
    row at once, and the address is compared afterwards.
    """
    parts = [part for part in path.split("/") if part]
    here = Page.objects.filter(depth=2 + len(parts), locale__language_code=language)
    if parts:
        here = here.filter(slug=parts[-1])
    rows = (
        Page.objects.live()
        .exclude(content_type=ContentType.objects.get_for_model(Page))
        .filter(translation_key__in=here.values("translation_key"))
        .annotate(is_held_back=held_back())
        .values_list(
            "pk",
            "content_type_id",
            "translation_key",
            "url_path",
            "locale__language_code",
            "is_held_back",
        )
    )
    wanted = addresses.of("/".join(["home", *parts]), language)
    pages = [
        (addresses.of(url_path, code), code, key, pk, kind, hidden)
        for pk, kind, key, url_path, code, hidden in rows
    ]
    for address, code, key, pk, kind, hidden in pages:
        if address == wanted and code == language:
            translations = {
                other_code: other_address
                for other_address, other_code, other_key, _pk, _kind, other_hidden in pages
                if other_key == key and not other_hidden
            }
            page_class = ContentType.objects.get_for_id(kind).model_class()
            return Found(pk, page_class, hidden, translations)
    return None
