"""What everybody may read, and that people stand there by their consent alone."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from activities.models import Making, Session
from participants import consents
from participants.models import Consent, Participant
from tests.factories.activities import ActivityFactory, PlaceFactory, SessionFactory, WorkFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.pictures import PictureFactory

pytestmark = pytest.mark.django_db


def rows(client: Any, address: str) -> list[dict[str, Any]]:
    """Return the results of a list."""
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def yes(person: Participant, item: Any) -> Consent:
    """Return a consent for `item` on the web."""
    return consents.give(person, item=item, channel="web", how="screen", months=6)


def story(*people: Participant, **fields: Any) -> Any:
    """Return a published story with `people` in it."""
    from cms.models import StoryIndexPage, StoryPage, StoryPerson
    from cms.navigation import site
    from tests.factories.accounts import TeamFactory

    site.build_site()
    page = StoryPage(
        **{
            "title": "Elva er vår",
            "team": TeamFactory(),
            "illustration_alt": "En elv",
            "intro": "Vi ryddet.",
        }
        | fields
    )
    StoryIndexPage.objects.get(locale__language_code="nb").add_child(instance=page)
    for person in people:
        StoryPerson.objects.create(story=page, participant=person)
    return page


# --- Activities and sessions -----------------------------------------------------
def test_activities_hide_what_is_not_public(client: Any) -> None:
    shown = ActivityFactory()
    hidden = ActivityFactory(is_public=False)
    assert [row["slug"] for row in rows(client, "activities/")] == [shown.slug]
    assert client.get(f"/api/v1/activities/{hidden.slug}/").status_code == 404


def test_sessions_are_open_or_cancelled_and_not_over(client: Any) -> None:
    now = timezone.now()
    second = SessionFactory(published=True, starts_at=now + timedelta(days=2))
    first = SessionFactory(state=Session.State.CANCELLED, cancelled_reason="Per er syk.")
    draft = SessionFactory()
    SessionFactory(published=True, starts_at=now - timedelta(days=1))
    SessionFactory(published=True, activity=ActivityFactory(is_public=False))
    assert [row["id"] for row in rows(client, "sessions/")] == [first.pk, second.pk]
    assert client.get(f"/api/v1/sessions/{draft.pk}/").status_code == 404


def test_a_cancelled_session_says_no_more_than_its_page(client: Any) -> None:
    row = SessionFactory(state=Session.State.CANCELLED, note="Ta med støvler.")
    assert rows(client, "sessions/")[0]["note"] == ""
    assert client.get(f"/api/v1/sessions/{row.pk}/").json()["note"] == ""


def test_a_session_says_where_on_a_coarse_grid(client: Any) -> None:
    place = PlaceFactory(latitude=59.92345678, longitude=10.75287654)
    SessionFactory(published=True, place=place)
    found = rows(client, "sessions/")[0]["place"]
    assert (found["latitude"], found["longitude"]) == (59.923, 10.753)


def test_sessions_are_narrowed_by_team_activity_and_days(client: Any) -> None:
    day = timezone.localdate() + timedelta(days=3)
    at = timezone.now() + timedelta(days=3)
    wanted = SessionFactory(published=True, starts_at=at)
    SessionFactory(published=True, starts_at=at + timedelta(days=2))
    SessionFactory(published=True, starts_at=at - timedelta(days=2))
    for query in (
        f"team={wanted.team.slug}",
        f"activity={wanted.activity.slug}",
        f"from_date={day}&to_date={day}",
    ):
        assert [row["id"] for row in rows(client, f"sessions/?{query}")] == [wanted.pk], query


# --- Stories and works -----------------------------------------------------------
def test_a_story_is_there_while_everybody_in_it_says_yes(client: Any) -> None:
    person = ParticipantFactory()
    page = story(person)
    assert rows(client, "stories/") == []
    given = yes(person, page)
    assert [row["title"] for row in rows(client, "stories/")] == ["Elva er vår"]
    assert client.get(f"/api/v1/stories/{page.pk}/").json()["url"] == page.address
    consents.withdraw(given)
    assert rows(client, "stories/") == []
    assert client.get(f"/api/v1/stories/{page.pk}/").status_code == 404


def test_a_work_names_those_who_wish_it(client: Any) -> None:
    work = WorkFactory(is_public=True)
    WorkFactory()
    named, unnamed = ParticipantFactory(chosen_name="Berit"), ParticipantFactory(chosen_name="Ali")
    for person in (named, unnamed):
        Making.objects.create(work=work, participant=person)
    given = yes(named, work)
    assert [row["makers"] for row in rows(client, "works/")] == [["Berit"]]
    consents.withdraw(given)
    answer = client.get(f"/api/v1/works/{work.pk}/")
    assert answer.json()["makers"] == []
    assert "Berit" not in answer.content.decode()


def test_a_picture_is_there_while_everybody_on_it_says_yes(client: Any) -> None:
    person = ParticipantFactory()
    picture = PictureFactory(people=[person])
    WorkFactory(is_public=True, picture=picture)
    assert rows(client, "works/")[0]["image"] is None
    given = yes(person, picture)
    assert rows(client, "works/")[0]["image"]["url"].startswith("/bilder/")
    consents.withdraw(given)
    assert rows(client, "works/")[0]["image"] is None


# --- Queries ---------------------------------------------------------------------
@pytest.mark.parametrize("count", [1, 3])
def test_each_list_takes_the_same_queries_for_one_and_three(
    client: Any, django_assert_num_queries: Any, count: int
) -> None:
    for _row in range(count):
        person = ParticipantFactory()
        yes(person, story(person))
        picture = PictureFactory(people=[person])
        yes(person, picture)
        work = WorkFactory(is_public=True, picture=picture)
        Making.objects.create(work=work, participant=person)
        SessionFactory(published=True, activity=work.activity)
        work.activity.teams.add(work.team)
    for address in ("activities/", "sessions/", "stories/", "works/"):
        assert len(rows(client, address)) == count  # sizes of pictures are drawn once
    for address, queries in (("activities/", 3), ("sessions/", 2), ("stories/", 2), ("works/", 6)):
        with django_assert_num_queries(queries):
            rows(client, address)
