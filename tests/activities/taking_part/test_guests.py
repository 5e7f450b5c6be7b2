"""A guest took part like anybody else, and loses nothing by becoming a participant."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from activities.models import Attendance, Guest, SentTap, Session
from activities.taking_part import guests, offline
from core import schedule
from core.errors import RuleBroken
from tests.factories.accounts import UserFactory
from tests.factories.activities import SessionFactory
from tests.factories.participants import ParticipantFactory

pytestmark = pytest.mark.django_db


def test_a_guest_is_called_what_is_said_or_by_number() -> None:
    session, by = SessionFactory(running=True), UserFactory()

    called = [guests.add(session, called=name, by=by).called for name in ("", "  Ola  N ", " ")]

    assert called == ["Gjest 1", "Ola N", "Gjest 3"]
    assert guests.took_part_count(session) == 3
    assert Session.objects.with_counts().get().taken_part_count == 3


def test_the_same_key_adds_one_guest() -> None:
    session, by, key = SessionFactory(running=True), UserFactory(), uuid4()

    rows = {guests.add(session, by=by, key=key).pk for _tap in range(2)}

    assert len(rows) == Guest.objects.count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"state": Session.State.DRAFT},
        {"state": Session.State.CANCELLED},
        {"published": True, "starts_at": timezone.now() + timedelta(days=2)},
    ],
)
def test_nobody_is_a_guest_where_nobody_can_have_been(fields: dict) -> None:
    with pytest.raises(RuleBroken):
        guests.add(SessionFactory(**fields), by=UserFactory())


def test_a_national_identity_number_is_no_name() -> None:
    with pytest.raises(RuleBroken) as told:
        guests.add(SessionFactory(running=True), called="Ola 11077941012", by=UserFactory())

    assert told.value.message == "Ta bort fødselsnummeret. Reir skal ikke ha det."


def test_becoming_a_participant_takes_the_session_along_though_it_is_closed() -> None:
    session, by = SessionFactory(running=True), UserFactory()
    guest = guests.add(session, by=by)
    Session.objects.update(state=Session.State.CLOSED)
    person = ParticipantFactory(team=session.team)

    for _tap in range(2):
        guests.attach(guest, participant=person, by=by)

    assert list(Attendance.objects.values_list("session", "participant")) == [
        (session.pk, person.pk)
    ]
    assert guests.took_part_count(session) == 1
    assert Session.objects.with_counts().get().taken_part_count == 1


def test_a_guest_becomes_one_participant_and_is_not_taken_away_after_that() -> None:
    session, by = SessionFactory(running=True), UserFactory()
    guest = guests.add(session, by=by)
    guests.attach(guest, participant=ParticipantFactory(), by=by)

    with pytest.raises(RuleBroken):
        guests.attach(guest, participant=ParticipantFactory(), by=by)
    with pytest.raises(RuleBroken):
        guests.remove(guest)

    assert Attendance.objects.count() == 1


def test_a_paper_sheet_fills_up_and_takes_nobody_away() -> None:
    session, by = SessionFactory(running=True), UserFactory()
    guests.add(session, by=by)

    assert [guests.fill_up(session, count=count, by=by) for count in (3, 3, 1)] == [2, 0, 0]
    assert [guest.called for guest in session.guests.all()] == ["Gjest 1", "Gjest 2", "Gjest 3"]
    with pytest.raises(RuleBroken):
        guests.fill_up(session, count=guests.MOST + 1, by=by)


def test_guests_of_half_a_year_ago_are_forgotten() -> None:
    by = UserFactory()
    ago = {days: SessionFactory(running=True) for days in (180, 190)}
    for days, session in ago.items():
        guests.add(session, by=by)
        Session.objects.filter(pk=session.pk).update(
            starts_at=timezone.now() - timedelta(days=days, hours=2),
            ends_at=timezone.now() - timedelta(days=days),
        )

    schedule.run()

    assert [guest.session for guest in Guest.objects.all()] == [ago[180]]


def test_keys_of_taps_are_forgotten_after_a_week() -> None:
    session, by = SessionFactory(running=True), UserFactory()
    for days in (6, 8):
        now = timezone.now()
        tap = offline.Tap(key=uuid4(), act=SentTap.Act.GUEST, tapped_at=now)
        offline.record(session, tap=tap, by=by)
        SentTap.objects.filter(key=tap.key).update(received_at=now - timedelta(days=days))

    schedule.run()

    assert SentTap.objects.count() == 1
