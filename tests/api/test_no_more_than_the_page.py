"""What a program reads without signing in, a person reads on the page of the same thing.

Every word of every table that a public answer can reach is marked; each mark that an anonymous
answer tells must stand on the public page. A new field of a serializer is tried by itself.
"""

import html
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import caches
from django.db import models
from django.test import Client

from activities.models import Session, Work
from activities.planning import weather
from api.urls import router
from tests.factories import cms as pages
from tests.factories.accounts import MembershipFactory, TeamFactory
from tests.factories.activities import ActivityFactory, PlaceFactory, SessionFactory, WorkFactory

pytestmark = pytest.mark.django_db
MARK = "kanari"
STATES = ("open", "cancelled", "moved indoors")


def mark(row: models.Model) -> None:
    """Write a word of its own into every free text of `row`."""
    for field in row._meta.concrete_fields:
        is_text = type(field) in (models.CharField, models.TextField)
        if is_text and not field.choices and not field.primary_key and field.name not in NOT_FREE:
            word = f"{MARK}-{row._meta.model_name}-{row.pk}-{field.name.replace('_', '-')}"
            type(row)._base_manager.filter(pk=row.pk).update(
                **{field.attname: word[: field.max_length]}
            )


NOT_FREE = {"calendar_key", "illustration", "hashtag", "path", "url_path", "kind"}


def words(said: Any) -> Iterator[str]:
    """Yield every marked word of an answer, however deep."""
    if isinstance(said, dict):
        said = list(said.values())
    if isinstance(said, list):
        for one in said:
            yield from words(one)
    elif isinstance(said, str) and MARK in said:
        yield said


def ground(state: str) -> dict[str, list[str]]:
    """Make one public thing of each kind; return {endpoint: the pages of that thing}."""
    pages.whole_site()
    team, activity = TeamFactory(), ActivityFactory()
    inside, outside = PlaceFactory(indoors=True), PlaceFactory(indoors=False)
    session = SessionFactory(
        team=team, activity=activity, place=outside, rain_place=inside, published=True,
        min_staff_reason="Få", min_staff_lowered_by=MembershipFactory(team=team).user,
    )  # fmt: skip
    work = WorkFactory(
        team=team, activity=activity, place=PlaceFactory(), is_public=True, kind=Work.Kind.BIRDHOUSE
    )
    project = pages.project(activity)
    story = pages.story(team=team, activity=activity)
    for row in (team, activity, inside, outside, work.place, session, work):
        mark(row)
    session.refresh_from_db()
    if state == "moved indoors":
        weather.move(session, indoors=True, by=MembershipFactory(team=team).user)
    elif state == "cancelled":
        Session.objects.filter(pk=session.pk).update(state="cancelled")
    return {
        "activities": [project.get_url(), "/kalender/"],
        "sessions": [project.get_url(), "/kalender/"],
        "stories": [story.get_url()],
        "works": ["/verk/"],
    }


@pytest.mark.parametrize("state", STATES)
def test_an_anonymous_answer_tells_no_more_than_the_page(state: str) -> None:
    there = ground(state)
    assert set(there) == {prefix for prefix, _view, _name in router.registry}
    for endpoint, addresses in there.items():
        caches["pages"].clear()
        page = "".join(html.unescape(Client().get(one).content.decode()) for one in addresses)
        rows = Client().get(f"/api/v1/{endpoint}/").json()["results"]
        assert rows, endpoint
        key = "slug" if endpoint == "activities" else "id"
        one = Client().get(f"/api/v1/{endpoint}/{rows[0][key]}/").json()
        told = set(words([rows, one]))
        assert {word for word in told if word not in page} == set(), endpoint


def test_moved_indoors_every_public_answer_says_the_place_inside() -> None:
    pages.whole_site()
    activity = ActivityFactory()
    outside = PlaceFactory(
        name="Kuba", address="Ved brua 2", how_to_find="Vi møtes ved brua.", indoors=False
    )
    inside = PlaceFactory(name="Biblioteket", address="Torggata 2", indoors=True)
    leader = MembershipFactory(leader=True)
    session = SessionFactory(
        team=leader.team, activity=activity, place=outside, rain_place=inside, published=True,
        note="Vi står ved brua.",
    )  # fmt: skip
    project = pages.project(activity)
    addresses = (
        "/", "/kalender/", project.get_url(), "/kalender.ics", "/api/v1/sessions/",
        f"/api/v1/sessions/{session.pk}/",
    )  # fmt: skip

    def said(address: str) -> str:
        caches["pages"].clear()
        return Client().get(address).content.decode().replace("\r\n ", "")

    assert all("Kuba" in said(address) for address in addresses)
    weather.move(session, indoors=True, by=leader.user)
    for address in addresses:
        assert "Biblioteket" in said(address), address
        assert "brua" not in said(address).lower() and "Kuba" not in said(address), address
    weather.move(session, indoors=False, by=leader.user)
    assert all("ved brua" in said(address) for address in addresses[1:3])


def test_what_a_hidden_activity_is_called_is_told_by_nothing_that_belongs_to_it() -> None:
    pages.whole_site()
    activity = ActivityFactory(slug=MARK, is_public=False)
    team = activity.teams.first() or TeamFactory()
    WorkFactory(activity=activity, is_public=True, place=PlaceFactory())
    story = pages.story(team=team, activity=activity)
    for address in ("/verk/", story.get_url(), "/verk.geojson"):
        assert MARK not in Client().get(address).content.decode()
    for endpoint in ("works", "stories"):
        there = f"/api/v1/{endpoint}/"
        rows = Client().get(there).json()["results"]
        assert [row["activity"] for row in rows] == [None]
        assert Client().get(f"{there}{rows[0]['id']}/").json()["activity"] is None
        assert Client().get(f"{there}?activity={MARK}").json()["results"] == []
    activity.is_public = True
    activity.save()
    assert Client().get(f"/api/v1/works/?activity={MARK}").json()["count"] == 1
