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
from cms.page_content.showing import Image, Showing

FILTERS = ("aktivitet", "bydel")


# --- Sessions --------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session as the public sees it. `href` is its project's page, empty when it has none."""

    session: Session
    href: str
    day: date
    is_cancelled: bool


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
    return [
        SessionLine(
            session=session,
            href=addresses_of_projects.get(session.activity_id, ""),
            day=timezone.localtime(session.starts_at).date(),
            is_cancelled=session.state == Session.State.CANCELLED,
        )
        for session in sessions
    ]


def by_month(lines: list[SessionLine]) -> list[tuple[date, list[tuple[date, list[SessionLine]]]]]:
    """Return the lines, which are in order, as months of days."""
    return [
        (month, [(day, list(same)) for day, same in groupby(in_month, key=lambda line: line.day)])
        for month, in_month in groupby(lines, key=lambda line: line.day.replace(day=1))
    ]


# --- Projects --------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class ProjectCard:
    """A project in a list."""

    activity_id: int
    language: str
    title: str
    intro: str
    illustration: str
    address: str


def projects(request: HttpRequest, language: str) -> list[ProjectCard]:
    """Return the live projects in `language` and in bokmål, by title. At most one query."""
    cards = page_cache.remembered(request, "projects", _read_projects)
    return [card for card in cards if card.language in (language, settings.LANGUAGE_CODE)]


def _read_projects() -> list[ProjectCard]:
    pages = (
        apps.get_model("cms", "ProjectPage")
        .objects.live()
        .filter(activity__is_public=True)
        .order_by("title", "pk")
        .values_list(
            "activity_id", "locale__language_code", "title", "intro", "illustration", "url_path"
        )
    )
    return [
        ProjectCard(activity, code, title, intro, drawing, addresses.of(url_path, code))
        for activity, code, title, intro, drawing, url_path in pages
    ]


def addresses_by_activity(cards: Iterable[ProjectCard]) -> dict[int, str]:
    """Return the address of each activity's page, in bokmål where the language has none."""
    by_language = sorted(cards, key=lambda card: card.language != settings.LANGUAGE_CODE)
    return {card.activity_id: card.address for card in by_language}


def index_address(slug: str, language: str) -> str:
    """Return the address of a page that is always there (rules.md#addresses)."""
    return addresses.of(f"/home/{slug}/", language)


# --- Stories ---------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class StoryCard:
    """A story in a list. `image` is None when the drawing stands in its place."""

    title: str
    intro: str
    address: str
    published_on: date
    image: Image | None
    illustration: str
    alt: str


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


def story_cards(language: str, *, most: int, activity: Activity | None = None) -> list[StoryCard]:
    """Return cards of the newest shown stories, of one activity when it is given."""
    chosen = stories(language).filter(Q(activity=activity) if activity else Q())
    return cards_of(chosen[:most])


def cards_of(pages: Iterable[Any]) -> list[StoryCard]:
    """Return cards of story pages; at most three queries more, however many."""
    pages = list(pages)
    showing = Showing(pictures=[page.lead_picture for page in pages if page.lead_picture])
    cards = []
    for page in pages:
        image = showing.image(page.lead_picture)
        cards.append(
            StoryCard(
                title=page.title,
                intro=page.intro,
                address=page.address,
                published_on=page.published_on,
                image=image,
                illustration="" if image else page.illustration,
                alt=page.illustration_alt,
            )
        )
    return cards


# --- Pages of a list -------------------------------------------------------------
def one_page(rows: Any, request: HttpRequest, *, length: int) -> tuple[Page, bool]:
    """Return the page that `?side=` asks for, the nearest there is, and whether that is another."""
    asked = request.GET.get("side")
    page = Paginator(rows, length).get_page(asked)
    return page, asked is not None and asked != str(page.number)


def query_of(chosen: dict[str, str]) -> str:
    """Return the beginning of a query that keeps what is chosen: «bydel=alna&»."""
    return f"{urlencode(chosen)}&" if chosen else ""
