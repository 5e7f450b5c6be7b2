"""What a phone sends later: once each, whatever comes twice, in whatever order."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from activities.models import Attendance, Guest, SentTap, Session
from activities.staffing import shifts
from activities.taking_part import guests
from activities.taking_part.offline import Tap
from ledger.models import Entry
from payouts.earnings import offline, promises, unfunded
from payouts.models import Budget, Earning
from tests.factories.accounts import MembershipFactory
from tests.factories.activities import ShiftFactory
from tests.payouts.helpers import Scene, scene

pytestmark = pytest.mark.django_db

TOOK_PART, REVERSE = SentTap.Act.TOOK_PART, SentTap.Act.REVERSE


def tap(act: str, *, minutes: float = -5, key: UUID | None = None, **more: Any) -> Tap:
    """Return a tap `minutes` from now."""
    at = timezone.now() + timedelta(minutes=minutes)
    return Tap(key=key or uuid4(), act=act, tapped_at=at, **more)


def send(stage: Scene, *taps: Tap) -> list[str]:
    answers = offline.receive(stage.session, taps=taps, by=stage.by)
    return [answers[one.key] for one in taps]


def state_of(session: Session) -> tuple[set[int], set[int], int]:
    """Return who took part, whom it honours, and how many guests there were."""
    return (
        set(session.attendances.values_list("participant", flat=True)),
        set(session.earnings.live().values_list("participant", flat=True)),
        session.guests.count(),
    )


# --- Once, in any order -------------------------------------------------------------
@st.composite
def deliveries(draw: Any) -> tuple[list[tuple[str, int, int]], list[list[int]]]:
    """Draw taps (act, person, second) and batches of their places: all come, some twice."""
    acts = st.sampled_from([TOOK_PART, REVERSE, SentTap.Act.GUEST])
    taps = draw(
        st.lists(st.tuples(acts, st.integers(0, 2), st.integers(0, 4)), min_size=1, max_size=7)
    )
    places = list(range(len(taps)))
    again = draw(st.lists(st.sampled_from(places), max_size=5))
    order = draw(st.permutations(places + again))
    batches: list[list[int]] = []
    for place in order:
        if not batches or draw(st.booleans()):
            batches.append([])
        batches[-1].append(place)
    return taps, batches


def test_any_order_and_any_repetition_end_the_same() -> None:
    # Made once: each example begins with the session as it is now, and is rolled back.
    stage = scene(places=4)
    people = [stage.participant() for _person in range(3)]

    @given(deliveries())
    def ends_the_same(drawn: Any) -> None:
        with transaction.atomic():
            deliver(Session.objects.get(pk=stage.session.pk), *drawn, people=people, by=stage.by)
            transaction.set_rollback(True)

    ends_the_same()


def deliver(
    session: Session,
    written: list[tuple[str, int, int]],
    batches: list[list[int]],
    *,
    people: list[Any],
    by: Any,
) -> None:
    """Send the taps and see that only the last of each person counts."""
    keys = [UUID(int=number) for number in range(len(written))]
    start = timezone.now() - timedelta(minutes=30)
    taps = [
        Tap(
            key=key,
            act=act,
            tapped_at=start + timedelta(seconds=second),
            participant=None if act == SentTap.Act.GUEST else people[person],
        )
        for key, (act, person, second) in zip(keys, written, strict=True)
    ]
    for batch in batches:
        offline.receive(session, taps=[taps[place] for place in batch], by=by)

    newest: dict[int, Tap] = {}
    for one in sorted(taps, key=lambda one: (one.tapped_at, one.key)):
        if one.participant:
            newest[one.participant.pk] = one
    here = {person for person, one in newest.items() if one.act == TOOK_PART}
    number_of_guests = sum(one.participant is None for one in taps)
    assert state_of(session) == (here, here, number_of_guests)


@pytest.mark.both
def test_one_batch_from_eight_processes_at_once_is_recorded_once(race: Any) -> None:
    result = race.run("tests.payouts.racers.same_batch", processes=8, people=5)

    assert result == {
        "acts": [{"value": 6}] * 8,
        "look": {
            "attendances": 5,
            "recorded": 5,
            "guests": 1,
            "taps": 6,
            "earnings": 5,
            "committed": 5 * 15_000,
        },
    }


def test_what_a_colleague_tapped_later_with_signal_stands() -> None:
    stage = scene()
    person = stage.participant()
    promises.record(stage.session, participant=person, by=stage.by)
    promises.reverse(stage.session, participant=person, by=stage.by)

    assert send(stage, tap(TOOK_PART, minutes=-30, participant=person)) == [""]

    assert state_of(stage.session) == (set(), set(), 0)


def test_the_history_keeps_when_it_was_tapped() -> None:
    stage = scene()
    sent = tap(TOOK_PART, minutes=-20, participant=stage.participant())

    send(stage, sent)

    assert Attendance.history.get().history_date == sent.tapped_at
    assert Attendance.history.get().history_user == stage.by


# --- Clocks that are wrong -------------------------------------------------------------
def test_a_fast_clock_does_not_win_over_what_is_tapped_later() -> None:
    stage = scene()
    person = stage.participant()

    send(stage, tap(TOOK_PART, minutes=60 * 24 * 400, participant=person))
    promises.reverse(stage.session, participant=person, by=stage.by)
    promises.record(stage.session, participant=person, by=stage.by)
    send(stage, tap(REVERSE, minutes=0, participant=person))

    assert state_of(stage.session) == (set(), set(), 0)
    assert SentTap.objects.filter(tapped_at__gt=timezone.now()).count() == 0


def test_taps_of_a_fast_clock_keep_their_own_order() -> None:
    stage = scene()
    person = stage.participant()
    taps = [
        tap(act, minutes=90 + number, participant=person)
        for number, act in enumerate([TOOK_PART, REVERSE, TOOK_PART, REVERSE])
    ]

    send(stage, *reversed(taps))

    assert state_of(stage.session) == (set(), set(), 0)


def test_a_clock_of_long_ago_records_all_the_same() -> None:
    stage = scene()
    person = stage.participant()

    send(stage, tap(TOOK_PART, minutes=-60 * 24 * 365 * 30, participant=person))

    assert state_of(stage.session)[0] == {person.pk}
    assert SentTap.objects.get().tapped_at == stage.session.starts_at - timedelta(days=1)


# --- A session that was closed meanwhile -----------------------------------------------
def test_a_tap_on_a_closed_session_is_recorded_and_honoured() -> None:
    stage = scene(places=2)
    person = stage.participant()
    promises.close(stage.session, by=stage.by)

    assert send(stage, tap(TOOK_PART, participant=person)) == [""]

    earning = Earning.objects.get()
    assert (earning.participant, earning.state) == (person, Earning.State.APPROVED)
    assert Entry.objects.get().ore == 15_000
    assert Budget.objects.get().committed_ore == 15_000


def test_without_money_a_tap_on_a_closed_session_is_recorded_and_honoured_later() -> None:
    stage = scene(places=1, budget_ore=15_000)
    first, second = stage.participant(), stage.participant()
    promises.record(stage.session, participant=first, by=stage.by)
    promises.close(stage.session, by=stage.by)

    assert send(stage, tap(TOOK_PART, participant=second)) == [""]
    assert state_of(stage.session) == ({first.pk, second.pk}, {first.pk}, 0)

    Budget.objects.update(amount_ore=30_000)
    unfunded.fund_waiting()
    assert set(Earning.objects.values_list("state", flat=True)) == {Earning.State.APPROVED}
    assert Earning.objects.count() == 2


def test_taking_back_after_closing_leaves_the_approved_honorarium() -> None:
    stage = scene()
    person = stage.participant()
    promises.record(stage.session, participant=person, by=stage.by)
    promises.close(stage.session, by=stage.by)

    assert send(stage, tap(REVERSE, minutes=0, participant=person)) == [""]

    assert Attendance.objects.count() == 0
    assert [earning.state for earning in Earning.objects.all()] == [Earning.State.APPROVED]
    assert Entry.objects.count() == 1


# --- Rules in the way ---------------------------------------------------------------------
def test_a_rule_is_said_beside_its_tap_and_the_others_are_done() -> None:
    stage = scene()
    person = stage.participant()
    clear = tap(SentTap.Act.ALL_CLEAR)

    answers = send(stage, clear, tap(TOOK_PART, participant=person))

    assert answers == ["Du står ikke på vakt på denne økta.", ""]
    assert state_of(stage.session)[0] == {person.pk}
    assert SentTap.objects.filter(key=clear.key).count() == 0


def test_all_clear_keeps_the_time_of_the_tap_within_the_session_and_now() -> None:
    stage = scene()
    stage.session.starts_at = timezone.now() - timedelta(hours=2)
    stage.session.save()
    times = {}
    for minutes in (-30, -600, 600):
        staff = MembershipFactory(team=stage.session.team, role="worker").user
        shift = ShiftFactory(session=stage.session, staff=staff)
        sent = tap(SentTap.Act.ALL_CLEAR, minutes=minutes)
        offline.receive(stage.session, taps=[sent], by=staff)
        shift.refresh_from_db()
        times[minutes] = (sent.tapped_at, shift.all_clear_at)

    assert times[-30][0] == times[-30][1]
    assert times[-600][1] == stage.session.starts_at
    assert times[600][1] <= timezone.now()


def test_all_clear_keeps_its_first_time() -> None:
    stage = scene()
    shift = ShiftFactory(session=stage.session, staff=stage.by)
    first = shifts.all_clear(shift, by=stage.by).all_clear_at

    send(stage, tap(SentTap.Act.ALL_CLEAR, minutes=0))

    shift.refresh_from_db()
    assert shift.all_clear_at == first


def test_a_guest_who_was_taken_away_does_not_come_back_when_it_is_sent_again() -> None:
    stage = scene()
    sent = tap(SentTap.Act.GUEST, called="Ola fra brua")
    send(stage, sent)
    assert Guest.objects.get().called == "Ola fra brua"

    guests.remove(Guest.objects.get())
    send(stage, sent)

    assert Guest.objects.count() == 0
