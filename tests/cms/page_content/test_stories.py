"""A story is shown while everybody in it says yes (rules.md#consent)."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from cms.models import ProjectIndexPage, StoryPage
from cms.models.stories import held_back_among
from cms.page_content.words import digest_of
from cms.publishing import short_stories
from participants import consents
from participants.models import Consent
from tests.factories import cms as pages
from tests.factories.activities import ActivityFactory, PlaceFactory, WorkFactory
from tests.factories.participants import ParticipantFactory

pytestmark = pytest.mark.django_db

CANARY = "Kanariella"
PUBLIC = (
    "/",
    "/historier/",
    "/historier/fugleliv/",
    "/prosjekter/",
    "/prosjekter/fugler/",
    "/kalender/",
    "/verk/",
    "/minihager/",
    "/sok/?sok=Fugleliv",
    f"/sok/?sok={CANARY}",
    "/historier.atom",
    "/kalender.ics",
    "/verk.geojson",
    "/sitemap.xml",
)


@pytest.fixture
def canary(django_capture_on_commit_callbacks):
    """Make a site in which one person is named everywhere she can be."""
    pages.whole_site()
    person = ParticipantFactory(chosen_name=CANARY)
    activity = ActivityFactory(slug="fugler")
    pages.project(activity)
    work = WorkFactory(activity=activity, place=PlaceFactory(), is_public=True, title="Kassen")
    work.makers.add(person)
    story = pages.story(
        person,
        consenting=False,
        activity=activity,
        title="Fugleliv",
        slug="fugleliv",
        intro="Om en kasse.",
        blocks=[
            ("paragraph", f"<p>{CANARY} malte en kasse.</p>"),
            ("quote", {"text": "Den ble gul.", "participant": person.pk, "who": ""}),
            ("work", work.pk),
        ],
    )
    return person, story, work


def crawl(client: Client) -> dict[str, list[str]]:
    """Return the pages that say the name, and those that know of the story."""
    bodies = {path: client.get(path).content.decode() for path in PUBLIC}
    return {
        "name": [path for path in PUBLIC if CANARY in bodies[path] and "/sok/" not in path],
        "story": [path for path in PUBLIC if "Om en kasse." in bodies[path]],
        "address": [path for path in PUBLIC if "/historier/fugleliv/" in bodies[path]],
    }


def test_nobody_is_named_before_they_say_yes(client, canary):
    assert crawl(client) == {"name": [], "story": [], "address": []}
    assert client.get("/historier/fugleliv/").status_code == 404


def test_withdrawing_takes_the_story_out_of_everything_in_the_next_request(
    client, canary, django_capture_on_commit_callbacks
):
    person, story, work = canary
    yes = pages.say_yes(person, story)
    pages.say_yes(person, work)

    shown = crawl(client)
    assert shown["name"] == [
        "/historier/fugleliv/",
        "/prosjekter/fugler/",
        "/verk/",
        "/verk.geojson",
    ]
    assert shown["story"] == [
        "/",
        "/historier/",
        "/historier/fugleliv/",
        "/prosjekter/fugler/",
        "/sok/?sok=Fugleliv",
        f"/sok/?sok={CANARY}",
        "/historier.atom",
    ]
    assert "/sitemap.xml" in shown["address"]

    with django_capture_on_commit_callbacks(execute=True):
        consents.withdraw(yes)
    gone = crawl(client)
    assert gone["story"] == gone["address"] == []
    assert gone["name"] == ["/prosjekter/fugler/", "/verk/", "/verk.geojson"]  # the work's own yes

    with django_capture_on_commit_callbacks(execute=True):
        for consent in consents.shown_about(person):
            consents.withdraw(consent)
    assert crawl(client)["name"] == []


def test_a_consent_that_runs_out_takes_the_story_down_without_anybody_acting(client, canary):
    person, story, _work = canary
    pages.say_yes(person, story)
    assert client.get("/historier/fugleliv/").status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=366), tick=False):
        assert client.get("/historier/fugleliv/").status_code == 404


def test_a_gone_story_says_so_without_its_words(client, canary):
    answer = client.get("/historier/fugleliv/")
    text = answer.content.decode()
    assert answer.status_code == 404
    assert "Historien er ikke her nå" in text
    assert "Fugleliv" not in text


def test_everybody_in_it_must_say_yes():
    one, other = ParticipantFactory.create_batch(2)
    story = pages.story(one, consenting=True)
    assert list(StoryPage.objects.shown()) == [story]
    story.people.add(other, through_defaults={"sort_order": 2})
    assert list(StoryPage.objects.shown()) == []
    pages.say_yes(other, story)
    assert list(StoryPage.objects.shown()) == [story]


def test_a_yes_to_another_story_or_another_channel_does_not_count():
    person = ParticipantFactory()
    pages.story(person, consenting=True)
    other = pages.story(person, consenting=False)
    consents.give(person, item=other, channel="print", how="screen", months=12)
    assert other not in StoryPage.objects.shown()


def test_shown_agrees_with_the_one_gate():
    people = ParticipantFactory.create_batch(3)
    stories = [
        pages.story(),
        pages.story(people[0]),
        pages.story(people[0], people[1], consenting=False),
        pages.story(*people),
    ]
    pages.say_yes(people[0], stories[2])
    assert set(StoryPage.objects.shown()) == set(consents.showable(stories, "web"))


def test_a_story_of_tomorrow_is_not_shown_today(client):
    story = pages.story(published_on=timezone.localdate() + timedelta(days=1))
    assert client.get(story.address).status_code == 404
    assert story not in StoryPage.objects.shown()


def test_quoting_somebody_puts_them_among_the_people():
    person = ParticipantFactory()
    quote = {"text": "Den ble gul.", "participant": person.pk, "who": ""}
    story = pages.story(team=person.team, blocks=[("quote", quote)])
    assert [row.participant for row in story.named.all()] == [person]
    assert story not in StoryPage.objects.shown()


def test_a_translation_needs_its_own_yes(client):
    person = ParticipantFactory()
    original = pages.story(person, slug="kassen")
    translated = pages.story(person, language="en", slug="kassen", consenting=False)
    StoryPage.objects.filter(pk=translated.pk).update(translation_key=original.translation_key)
    assert client.get("/historier/kassen/").context["meta"]["translations"] == []
    assert client.get("/en/historier/kassen/").status_code == 404

    pages.say_yes(person, translated)
    meta = client.get("/en/historier/kassen/").context["meta"]
    assert [row["url"] for row in meta["translations"]] == [
        "http://testserver/historier/kassen/",
        "http://testserver/en/historier/kassen/",
    ]


def test_the_hidden_stories_of_a_list_leave_no_gap(client):
    pages.index(ProjectIndexPage)
    person = ParticipantFactory()
    for _number in range(3):
        pages.story(person, consenting=False)
    shown = pages.story(person)
    assert [card.title for card in client.get("/historier/").context["stories"]] == [shown.title]


# --- A yes is to the words that stand there --------------------------------------------
def rewrite(story, words="<p>Andre ord.</p>"):
    newest = short_stories.draft_of(StoryPage.objects.get(pk=story.pk))
    newest.body = json.dumps([{"type": "paragraph", "value": words}])
    return newest.save_revision()


@pytest.mark.both
def test_a_yes_to_new_words_does_not_put_the_old_ones_back():
    person = ParticipantFactory()
    story = pages.story(person, blocks=[("paragraph", "<p>Gamle ord.</p>")])
    assert list(StoryPage.objects.shown()) == [story]
    consents.withdraw(consents.shown_about(person)[0])
    new = rewrite(story)
    pages.say_yes(person, story)
    assert not StoryPage.objects.shown().exists()
    assert held_back_among([story.pk]) == {story.pk}
    new.publish()
    assert list(StoryPage.objects.shown()) == [story]


@pytest.mark.both
def test_a_yes_to_old_words_does_not_keep_the_new_ones():
    person = ParticipantFactory()
    story = pages.story(person, blocks=[("paragraph", "<p>Gamle ord.</p>")])
    new = rewrite(story)
    words = {consents.key_of(story): digest_of(new.as_object())}
    consents.give(
        person, item=story, channel="web", how="screen", months=6, read=consents.Read(words=words)
    )
    new.publish()
    assert list(StoryPage.objects.shown()) == [story]
    with time_machine.travel(timezone.now() + timedelta(days=200), tick=False):
        assert Consent.objects.live().count() == 1
        assert not StoryPage.objects.shown().exists()


def test_a_page_from_before_its_words_were_kept_is_shown_till_it_is_saved():
    person = ParticipantFactory()
    story = pages.story(person)
    rewrite(story)
    consents.withdraw(consents.shown_about(person)[0])
    pages.say_yes(person, story)
    StoryPage.objects.update(words_there="")
    assert list(StoryPage.objects.shown()) == [story]
