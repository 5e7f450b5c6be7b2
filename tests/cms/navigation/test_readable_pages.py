"""A page links to nothing that cannot be read: an address can hold a name."""

import json
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone, translation
from wagtail.models import Page
from wagtail.rich_text import RichText

from activities.models import Activity
from cms.page_content.people_named import named_in
from participants import consents
from participants.models import Consent
from tests.factories import cms as pages
from tests.factories.activities import ActivityFactory
from tests.factories.participants import ParticipantFactory

pytestmark = pytest.mark.django_db
NAME = "kanariella"


def linking_to(page: Page) -> Page:
    words = f'<p><a linktype="page" id="{page.pk}">Les mer</a></p>'
    return pages.standard(body=json.dumps([{"type": "paragraph", "value": words}]))


def names(page: Page) -> bool:
    caches["pages"].clear()
    return NAME in Client().get(page.get_url()).content.decode()


def test_a_page_leads_to_a_story_while_everybody_in_it_says_yes() -> None:
    story = pages.story(ParticipantFactory(), slug=f"hos-{NAME}")
    page = linking_to(story)
    assert names(page)
    consents.withdraw(Consent.objects.get())
    assert not names(page)


def test_a_page_leads_to_a_story_from_its_day_on_and_to_a_project_that_is_public() -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert not names(linking_to(pages.story(slug=f"hos-{NAME}", published_on=tomorrow)))
    Page.objects.filter(slug="om-oss").delete()
    project = pages.project(ActivityFactory(), slug=NAME)
    page = linking_to(project)
    assert names(page)
    Activity.objects.update(is_public=False)
    assert not names(page)


def test_a_link_follows_the_language_only_to_what_can_be_read_there() -> None:
    person = ParticipantFactory()
    story = pages.story(person, slug="hos-oss")
    other = pages.story(person, slug=f"{NAME}-in-english", language="en", like=story)
    text = RichText(f'<a linktype="page" id="{story.pk}">Read</a>')
    with translation.override("en"):
        assert NAME in str(text)
        consents.withdraw(Consent.objects.get(item_id=other.pk))
        pages.say_yes(person, story)
        assert "hos-oss" in str(text) and NAME not in str(text)


def test_a_page_names_as_its_translations_only_what_can_be_read(client: Client) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    story = pages.story(slug="hos-oss")
    pages.story(slug=f"hos-{NAME}", language="nn", like=story, published_on=tomorrow)
    assert not names(story)
    project = pages.project(ActivityFactory(), slug="kassa")
    pages.project(ActivityFactory(), slug=NAME, language="nn", like=project)
    assert names(project)
    Activity.objects.filter(project_pages__slug=NAME).update(is_public=False)
    assert not names(project)


def test_an_address_on_a_button_is_read_as_browsers_give_it() -> None:
    person = ParticipantFactory(chosen_name="Åshild")
    call = {"text": "Se", "link": "/historier/hos-%C3%A5shild/", "label": "Se"}
    page = pages.standard(body=json.dumps([{"type": "call", "value": call}]))
    assert named_in(page, teams=[person.team_id]) == (person,)


def test_an_address_that_is_typed_into_a_text_is_read_for_names() -> None:
    person = ParticipantFactory(chosen_name="Kanariella")
    words = f'<p><a href="/historier/hos-{NAME}/">Les</a></p>'
    page = pages.standard(body=json.dumps([{"type": "paragraph", "value": words}]))
    assert named_in(page, teams=[person.team_id]) == (person,)
