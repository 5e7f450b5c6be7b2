"""Public pages without surprises: published, in bokmål, below a home page made when needed."""

import json
from typing import Any

from wagtail.models import Locale, Page, Site

from accounts.models import Team
from activities.models import Activity
from cms.models import (
    CalendarPage,
    GardensPage,
    HomePage,
    ProjectIndexPage,
    ProjectPage,
    SiteContact,
    StandardPage,
    StoryIndexPage,
    StoryPage,
    StoryPerson,
    WorksPage,
)
from cms.page_content import words
from cms.publishing import short_stories
from participants import consents
from participants.models import Consent, Participant
from tests.factories.accounts import TeamFactory
from tests.factories.activities import ActivityFactory

SLUGS = {
    ProjectIndexPage: "prosjekter",
    StoryIndexPage: "historier",
    CalendarPage: "kalender",
    WorksPage: "verk",
    GardensPage: "minihager",
}


def home(language: str = "nb") -> HomePage:
    """Return the home page of `language`; the bokmål one is the root of the site."""
    locale, _made = Locale.objects.get_or_create(language_code=language)
    found = HomePage.objects.filter(locale=locale).first()
    if found is not None:
        return found
    page = HomePage(
        title=f"Forside {language}",
        slug=f"forside-{language}",
        intro="Velkommen.",
        illustration_alt="Et reir.",
        locale=locale,
    )
    other = HomePage.objects.first()
    if other is not None:
        page.translation_key = other.translation_key
    Page.get_first_root_node().add_child(instance=page)
    if language == "nb":
        Site.objects.update(root_page=page, is_default_site=True)
        Site.clear_site_root_paths_cache()
    return page


def index(model: Any, language: str = "nb") -> Any:
    """Return the index page of a type, below the home page of `language`."""
    parent = home(language)
    found = model.objects.child_of(parent).first()
    return found or add(parent, model, title=SLUGS[model].title(), slug=SLUGS[model])


def add(parent: Page, model: Any, *, like: Page | None = None, **fields: Any) -> Any:
    """Add a live page below `parent`; `like` makes it a translation of that page."""
    page = model(locale=parent.locale, illustration_alt="En tegning.", **fields)
    if like is not None:
        page.translation_key = like.translation_key
    parent.refresh_from_db()
    return parent.add_child(instance=page)


def project(activity: Activity | None = None, language: str = "nb", **fields: Any) -> ProjectPage:
    """Return a project page of `activity`."""
    activity = activity or ActivityFactory()
    fields = {"title": activity.name, "slug": activity.slug, "intro": "Kom og se."} | fields
    return add(index(ProjectIndexPage, language), ProjectPage, activity=activity, **fields)


def standard(**fields: Any) -> StandardPage:
    """Return a page of text."""
    return add(home(), StandardPage, **{"title": "Om oss", "slug": "om-oss"} | fields)


def story(
    *people: Participant,
    consenting: bool = True,
    language: str = "nb",
    blocks: Any = (),
    team: Team | None = None,
    like: StoryPage | None = None,
    **fields: Any,
) -> StoryPage:
    """Return a story with `people` in it, who have said yes unless `consenting` is False.

    `blocks` is a list of (kind, raw value); `like` makes it a translation of that story.
    """
    number = StoryPage.objects.count()
    fields = {"title": f"Historie {number}", "slug": f"historie-{number}"} | fields
    page = add(
        index(StoryIndexPage, language),
        StoryPage,
        like=like,
        team=team or (people[0].team if people else TeamFactory()),
        body=json.dumps([{"type": kind, "value": value} for kind, value in blocks]),
        **fields,
    )
    for person in people:
        StoryPerson.objects.get_or_create(story=page, participant=person)
        if consenting:
            say_yes(person, page)
    return page


def say_yes(person: Participant, item: Any) -> Consent:
    """Return the consent of `person` to `item` on the web; to a story in the words of its draft."""
    read = None
    if isinstance(item, StoryPage):
        draft = short_stories.draft_of(StoryPage.objects.get(pk=item.pk))
        read = consents.Read(words={consents.key_of(item): words.digest_of(draft)})
    return consents.give(person, item=item, channel="web", how="screen", months=12, read=read)


def contact() -> SiteContact:
    """Return the public's contact person."""
    home()
    site = Site.objects.get(is_default_site=True)
    return SiteContact.objects.create(
        site=site, name="Kari Lund", phone="+4723000000", email="hei@reir.example"
    )


def whole_site() -> None:
    """Make the home page and every index page in bokmål."""
    for model in SLUGS:
        index(model)
