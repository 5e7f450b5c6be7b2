"""My shifts in the calendar of my phone: mine alone, without anybody's name."""

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from activities.calendar_feeds import feed_keys
from activities.models import Session
from activities.planning import sessions
from tests.factories.activities import ActivityFactory, SessionFactory, ShiftFactory
from tests.factories.participants import ParticipantFactory
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db


def events(user):
    answer = Client().get(reverse("staff:my_feed", args=[feed_keys.give(user)]))
    assert answer.status_code == 200
    return Calendar.from_ical(answer.content).walk("VEVENT")


def test_the_address_is_made_shown_once_and_stopped(signed_in):
    here = scene()
    client = signed_in(here.worker)
    shown = client.post(reverse("staff:my_calendar_make"))
    address = shown.context["address"]
    assert "no-store" in shown["Cache-Control"]
    answer = Client().get(address)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert address not in client.get(reverse("staff:my_calendar")).content.decode()
    client.post(reverse("staff:my_calendar_stop"))
    assert Client().get(address).status_code == 404


def test_my_own_shifts_stand_there_and_no_participant():
    here = scene()
    session = here.session(title="Runden")
    here.coming(session, 1)
    ShiftFactory(session=SessionFactory(published=True, team=here.team), staff=here.colleague())
    ShiftFactory(session=SessionFactory(published=True), staff=here.worker)  # not my team
    (event,) = events(here.worker)
    assert str(event["SUMMARY"]) == "Vakt: Runden"
    assert str(event["UID"]) == session.calendar_uid
    assert str(event["URL"]) == "http://testserver/staff/"
    assert "Kommer" not in event.to_ical().decode()


def test_a_name_that_tells_what_this_is_is_left_out():
    here = scene()
    activity = ActivityFactory(name="Rusfri kveld")
    session = SessionFactory(team=here.team, activity=activity, state=Session.State.PUBLISHED)
    ShiftFactory(session=session, staff=here.worker)
    assert [str(event["SUMMARY"]) for event in events(here.worker)] == ["Vakt"]


def test_what_is_cancelled_stays_as_cancelled():
    here = scene()
    session = here.session()
    sessions.cancel(session, reason="Per er syk", by=here.worker)
    (event,) = events(here.worker)
    assert str(event["STATUS"]) == "CANCELLED"


def test_the_address_of_a_participant_does_not_open_this_portal():
    token = feed_keys.give(ParticipantFactory())
    assert Client().get(reverse("staff:my_feed", args=[token])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_calendar_costs_the_same(count, django_assert_num_queries):
    here = scene()
    for _number in range(count):
        here.session()
    token = feed_keys.give(here.worker)
    with django_assert_num_queries(2):
        Client().get(reverse("staff:my_feed", args=[token]))
