"""The week on a wall: only what is public, on one sheet."""

import pytest
from django.urls import reverse
from django.utils import timezone

from activities.models import Session
from tests.factories.activities import ActivityFactory, PlaceFactory, SessionFactory
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db


def words(page):
    return " ".join(page.content.decode().split())


def shown(page):
    return [session for day in page.context["days"] for session in day.sessions]


def test_only_what_is_public_and_will_be_stands_there(signed_in):
    here = scene()
    place = PlaceFactory(name="Kuba", address="Brugata 1")
    at = {"team": here.team, "starts_at": timezone.now()}
    public = SessionFactory(published=True, any_time=True, demands=["water"], place=place, **at)
    SessionFactory(**at)
    SessionFactory(state=Session.State.CANCELLED, **at)
    SessionFactory(published=True, activity=ActivityFactory(is_public=False), **at)
    SessionFactory(published=True, starts_at=timezone.now())
    here.coming(public, 2)
    page = signed_in(here.worker).get(reverse("staff:week_poster"))
    assert shown(page) == [public]
    assert "Kuba, Brugata 1" in words(page)
    assert "Kom når du kan." in words(page)
    assert "Greit å vite: ved vann" in words(page)
    assert 'class="qr"' in words(page)
    assert page.context["address"] == "testserver/kalender"
    assert "Kommer 0" not in words(page)


def test_the_number_of_the_team_stands_there(signed_in):
    here = scene()
    here.team.phone = "+4722000003"
    here.team.save()
    page = signed_in(here.worker).get(reverse("staff:week_poster"))
    assert "22 00 00 03" in words(page)
    assert "Det er ikke åpnet noe for alle denne uka." in words(page)


@pytest.mark.parametrize(
    ("query", "classes"),
    [({}, "poster--a4"), ({"ark": "a3"}, "poster--a3"), ({"ark": "a0"}, "poster--a4")],
)
def test_it_is_printed_on_a4_or_a3(signed_in, query, classes):
    here = scene()
    page = signed_in(here.worker).get(reverse("staff:week_poster"), query)
    assert f'class="poster {classes} poster--large"' in words(page)


@pytest.mark.parametrize(
    ("count", "written"), [(3, "large"), (4, "middle"), (8, "small"), (9, "finest")]
)
def test_a_full_week_is_written_smaller(signed_in, count, written):
    here = scene()
    SessionFactory.create_batch(
        count, published=True, team=here.team, starts_at=timezone.now(), activity=here.activity
    )
    page = signed_in(here.worker).get(reverse("staff:week_poster"))
    assert page.context["type"] == written


def test_a_place_whose_address_is_its_name_is_said_once(signed_in):
    here = scene()
    place = PlaceFactory(name="Brugata 1", address="Brugata 1, Oslo")
    SessionFactory(published=True, team=here.team, starts_at=timezone.now(), place=place)
    page = signed_in(here.worker).get(reverse("staff:week_poster"))
    assert [session.place.where for session in shown(page)] == ["Brugata 1, Oslo"]


def test_another_week_can_be_asked_for(signed_in):
    here = scene()
    page = signed_in(here.worker).get(reverse("staff:week_poster"), {"uke": "2026-W02"})
    assert (page.context["this"], shown(page)) == ("2026-W02", [])


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_poster_costs_the_same(signed_in, django_assert_num_queries, item_count):
    here = scene()
    for _number in range(item_count):
        SessionFactory(published=True, team=here.team, starts_at=timezone.now())
    client = signed_in(here.worker)
    with django_assert_num_queries(6):
        page = client.get(reverse("staff:week_poster"))
    assert len(shown(page)) == item_count
