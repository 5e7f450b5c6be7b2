"""A session's life: draft, open, then finished or cancelled. Nobody is lost on the way."""

from datetime import timedelta

import pytest
from django.utils import timezone

from activities.models import Session
from activities.planning import sessions
from activities.taking_part import signups
from core.errors import RuleBroken
from notices.models import Message
from tests.factories.accounts import TeamFactory, UserFactory
from tests.factories.activities import (
    ActivityFactory,
    PlaceFactory,
    SessionFactory,
    ShiftFactory,
    with_numbers,
    with_staff,
)
from tests.factories.participants import ParticipantFactory

pytestmark = pytest.mark.django_db


def test_make_follows_the_place() -> None:
    starts_at, team = timezone.now(), TeamFactory()
    session = sessions.make(
        ActivityFactory(teams=[team]),
        team=team,
        place=PlaceFactory(off_site=True, min_staff=3),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        by=UserFactory(),
    )

    assert (session.state, session.off_site, session.min_staff) == ("draft", True, 3)


@pytest.mark.parametrize(
    ("minutes", "places", "sentence"),
    [
        (-60, None, "Økta må slutte etter at den begynner."),
        (0, None, "Økta må slutte etter at den begynner."),
        (60, 0, "Velg 1 til 500 plasser, eller la feltet stå tomt."),
        (60, 501, "Velg 1 til 500 plasser, eller la feltet stå tomt."),
    ],
)
def test_make_answers_nonsense_with_a_sentence(
    minutes: int, places: int | None, sentence: str
) -> None:
    starts_at, team = timezone.now(), TeamFactory()
    with pytest.raises(RuleBroken) as told:
        sessions.make(
            ActivityFactory(teams=[team]),
            team=team,
            place=PlaceFactory(),
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=minutes),
            places=places,
            by=UserFactory(),
        )

    assert told.value.message == sentence
    assert Session.objects.count() == 0


def test_an_activity_of_other_teams_is_not_planned() -> None:
    with pytest.raises(RuleBroken) as told:
        sessions.make(
            ActivityFactory(teams=[TeamFactory()]),
            team=TeamFactory(),
            place=PlaceFactory(),
            starts_at=timezone.now(),
            ends_at=timezone.now() + timedelta(hours=1),
            by=UserFactory(),
        )

    assert told.value.message == "Velg en aktivitet som teamet er med på."


def test_copy_is_a_new_draft_without_people() -> None:
    session = SessionFactory(published=True, places=4, title="Elva")
    signups.join(session, participant=ParticipantFactory())
    starts_at = session.starts_at + timedelta(days=7)

    copy = sessions.copy(session, starts_at=starts_at, by=UserFactory())

    assert (copy.state, copy.title, copy.places, copy.signups.count()) == ("draft", "Elva", 4, 0)
    assert (copy.starts_at, copy.ends_at - copy.starts_at) == (starts_at, timedelta(hours=2))
    assert copy.uid != session.uid


def test_cancel_tells_everybody_who_waits_once() -> None:
    session = SessionFactory(published=True, places=1)
    coming, waiting, elsewhere = (
        ParticipantFactory(channel="sms", phone="+4790000000") for _n in "123"
    )
    for participant in (coming, waiting, elsewhere):
        signups.join(session, participant=participant)
    signups.not_now(session, participant=elsewhere)
    by = UserFactory(first_name="Kari")

    for _twice in range(2):
        sessions.cancel(session, reason="Per er syk", by=by)

    told = Message.objects.filter(key__startswith="session-cancelled").order_by("participant")
    assert [message.participant for message in told] == [coming, waiting]
    assert (
        "Per er syk. Du beholder det vi har lovet, og er først i køen neste gang. Kari"
        in told[0].body
    )


def test_cancel_needs_a_reason() -> None:
    session = SessionFactory(published=True)

    with pytest.raises(RuleBroken):
        sessions.cancel(session, reason="  ", by=UserFactory())

    session.refresh_from_db()
    assert session.state == Session.State.PUBLISHED


def test_close_before_it_has_begun_is_refused() -> None:
    with pytest.raises(RuleBroken):
        sessions.close(SessionFactory(published=True), by=UserFactory())


def test_a_finished_session_is_not_edited() -> None:
    session = SessionFactory(state=Session.State.CLOSED)

    with pytest.raises(RuleBroken):
        sessions.edit(session, title="Ny", by=UserFactory())


def test_a_session_is_opened_when_it_has_the_staff_that_it_needs():
    session = SessionFactory(min_staff=2)
    ShiftFactory(session=session)

    with pytest.raises(RuleBroken) as told:
        sessions.publish(session, by=None)
    assert told.value.message == "Økta mangler 1 ansatt. Sett noen på vakt først."

    ShiftFactory(session=session)
    assert sessions.publish(session, by=None).state == Session.State.PUBLISHED


def test_nobody_goes_out_before_the_phone_list_is_complete():
    session = with_staff(SessionFactory(off_site=True))

    with pytest.raises(RuleBroken) as told:
        sessions.publish(session, by=None)
    assert told.value.message == "Gjør telefonlista ferdig før teamet drar ut."

    with_numbers(session.team)
    assert sessions.publish(session, by=None).state == Session.State.PUBLISHED
