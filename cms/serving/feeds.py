"""What machines read: stories, works, the list of pages. All of it public already."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from cms import page_cache
from cms.models import StoryPage
from cms.models.works import placed_works
from cms.navigation import addresses, readable_pages, site
from cms.page_content import listings
from cms.page_content.shown_people import Showing
from core.text import for_machines


# --- Stories ---------------------------------------------------------------------
class Atom(Atom1Feed):
    """Atom whose entries hold nothing that XML cannot."""

    def add_item(self, *args: Any, **kwargs: Any) -> None:
        """Add an entry."""
        super().add_item(*for_machines(args), **for_machines(kwargs))


class Stories(Feed):
    """The newest shown stories in bokmål."""

    feed_type = Atom
    link = "/historier/"
    feed_url = "/historier.atom"
    title = gettext_lazy("Historier fra Reir")
    subtitle = gettext_lazy("Det vi har laget, og dem som har vært med.")

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer the feed; it is the same for everybody."""
        response = super().__call__(request, *args, **kwargs)
        page_cache.allow(response)
        return response

    def items(self) -> list[StoryPage]:
        """Return the twenty newest."""
        return list(listings.stories(settings.LANGUAGE_CODE)[:20])

    def item_title(self, item: StoryPage) -> str:
        """Return the title of a story."""
        return item.title

    def item_description(self, item: StoryPage) -> str:
        """Return the introduction alone: a reader that keeps it keeps as little as can be."""
        return item.intro

    def item_link(self, item: StoryPage) -> str:
        """Return the address of a story."""
        return item.address

    def item_pubdate(self, item: StoryPage) -> datetime:
        """Return the day of a story, as a moment."""
        return _moment(item.published_on)

    def item_updateddate(self, item: StoryPage) -> datetime:
        """Return when the story was last published."""
        return item.last_published_at or _moment(item.published_on)


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


stories = require_safe(Stories())


# --- Works -----------------------------------------------------------------------
@require_safe
def works(request: HttpRequest) -> HttpResponse:
    """Return the public works as GeoJSON (RFC 7946): rounded positions, names by consent."""
    rows = list(placed_works())
    features = [
        {
            "type": "Feature",
            "id": card.work.pk,
            "geometry": {"type": "Point", "coordinates": card.work.place.rounded_position[::-1]},
            "properties": {
                "title": card.title,
                "kind": card.work.kind,
                "number": card.work.number,
                "place": card.place,
                "makers": card.makers,
            },
        }
        for card in Showing(works=rows).cards(rows)
        if card.work.place
    ]
    response = JsonResponse(
        for_machines({"type": "FeatureCollection", "features": features}),
        content_type="application/geo+json",
    )
    page_cache.allow(response)
    return response


# --- For crawlers and those who find a hole ----------------------------------------
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page that can be read now, in each of its languages. One query."""
    rows = (
        readable_pages.readable()
        .filter(depth__gte=2)
        .exclude(content_type__app_label="wagtailcore")
        .order_by("path")
        .values_list("translation_key", "url_path", "locale__language_code", "last_published_at")
    )
    pages = [
        (key, code, request.build_absolute_uri(addresses.of(url_path, code)), changed)
        for key, url_path, code, changed in rows
    ]
    languages: dict[Any, list[dict[str, str]]] = {}
    for key, code, location, _changed in pages:
        languages.setdefault(key, []).append({"lang_code": code, "location": location})
    urlset = [
        {
            "location": location,
            "lastmod": changed,
            "alternates": languages[key] if len(languages[key]) > 1 else [],
        }
        for key, _code, location, changed in pages
    ]
    response = TemplateResponse(
        request, "sitemap.xml", {"urlset": urlset}, content_type="application/xml"
    )
    page_cache.allow(response)
    return response


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Where crawlers need not go, and where the list of pages is."""
    lines = ["User-agent: *"]
    lines += [f"Disallow: {prefix}" for prefix in page_cache.PRIVATE if prefix.endswith("/")]
    lines += ["Disallow: /sok/", "", f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell about a hole (RFC 9116). Without a contact person there is nothing to say."""
    person = site.contact(request)
    if person is None:
        return HttpResponse(status=404)
    way = f"mailto:{person.email}" if person.email else f"tel:{person.phone.as_e164}"
    ends = timezone.now().replace(microsecond=0, second=0, minute=0, hour=0) + timedelta(days=180)
    lines = [
        f"Contact: {for_machines(way)}",
        f"Expires: {ends.isoformat().replace('+00:00', 'Z')}",
        "Preferred-Languages: nb, nn, en",
        f"Canonical: {request.build_absolute_uri()}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
