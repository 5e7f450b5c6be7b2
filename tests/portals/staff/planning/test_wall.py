"""The screen on the wall: opened by its address alone, and safe for whoever goes past."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from activities.calendar_feeds import feed_keys
from activities.models import FeedKey, Session
from tests.factories.activities import ActivityFactory, SessionFactory, ShiftFactory
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db
NOON = datetime(2027, 3, 10, 12, 0, tzinfo=ZoneInfo("Europe/Oslo"))  # a Wednesday


def screen(token):
    return Client().get(reverse("staff:wall_screen", args=[token]))


def words(page):
    return " ".join(page.content.decode().split())


def planned(here, **fields):
    fields = {"published": True, "starts_at": NOON + timedelta(hours=1)} | fields
    return SessionFactory(
        **{"team": here.team, "activity": here.activity, "place": here.place} | fields
    )


def names(days):
    return [session.title for day in days for session in day.sessions]


def test_the_address_is_made_shown_once_and_stopped(signed_in):
    here = scene()
    client = signed_in(here.worker)
    page = client.post(reverse("staff:wall_make"), {"team": here.team.slug})
    address = page.context["address"]
    assert address in words(page)
    assert Client().get(address).status_code == 200
    assert address not in words(client.get(reverse("staff:wall")))
    assert FeedKey.objects.get().team == here.team
    # Sent again, it leads to the same team's page.
    assert page.wsgi_request.shown_once_at == f"{reverse('staff:wall')}?team={here.team.slug}"
    assert f"hos {here.team.name}." in words(page)
    second = client.post(reverse("staff:wall_make")).context["address"]
    assert [Client().get(one).status_code for one in (address, second)] == [404, 200]
    client.post(reverse("staff:wall_stop"))
    assert Client().get(second).status_code == 404


def test_who_does_not_plan_makes_no_address(staff_client):
    here = scene()
    for role in (Role.EDITOR, Role.FINANCE, Role.AUDITOR):
        client = staff_client(role=role, team=here.team)
        assert client.post(reverse("staff:wall_make")).status_code == 403
    assert FeedKey.objects.count() == 0


def test_another_teams_address_cannot_be_made(staff_client):
    here = scene()
    client = staff_client(role=Role.LEADER)
    url = f"{reverse('staff:wall_make')}?team={here.team.slug}"
    assert client.post(url).status_code == 404


@pytest.mark.parametrize("token", ["ukjent", "x" * 300, "lag2"])
def test_an_address_that_opens_nothing_is_not_found(token):
    assert screen(token).status_code == 404


def test_a_calendar_address_opens_no_wall_and_a_walls_no_calendar():
    here = scene()
    assert screen(feed_keys.give(here.worker)).status_code == 404
    assert screen(feed_keys.give(here.person())).status_code == 404
    token = feed_keys.give(here.team)
    for feed in ("staff:my_feed", "mine:feed"):
        assert Client().get(reverse(feed, args=[token])).status_code == 404


@pytest.mark.parametrize("found", [True, False])
def test_it_is_kept_nowhere_and_found_by_nobody(found):
    token = feed_keys.give(scene().team) if found else "ukjent"
    page = screen(token)
    assert page.headers["Cache-Control"] == "no-store, private"
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    asks = '<noscript><meta http-equiv="refresh" content="300"></noscript>'
    assert (asks in page.content.decode()) is found
    assert page.cookies == {}


def test_it_only_reads():
    url = reverse("staff:wall_screen", args=[feed_keys.give(scene().team)])
    assert Client().post(url).status_code == 405


@time_machine.travel(NOON, tick=False)
def test_it_shows_today_and_six_days_of_what_is_open_to_all():
    here = scene()
    hidden = ActivityFactory(name="Skjult", teams=[here.team], is_public=False)
    hour = timedelta(hours=1)
    planned(here, title="Nå", starts_at=NOON - hour, ends_at=NOON + hour)
    planned(here, title="Over", starts_at=NOON - 3 * hour, ends_at=NOON - hour)
    planned(here, title="Senere")
    planned(here, title="Sist", starts_at=NOON + timedelta(days=6))
    planned(here, title="For langt", starts_at=NOON + timedelta(days=7))
    planned(here, title="Utkast", published=False)
    planned(here, title="Ikke for alle", activity=hidden)
    SessionFactory(published=True, title="Et annet team", starts_at=NOON + timedelta(hours=1))
    page = screen(feed_keys.give(here.team))
    assert names([page.context["today"]]) == ["Nå", "Senere"]
    assert names(page.context["ahead"]) == ["Sist"]


def test_what_goes_on_over_midnight_stands_under_today():
    with time_machine.travel(NOON.replace(hour=0, minute=30), tick=False):
        here, hour = scene(), timedelta(hours=1)
        planned(here, title="Natt", starts_at=NOON - 14 * hour, ends_at=NOON - 10 * hour)
        planned(here, title="Over", starts_at=NOON - 16 * hour, ends_at=NOON - 13 * hour)
        page = screen(feed_keys.give(here.team))
    assert names([page.context["today"]]) == ["Natt"]


@time_machine.travel(NOON, tick=False)
def test_it_names_nobody():
    here = scene()
    session = planned(here)
    here.coming(session, 2)
    for _one in range(2):
        ShiftFactory(session=session, staff=here.colleague())
    said = words(screen(feed_keys.give(here.team)))
    people = [one.participant.chosen_name for one in session.signups.all()]
    people += [shift.staff.first_name for shift in session.shifts.all()]
    assert [name for name in people if name in said] == []
    assert "2 fra oss" in said
    assert "<nav" not in said
    assert "<form" not in said


@time_machine.travel(NOON, tick=False)
def test_what_is_cancelled_says_so():
    here = scene()
    session = planned(here)
    Session.objects.filter(pk=session.pk).update(state="cancelled", cancelled_reason="Per er syk.")
    said = words(screen(feed_keys.give(here.team)))
    assert "Avlyst" in said
    assert "Per er syk" not in said


@pytest.mark.parametrize("clock", ["00:30", "12:00", "23:30"])
def test_an_empty_wall_says_so_at_any_hour(clock):
    hour, minute = map(int, clock.split(":"))
    with time_machine.travel(NOON.replace(hour=hour, minute=minute), tick=False):
        said = words(screen(feed_keys.give(scene().team)))
    assert "Det skjer ikke noe mer her i dag." in said
    assert "Onsdag 10. mars" in said


@pytest.mark.parametrize("item_count", [1, 3])
@time_machine.travel(NOON, tick=False)
def test_it_costs_the_same(django_assert_num_queries, item_count):
    here = scene()
    for day in range(item_count):
        session = planned(here, starts_at=NOON + timedelta(days=day, hours=1))
        ShiftFactory(session=session, staff=here.colleague())
    token = feed_keys.give(here.team)
    with django_assert_num_queries(3):
        screen(token)
