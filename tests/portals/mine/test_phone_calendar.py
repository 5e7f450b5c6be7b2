"""My own calendar on my phone: mine alone, and nothing in it tells what it is."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from activities.calendar_feeds import feed_keys
from activities.models import FeedKey, Session
from activities.planning import sessions
from activities.taking_part import signups
from participants import enrolment
from tests.factories.activities import ActivityFactory, PlaceFactory, SessionFactory
from tests.factories.participants import ParticipantFactory
from tests.portals.mine.scene import session_for, text_of, visit

pytestmark = pytest.mark.django_db


def events(participant):
    """Return the entries of the calendar as a program without a card reads them."""
    answer = Client().get(f"/min/kalender/{feed_keys.give(participant)}.ics")
    assert answer.status_code == 200
    return Calendar.from_ical(answer.content).walk("VEVENT")


def test_the_address_is_made_shown_once_and_opens_the_calendar():
    ola = visit()
    shown = ola.client.post("/min/om-meg/kalender/lag/")
    address = shown.context["address"]
    assert shown["Cache-Control"] == "no-store, private"
    assert f'value="{address}"' in shown.content.decode()
    assert shown.context["opens_calendar"] == address.replace("http://", "webcal://")
    answer = Client().get(address)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert address not in ola.client.get("/min/om-meg/kalender/").content.decode()


def test_it_is_stopped_with_one_press():
    ola = visit()
    address = ola.client.post("/min/om-meg/kalender/lag/").context["address"]
    said = text_of(ola.client.post("/min/om-meg/kalender/stopp/"))
    assert "Nå er den stoppet." in said
    assert "Lag adressen min" in said
    assert Client().get(address).status_code == 404
    assert FeedKey.objects.get().revoked_at is not None


def test_it_tells_when_and_where_and_nothing_else():
    ola = visit()
    activity = ActivityFactory(name="Rusfri kveld", summary="For deg i oppfølging")
    place = PlaceFactory(name="Kuba", address="Brugata 1")
    session = session_for(ola, activity=activity, place=place, note="Hemmelig")
    signups.join(session, participant=ola.participant)
    (event,) = events(ola.participant)
    starts = timezone.localtime(session.starts_at)
    assert str(event["SUMMARY"]) == f"Avtale kl. {starts:%H.%M}"
    assert str(event["LOCATION"]) == "Kuba"
    assert str(event["DESCRIPTION"]) == str(event["URL"]) == "http://testserver/min/"
    assert str(event["UID"]) == session.calendar_uid
    assert event["DTSTART"].dt == session.starts_at.replace(microsecond=0)
    assert event["DTEND"].dt == session.ends_at.replace(microsecond=0)
    assert {str(name) for name in event} == {
        "UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "STATUS", "SUMMARY", "DTSTART", "DTEND",
        "DESCRIPTION", "LOCATION", "URL",
    }  # fmt: skip


def test_the_uid_is_that_of_the_public_calendar():
    ola = visit()
    session = session_for(ola)
    signups.join(session, participant=ola.participant)
    (public,) = Calendar.from_ical(Client().get("/kalender.ics").content).walk("VEVENT")
    (mine,) = events(ola.participant)
    assert mine["UID"] == public["UID"]


def test_a_place_whose_name_tells_is_left_out():
    ola = visit()
    session = session_for(ola, place=PlaceFactory(name="Rusmiddelsenteret"))
    signups.join(session, participant=ola.participant)
    (event,) = events(ola.participant)
    assert "LOCATION" not in event


def test_only_what_i_come_to_stands_there():
    ola = visit()
    mine, full, not_mine = session_for(ola), session_for(ola, places=1), session_for(ola)
    not_now = session_for(ola)
    long_ago = session_for(ola)
    draft = SessionFactory(team=ola.participant.team)
    other = ParticipantFactory(team=ola.participant.team)
    signups.join(mine, participant=ola.participant)
    signups.join(full, participant=other)
    signups.join(full, participant=ola.participant)
    signups.join(not_mine, participant=other)
    signups.join(long_ago, participant=ola.participant)
    signups.not_now(not_now, participant=ola.participant)
    days_ago = timezone.now() - timedelta(days=31)
    Session.objects.filter(pk=long_ago.pk).update(
        starts_at=days_ago - timedelta(hours=2), ends_at=days_ago
    )
    assert draft.state == Session.State.DRAFT
    assert [str(event["UID"]) for event in events(ola.participant)] == [mine.calendar_uid]


def test_what_we_cancel_stays_as_cancelled():
    ola = visit()
    session = session_for(ola)
    signups.join(session, participant=ola.participant)
    (before,) = events(ola.participant)
    sessions.cancel(session, reason="Per er syk", by=ola.participant.primary_contact)
    (after,) = events(ola.participant)
    assert (str(before["STATUS"]), str(after["STATUS"])) == ("CONFIRMED", "CANCELLED")
    assert before["UID"] == after["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert "Per er syk" not in after.to_ical().decode()


def test_who_has_left_has_no_calendar():
    ola = visit()
    token = feed_keys.give(ola.participant)
    enrolment.leave(ola.participant)
    assert Client().get(f"/min/kalender/{token}.ics").status_code == 404


def test_the_address_of_staff_does_not_open_this_portal():
    ola = visit()
    token = feed_keys.give(ola.participant.primary_contact)
    assert Client().get(f"/min/kalender/{token}.ics").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_calendar_costs_the_same(count, django_assert_num_queries):
    ola = visit()
    for _number in range(count):
        signups.join(session_for(ola), participant=ola.participant)
    token = feed_keys.give(ola.participant)
    with django_assert_num_queries(2):
        Client().get(f"/min/kalender/{token}.ics")
