"""«Var med» is a fact: once, for anybody, undone only by a person, and all of it kept."""

from datetime import timedelta

import pytest
from django.utils import timezone

from activities.models import Attendance, Session
from activities.planning import sessions
from activities.staffing import shifts
from activities.taking_part import attendance, attendance_history
from core.errors import RuleBroken
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.activities import SessionFactory
from tests.factories.participants import ParticipantFactory

pytestmark = pytest.mark.django_db


def test_a_double_tap_records_once() -> None:
    session, participant, by = SessionFactory(running=True), ParticipantFactory(), UserFactory()

    first = attendance.record(session, participant=participant, by=by)
    second = attendance.record(session, participant=participant, by=UserFactory())

    assert (first.pk, second.recorded_by) == (second.pk, by)
    assert Attendance.objects.count() == 1


def test_taking_back_leaves_a_trace_in_the_history_alone() -> None:
    session, participant, by = SessionFactory(running=True), ParticipantFactory(), UserFactory()
    attendance.record(session, participant=participant, by=by)

    for _twice in range(2):
        attendance.reverse(session, participant=participant, by=by)

    assert Attendance.objects.count() == 0
    assert list(Attendance.history.order_by("pk").values_list("history_type", flat=True)) == [
        "+",
        "-",
    ]


@pytest.mark.parametrize(
    "session",
    [
        {"state": Session.State.DRAFT},
        {"state": Session.State.CANCELLED},
        {"published": True, "starts_at": timezone.now() + timedelta(days=2)},
    ],
)
def test_what_cannot_have_happened_is_not_recorded(session: dict) -> None:
    with pytest.raises(RuleBroken):
        attendance.record(
            SessionFactory(**session), participant=ParticipantFactory(), by=UserFactory()
        )

    assert Attendance.objects.count() == 0


def test_somebody_forgotten_is_recorded_after_closing_and_it_is_kept_as_a_correction() -> None:
    session, by = SessionFactory(running=True), UserFactory()
    first, forgotten, mistaken = (ParticipantFactory() for _person in range(3))
    attendance.record(session, participant=first, by=by)
    attendance.record(session, participant=mistaken, by=by)
    sessions.close(session, by=by)
    attendance.record(session, participant=forgotten, by=by)
    attendance.reverse(session, participant=mistaken, by=by)

    session.refresh_from_db()
    found = attendance_history.of(session)
    assert [(one.participant, one.history_type, one.history_user) for one in found] == [
        (forgotten, "+", by),
        (mistaken, "-", by),
    ]


def test_half_a_day_is_taking_part() -> None:
    session, participant = SessionFactory(running=True), ParticipantFactory()

    attendance.record(session, participant=participant, by=UserFactory())

    assert {field.name for field in Attendance._meta.get_fields()} == {
        "id", "session", "participant", "recorded_by", "recorded_at",
    }  # fmt: skip


def test_all_clear_is_one_s_own_and_keeps_its_first_time() -> None:
    session = SessionFactory(running=True, off_site=True)
    staff = MembershipFactory(team=session.team, role="worker").user
    shift = shifts.assign(session, staff=staff)

    with pytest.raises(RuleBroken):
        shifts.all_clear(shift, by=UserFactory())
    first = shifts.all_clear(shift, by=staff).all_clear_at
    second = shifts.all_clear(shift, by=staff).all_clear_at

    assert first == second is not None


def test_only_people_of_the_team_are_put_on_a_session() -> None:
    session = SessionFactory()
    stranger = MembershipFactory(role="worker").user

    with pytest.raises(RuleBroken):
        shifts.assign(session, staff=stranger)
