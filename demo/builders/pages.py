"""The public's pages: home, projects, stories and the pages about Reir, in three languages."""

from datetime import timedelta
from typing import Any

from django.core.management import call_command
from wagtail.models import Site

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
from cms.navigation.site import build_site
from cms.page_content.shown_people import image_of
from cms.publishing import short_stories, story_questions
from demo.builders.blocks import body_of
from demo.builders.works import PICTURED
from demo.data.shapes import PageText
from demo.data.texts import HOME, PAGES, PROJECTS, STORIES
from demo.world import PRINTED_PARTICIPANT, PRINTED_STAFF, PRINTED_TEAM, World
from pictures.models import Picture

PRIVACY, ACCESSIBILITY = "personvern", "tilgjengelighet"
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
    for text in HOME:
        home = HomePage.objects.get(locale__language_code=text.language)
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
    for text in PAGES:
        _add(world, text, StandardPage, below=HomePage, search_description=text.search_description)
    contact = SiteContact.objects.get(site__is_default_site=True)
    if contact.privacy_page is None:
        bokmal = StandardPage.objects.filter(locale__language_code="nb")
        contact.privacy_page = bokmal.get(slug=PRIVACY)
        contact.accessibility_page = bokmal.get(slug=ACCESSIBILITY)
        contact.save()


def build_projects(world: World) -> None:
    """Make a page for each activity."""
    for text in PROJECTS:
        activity = world.activities[text.slug]
        _add(world, text, ProjectPage, below=ProjectIndexPage, activity=activity)


def build_stories(world: World) -> None:
    """Tell the stories, the oldest first."""
    for story in sorted(STORIES, key=lambda story: -story.weeks_ago):
        pictured = PICTURE_OF_STORY.get(story.slug)
        _add(
            world,
            story,
            StoryPage,
            below=StoryIndexPage,
            activity=world.activities[story.activity],
            team=world.teams[story.district],
            published_on=world.today - timedelta(weeks=story.weeks_ago),
            lead_picture=world.works[pictured].picture if pictured else None,
            named=[
                StoryPerson(participant=world.people[key], sort_order=number)
                for number, key in enumerate(story.named)
            ],
        )


def build_draft_story(world: World) -> None:
    """Write a story as on a phone: one in it is asked by their card, and it lies with who edits."""
    team = world.teams[PRINTED_TEAM]
    if StoryPage.objects.filter(team=team, live=False).exists():
        return
    person = world.people[PRINTED_PARTICIPANT]
    short = short_stories.Short(
        title="Kassa som fikk meiser",
        words="Vi skrudde litt hver torsdag.\n\nI mai flyttet meisene inn.",
        people=[person],
        is_nobody_on_it=True,
    )
    story = short_stories.write(short, team=team, by=world.deputy_of(PRINTED_TEAM))
    story_questions.ask(story, person, by=world.deputy_of(PRINTED_TEAM), shown=None)
    short_stories.hand_over(story, by=world.deputy_of(PRINTED_TEAM))
    world.made += 1


def build_search(world: World) -> None:
    """Make everything new findable, and cut the pictures into the sizes that pages show."""
    if not world.made:
        return
    call_command("update_index", verbosity=0)
    for picture in Picture.objects.filter(works__in=[world.works[key] for key in PICTURED]):
        image_of(picture)


def _fill_home(home: HomePage, text: PageText) -> None:
    home.title = text.title
    home.intro = text.intro
    home.illustration = text.illustration
    home.illustration_alt = text.illustration_alt
    home.partners_heading = text.partners_heading
    home.partners_text = text.partners_text
    home.promises = list(text.blocks)
    home.save_revision().publish()


def _add(world: World, text: PageText, model: Any, *, below: Any, **fields: Any) -> None:
    """Add a live page, as a translation of the one with the same slug; one that exists stays."""
    parent = below.objects.get(locale__language_code=text.language)
    if model.objects.child_of(parent).filter(slug=text.slug).exists():
        return
    page = model(
        title=text.title,
        slug=text.slug,
        intro=text.intro,
        illustration=text.illustration,
        illustration_alt=text.illustration_alt,
        body=body_of(world, text.blocks),
        locale=parent.locale,
        show_in_menus=False,
        **fields,
    )
    original = model.objects.filter(slug=text.slug).first()
    if original is not None:
        page.translation_key = original.translation_key
    parent.add_child(instance=page)
    page.save_revision().publish()
    world.made += 1
