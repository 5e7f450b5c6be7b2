"""What the public pages list: sessions, projects and stories, each read in bulk."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django_filters import ChoiceFilter, FilterSet

from accounts.models import Team
from activities.models import Activity, Session
from activities.models.session import SessionQuerySet
from cms import page_cache
from cms.navigation import addresses
from cms.page_content.shown_people import Showing

FILTERS = ("aktivitet", "bydel")


# --- Sessions --------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session as the public sees it. `href` is its project's page, empty when it has none."""

    session: Session
    href: str

    @property
    def day(self) -> date:
        """Return the day on which it begins, in Oslo."""
        return timezone.localdate(self.session.starts_at)


def coming_sessions() -> SessionQuerySet:
    """Return the public sessions that have not ended, cancelled ones too, the nearest first."""
    return (
        Session.objects.public()
        .filter(
            state__in=(Session.State.PUBLISHED, Session.State.CANCELLED),
            ends_at__gt=timezone.now(),
        )
        .select_related("activity", "team", "place")
        .order_by("starts_at", "pk")
    )


class SessionFilter(FilterSet):
    """The sessions of one district or activity. What names none of them is as if it was not said.

    `teams` and `activities` are read by the page that shows them, too: choosing costs no query.
    """

    bydel = ChoiceFilter(field_name="team__slug")
    aktivitet = ChoiceFilter(field_name="activity__slug")

    def __init__(
        self,
        asked: QueryDict,
        sessions: SessionQuerySet,
        *,
        teams: Iterable[Team],
        activities: Iterable[Activity],
    ) -> None:
        super().__init__(asked, sessions)
        for name, choices in (("bydel", teams), ("aktivitet", activities)):
            self.filters[name].extra["choices"] = [(one.slug, one.name) for one in choices]
        self.form.is_valid()

    @property
    def chosen(self) -> dict[str, str]:
        """Return the slugs that were asked for and are there."""
        return {name: slug for name, slug in self.form.cleaned_data.items() if slug}

    @property
    def is_odd(self) -> bool:
        """Tell whether something was asked for that there is not: such answers are not kept."""
        return any(self.data.get(name) and name in self.errors for name in self.filters)


def session_lines(
    sessions: Iterable[Session], addresses_of_projects: dict[int, str]
) -> list[SessionLine]:
    """Return `sessions` as lines, each with the address of its project."""
    return [SessionLine(one, addresses_of_projects.get(one.activity_id, "")) for one in sessions]


def by_month(lines: list[SessionLine]) -> list[tuple[date, list[tuple[date, list[SessionLine]]]]]:
    """Return the lines, which are in order, as months of days."""
    return [
        (month, [(day, list(same)) for day, same in groupby(in_month, key=lambda line: line.day)])
        for month, in_month in groupby(lines, key=lambda line: line.day.replace(day=1))
    ]


# --- Projects --------------------------------------------------------------------
def projects(request: HttpRequest, language: str) -> list[Any]:
    """Return the live projects in `language` and in bokmål, by title. At most one query."""
    pages = page_cache.remembered(request, "projects", _read_projects)
    return [one for one in pages if one.locale.language_code in (language, settings.LANGUAGE_CODE)]


def _read_projects() -> list[Any]:
    pages = apps.get_model("cms", "ProjectPage").objects.live().filter(activity__is_public=True)
    return list(pages.select_related("locale").defer_streamfields().order_by("title", "pk"))


def addresses_by_activity(pages: Iterable[Any]) -> dict[int, str]:
    """Return the address of each activity's page, in bokmål where the language has none."""
    by_language = sorted(
        pages, key=lambda page: page.locale.language_code != settings.LANGUAGE_CODE
    )
    return {page.activity_id: page.address for page in by_language}


def index_address(slug: str, language: str) -> str:
    """Return the address of a page that is always there (rules.md#addresses)."""
    return addresses.of(f"/home/{slug}/", language)


# --- Stories ---------------------------------------------------------------------
def stories(language: str) -> QuerySet[Any]:
    """Return the shown stories in `language`, the newest first."""
    return (
        apps.get_model("cms", "StoryPage")
        .objects.shown()
        .filter(locale__language_code=language)
        .select_related("locale", "lead_picture")
        .defer_streamfields()
        .newest_first()
    )


def newest_stories(language: str, *, activity: Activity | None = None) -> list[Any]:
    """Return the three newest shown stories, of one activity when it is given, with pictures."""
    chosen = stories(language).filter(Q(activity=activity) if activity else Q())
    return with_images(chosen[:3])


def with_images(pages: Iterable[Any]) -> list[Any]:
    """Return story pages, each with its `image`: None when the drawing stands in its place.

    `image_alt` says what is seen, the picture or the drawing.

    At most three queries more, however many.
    """
    pages = list(pages)
    showing = Showing(pictures=[page.lead_picture for page in pages if page.lead_picture])
    for page in pages:
        page.image = showing.image(page.lead_picture)
        page.image_alt = page.illustration_alt if page.image else page.drawing_alt
    return pages


# --- Pages of a list -------------------------------------------------------------
def one_page(rows: Any, request: HttpRequest, *, length: int) -> tuple[Page, bool]:
    """Return the page that `?side=` asks for, the nearest there is, and whether that is another."""
    asked = request.GET.get("side")
    page = Paginator(rows, length).get_page(asked)
    return page, asked is not None and asked != str(page.number)


def query_of(chosen: dict[str, str]) -> str:
    """Return the beginning of a query that keeps what is chosen: «bydel=alna&»."""
    return f"{urlencode(chosen)}&" if chosen else ""
