"""The public's pages: home, projects, stories and the pages about Reir, in three languages."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.core.management import call_command
from wagtail.models import Locale, Page, Site

from cms.models import (
    HomePage,
    ProjectIndexPage,
    ProjectPage,
    SiteContact,
    StandardPage,
    StoryIndexPage,
    StoryPage,
    StoryPerson,
)
from cms.showing import image_of
from cms.site import build_site
from demo.builders.blocks import body_of, project_body
from demo.builders.works import PICTURED
from demo.data.pages import ACCESSIBILITY, HOME, PAGES, PRIVACY, PROJECTS
from demo.data.shapes import HomeText, PageText, ProjectText, Story
from demo.data.stories import STORIES
from demo.world import PRINTED_STAFF, World
from pictures.models import Picture

PICTURE_OF_STORY = {
    "den-gule-kassen-ved-brua": "kasse-7",
    "en-hage-pa-et-brett": "minihage-1",
}
"""Stories that open with the picture of a work; the others open with a drawing."""


def build_tree(world: World) -> None:
    """Make the pages that are always there, fill the front pages, name who can be called."""
    had_site = HomePage.objects.exists()
    build_site()
    world.made += not had_site
    for text in (HOME, *HOME.translations):
        home = HomePage.objects.get(locale=_locale(text.language))
        if not home.promises:
            _fill_home(home, text)
            world.made += 1
    site = Site.objects.get(is_default_site=True)
    if not SiteContact.objects.filter(site=site).exists():
        contact = world.staff[PRINTED_STAFF]
        SiteContact.objects.create(
            site=site, name=str(contact), phone=contact.phone, email=contact.email
        )
        world.made += 1


def build_standard_pages(world: World) -> None:
    """Make the pages about Reir."""
    for text in _in_all_languages(PAGES):
        home = HomePage.objects.get(locale=_locale(text.language))
        _add(
            world,
            text,
            StandardPage,
            parent=home,
            illustration=text.illustration,
            illustration_alt=text.illustration_alt,
            body=body_of(world, text.blocks),
            search_description=text.search_description,
        )
    contact = SiteContact.objects.get(site__is_default_site=True)
    if contact.privacy_page is None:
        bokmal = StandardPage.objects.filter(locale=_locale("nb"))
        contact.privacy_page = bokmal.get(slug=PRIVACY.slug)
        contact.accessibility_page = bokmal.get(slug=ACCESSIBILITY.slug)
        contact.save()


def build_projects(world: World) -> None:
    """Make a page for each activity."""
    for text in _in_all_languages(PROJECTS):
        _add(
            world,
            text,
            ProjectPage,
            parent=ProjectIndexPage.objects.get(locale=_locale(text.language)),
            activity=world.activities[text.activity_key],
            illustration=text.illustration,
            illustration_alt=text.illustration_alt,
            body=project_body(text),
        )


def build_stories(world: World) -> None:
    """Tell the stories, the oldest first."""
    for story in _in_all_languages(sorted(STORIES, key=lambda story: -story.weeks_ago)):
        named = [
            StoryPerson(participant=world.people[key], sort_order=number)
            for number, key in enumerate(story.named_participants)
        ]
        pictured = PICTURE_OF_STORY.get(story.slug)
        _add(
            world,
            story,
            StoryPage,
            parent=StoryIndexPage.objects.get(locale=_locale(story.language)),
            activity=world.activities[story.activity_key],
            team=world.teams[story.district],
            published_on=world.today - timedelta(weeks=story.weeks_ago),
            illustration=story.lead_illustration,
            illustration_alt=story.lead_alt,
            lead_picture=world.works[pictured].picture if pictured else None,
            body=body_of(world, story.blocks),
            named=named,
        )


def build_search(world: World) -> None:
    """Make everything new findable, and cut the pictures into the sizes that pages show."""
    if not world.made:
        return
    call_command("update_index", verbosity=0)
    for picture in Picture.objects.filter(works__in=[world.works[key] for key in PICTURED]):
        image_of(picture)


def _in_all_languages(texts: Iterable[Any]) -> Iterable[Any]:
    for text in texts:
        yield text
        yield from text.translations


def _locale(language: str) -> Locale:
    return Locale.objects.get(language_code=language)


def _fill_home(home: HomePage, text: HomeText) -> None:
    home.title = text.title
    home.intro = text.intro
    home.illustration = text.illustration
    home.illustration_alt = text.illustration_alt
    home.partners_heading = text.partners_heading
    home.partners_text = text.partners_text
    home.promises = [
        ("promise", {"illustration": drawing, "heading": heading, "text": words})
        for drawing, heading, words in text.promises
    ]
    home.save_revision().publish()


def _add(
    world: World,
    text: Story | PageText | ProjectText,
    model: Any,
    *,
    parent: Page,
    named: Iterable[StoryPerson] = (),
    **fields: Any,
) -> None:
    """Add a live page, as a translation of the one with the same slug; one that exists stays."""
    if model.objects.child_of(parent).filter(slug=text.slug).exists():
        return
    page = model(
        title=text.title,
        slug=text.slug,
        intro=text.intro,
        locale=_locale(text.language),
        show_in_menus=False,
        **fields,
    )
    original = model.objects.filter(slug=text.slug).first()
    if original is not None:
        page.translation_key = original.translation_key
    for row in named:
        page.named.add(row)
    parent.add_child(instance=page)
    page.save_revision().publish()
    world.made += 1
