"""Joining: places are locked, a full session offers the line, leaving costs nothing."""

from typing import Any

import pytest

from accounts.models import Role
from activities.models import Session, SignUp
from activities.planning import sessions
from activities.taking_part import signups
from core.errors import RuleBroken
from notices.models import Message, Task
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.activities import SessionFactory
from tests.factories.participants import ParticipantFactory

pytestmark = pytest.mark.django_db


def states(session: Session) -> list[tuple[int, str]]:
    return list(session.signups.order_by("pk").values_list("participant_id", "state"))


def test_join_gives_a_place() -> None:
    session = SessionFactory(published=True, places=2)
    participant = ParticipantFactory()

    signups.join(session, participant=participant)

    assert states(session) == [(participant.pk, "coming")]


def test_a_double_tap_on_join_changes_nothing() -> None:
    session = SessionFactory(published=True, places=1)
    participant = ParticipantFactory()

    first = signups.join(session, participant=participant)
    second = signups.join(session, participant=participant)

    assert (second.pk, second.state, second.asked_at) == (first.pk, "coming", first.asked_at)


def test_full_offers_the_line_with_a_date_that_binds_staff() -> None:
    session = SessionFactory(published=True, places=1)
    signups.join(session, participant=ParticipantFactory())
    contact = MembershipFactory(team=session.team, role=Role.WORKER).user
    participant = ParticipantFactory(team=session.team, primary_contact=contact)

    signup = signups.join(session, participant=participant)

    task = Task.objects.get()
    assert signup.state == SignUp.State.IN_LINE
    assert signup.answer_on is not None
    assert (task.assigned_to, task.answer_by, task.participant) == (
        contact,
        signup.answer_on,
        participant,
    )


def test_another_team_s_guest_in_line_is_answered_by_whoever_has_the_session() -> None:
    session = SessionFactory(published=True, places=1)
    signups.join(session, participant=ParticipantFactory())
    leader = MembershipFactory(team=session.team, role=Role.LEADER).user
    guest = ParticipantFactory()

    signups.join(session, participant=guest)

    task = Task.objects.get()
    assert (task.assigned_to, task.team, task.participant) == (leader, session.team, guest)


def test_a_place_that_opens_goes_to_the_next_in_line_who_is_told() -> None:
    session = SessionFactory(published=True, places=1)
    first, second, third = (ParticipantFactory(channel="sms", phone="+4790000000") for _n in "123")
    for participant in (first, second, third):
        signups.join(session, participant=participant)

    signups.not_now(session, participant=first)

    assert states(session) == [
        (first.pk, "not_now"),
        (second.pk, "coming"),
        (third.pk, "in_line"),
    ]
    assert list(Message.objects.values_list("participant", flat=True)) == [second.pk]
    assert list(Task.objects.open().values_list("participant", flat=True)) == [third.pk]


def test_not_now_is_taken_back_by_one_tap() -> None:
    session = SessionFactory(published=True, places=1)
    participant = ParticipantFactory()
    signups.join(session, participant=participant)
    signups.not_now(session, participant=participant)

    signups.join(session, participant=participant)

    assert states(session) == [(participant.pk, "coming")]


def test_more_places_are_given_to_the_line() -> None:
    session = SessionFactory(published=True, places=1)
    people = [ParticipantFactory() for _n in range(3)]
    for participant in people:
        signups.join(session, participant=participant)

    sessions.edit(session, places=3, by=UserFactory())

    assert [state for _pk, state in states(session)] == ["coming"] * 3


def test_fewer_places_put_nobody_out() -> None:
    session = SessionFactory(published=True, places=3)
    for _n in range(3):
        signups.join(session, participant=ParticipantFactory())

    sessions.edit(session, places=1, by=UserFactory())

    assert [state for _pk, state in states(session)] == ["coming"] * 3


@pytest.mark.parametrize(
    "state", [Session.State.CANCELLED, Session.State.CLOSED, Session.State.DRAFT]
)
def test_join_what_is_not_open_answers_with_a_sentence(state: str) -> None:
    session = SessionFactory(state=state)

    with pytest.raises(RuleBroken) as told:
        signups.join(session, participant=ParticipantFactory())

    assert told.value.message.endswith("Se hva annet som skjer.")
    assert states(session) == []


@pytest.mark.both
def test_twenty_for_the_last_place_at_once(race: Any) -> None:
    result = race.run("tests.activities.racers.last_place", processes=20, places=1)

    assert [act.get("error") for act in result["acts"]] == [None] * 20
    assert sorted(act["value"] for act in result["acts"]) == ["coming"] + ["in_line"] * 19
    assert result["look"] == {"coming": 1, "in_line": 19}
