"""The public pages ask the database as often for one row as for three."""

import json

import pytest

from activities.works import details, works
from cms import page_cache
from cms.models import CalendarPage, WorksPage
from pictures.models import Picture
from tests.factories import cms as pages
from tests.factories.activities import (
    ActivityFactory,
    PlaceFactory,
    SessionFactory,
    WorkFactory,
)
from tests.factories.participants import ParticipantFactory
from tests.factories.pictures import PictureFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("item_count", [1, 3])
def test_story(client, django_assert_num_queries, item_count):
    activity = ActivityFactory()
    pages.project(activity)
    blocks = []
    people = ParticipantFactory.create_batch(item_count)
    for person in people:
        work = WorkFactory(
            activity=activity,
            place=PlaceFactory(),
            picture=_checked_picture(),
            is_public=True,
        )
        work.makers.add(person)
        pages.say_yes(person, work)
        picture = {"picture": _checked_picture().pk, "illustration": "", "alt": "Et bord."}
        blocks += [
            ("quote", {"text": "Den ble gul.", "participant": person.pk, "who": ""}),
            ("work", work.pk),
            ("picture", picture),
        ]
    story = pages.story(*people, activity=activity, blocks=blocks)
    client.get(story.address)  # makes the pictures' sizes, once and for all
    page_cache.forget_all()
    with django_assert_num_queries(15):
        answer = client.get(story.address)
    assert answer.content.decode().count("/bilder/") == item_count * 6
    page_cache.forget_all()
    client.get(story.address)
    with django_assert_num_queries(0):
        client.get(story.address)


@pytest.mark.parametrize("item_count", [1, 3])
def test_calendar(client, django_assert_num_queries, item_count):
    pages.index(CalendarPage)
    for _number in range(item_count):
        session = SessionFactory(published=True)
        pages.project(session.activity)
    with django_assert_num_queries(8):
        answer = client.get("/kalender/")
    assert answer.content.decode().count('class="occasion"') == item_count


@pytest.mark.parametrize("item_count", [1, 3])
def test_home(client, django_assert_num_queries, item_count):
    pages.home()
    for _number in range(item_count):
        session = SessionFactory(published=True)
        pages.project(session.activity)
        pages.story(lead_picture=_checked_picture())
    client.get("/")
    page_cache.forget_all()
    with django_assert_num_queries(9):
        answer = client.get("/")
    assert len(answer.context["stories"]) == item_count


@pytest.mark.parametrize("item_count", [1, 3])
def test_project(client, django_assert_num_queries, item_count):
    activity = ActivityFactory()
    pages.project(activity)
    for _number in range(item_count):
        work = WorkFactory(activity=activity, picture=_checked_picture(), is_public=True)
        work.more_pictures.add(_checked_picture())
        details.describe(work, hangs="i bjørka")
        works.care(work, care="cleaned")
    address = f"/prosjekter/{activity.slug}/"
    client.get(address)
    page_cache.forget_all()
    with django_assert_num_queries(15):
        answer = client.get(address)
    assert answer.content.decode().count("Her henger den: i bjørka") == item_count


@pytest.mark.parametrize("item_count", [1, 3])
def test_works(client, django_assert_num_queries, item_count):
    pages.index(WorksPage)
    for _number in range(item_count):
        person = ParticipantFactory()
        work = WorkFactory(place=PlaceFactory(), picture=_checked_picture(), is_public=True)
        work.makers.add(person)
        pages.say_yes(person, work)
    client.get("/verk/")
    page_cache.forget_all()
    with django_assert_num_queries(9):
        answer = client.get("/verk/")
    assert len(json.loads(client.get("/verk.geojson").content)["features"]) == item_count
    assert answer.status_code == 200


def _checked_picture() -> Picture:
    return PictureFactory(people_checked=True)
