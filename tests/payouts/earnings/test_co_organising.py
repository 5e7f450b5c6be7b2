"""Who helps to make an activity is honoured for that too, within what is reserved."""

from typing import Any

import pytest
from django.db import transaction
from django.db.models import F, Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from activities.models import CoOrganiser
from notices.models import Task
from participants.models import Participant
from payouts.earnings import promises, unfunded
from payouts.models import Budget, Earning, Reservation
from payouts.reconciliation import verification
from tests.factories.payouts import RateFactory
from tests.payouts.helpers import Scene, scene

pytestmark = pytest.mark.django_db


def stage_with_organiser(**more: Any) -> tuple[Scene, Participant]:
    stage = scene(**more)
    RateFactory(activity=stage.session.activity, reason="co_organising", ore=20_000)
    helper = stage.participant()
    CoOrganiser.objects.create(activity=stage.session.activity, participant=helper)
    return stage, helper


def committed() -> tuple[int, int]:
    """Return what the budget says that it has promised, and the sum of its reservations."""
    held = Reservation.objects.aggregate(total=Sum(F("count") * F("rate_ore") + F("extra_ore")))[
        "total"
    ]
    return Budget.objects.get().committed_ore, held


def test_a_co_organiser_is_promised_both_and_a_repeat_adds_nothing() -> None:
    stage, helper = stage_with_organiser(places=1)

    for _twice in range(2):
        recorded = promises.record(stage.session, participant=helper, by=stage.by)
    promises.close(stage.session, by=stage.by)

    assert recorded.co_organising is not None
    assert list(Earning.objects.order_by("pk").values_list("reason", "ore", "state")) == [
        ("took_part", 15_000, "approved"),
        ("co_organising", 20_000, "approved"),
    ]
    assert committed() == (35_000, 35_000)


def test_others_and_activities_without_a_rate_are_as_before() -> None:
    stage, _helper = stage_with_organiser()
    other = stage.participant()
    assert promises.record(stage.session, participant=other, by=stage.by).co_organising is None

    plain = scene()
    helper = plain.participant()
    CoOrganiser.objects.create(activity=plain.session.activity, participant=helper)
    assert promises.record(plain.session, participant=helper, by=plain.by).co_organising is None


def test_who_became_a_co_organiser_afterwards_is_not_honoured_for_before() -> None:
    stage = scene()
    RateFactory(activity=stage.session.activity, reason="co_organising", ore=20_000)
    later = stage.participant()
    promises.record(stage.session, participant=later, by=stage.by)
    CoOrganiser.objects.create(activity=stage.session.activity, participant=later)

    assert unfunded.fund_waiting() == 0


def test_it_takes_no_place_from_the_others() -> None:
    stage, helper = stage_with_organiser(places=2, budget_ore=50_000)

    promises.record(stage.session, participant=helper, by=stage.by)
    promises.record(stage.session, participant=stage.participant(), by=stage.by)

    assert Earning.objects.total() == 50_000
    assert committed() == (50_000, 50_000)


def test_without_money_the_leader_is_asked_and_it_comes_later() -> None:
    stage, helper = stage_with_organiser(places=1, budget_ore=15_000)

    recorded = promises.record(stage.session, participant=helper, by=stage.by)
    promises.close(stage.session, by=stage.by)

    assert recorded.earning and recorded.co_organising
    assert (recorded.earning.state, recorded.co_organising.state) == ("promised", "unfunded")
    assert Task.objects.filter(kind="find_money").count() == 1
    Budget.objects.update(amount_ore=35_000)
    assert [unfunded.fund_waiting(), unfunded.fund_waiting()] == [1, 0]
    assert committed() == (35_000, 35_000)
    assert set(Earning.objects.values_list("state", flat=True)) == {"approved"}


def test_taking_back_takes_both_back_and_recording_again_restores_both() -> None:
    stage, helper = stage_with_organiser()
    promises.record(stage.session, participant=helper, by=stage.by)

    promises.reverse(stage.session, participant=helper, by=stage.by)
    assert Earning.objects.live().count() == 0
    promises.record(stage.session, participant=helper, by=stage.by)

    assert Earning.objects.live().total() == 35_000
    assert committed() == (80_000, 80_000)


ACTS = st.lists(
    st.tuples(st.sampled_from(["record", "reverse", "accrue", "close"]), st.integers(0, 3)),
    max_size=12,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts=ACTS, money=st.sampled_from([30_000, 50_000, 90_000, 200_000]))
def test_what_is_committed_is_always_the_sum_of_what_is_reserved(
    acts: list[tuple[str, int]], money: int
) -> None:
    with transaction.atomic():
        stage, helper = stage_with_organiser(places=2, budget_ore=money)
        second = stage.participant()
        CoOrganiser.objects.create(activity=stage.session.activity, participant=second)
        people = [helper, second, stage.participant(), stage.participant()]
        budget, reservation = stage.budget, stage.session.reservation
        for act, number in acts:
            _do(act, stage=stage, participant=people[number])
            budget.refresh_from_db()
            reservation.refresh_from_db()
            earned = Earning.objects.live().filter(reservation=reservation).total()
            assert budget.committed_ore == reservation.ore
            assert earned <= reservation.ore <= budget.amount_ore
        promises.close(stage.session, by=stage.by)
        budget.refresh_from_db()
        earned = Earning.objects.live().filter(reservation=reservation).total()
        assert (budget.committed_ore, verification.verify()) == (earned, [])
        transaction.set_rollback(True)


def _do(act: str, *, stage: Scene, participant: Participant) -> None:
    if act == "record":
        promises.record(stage.session, participant=participant, by=stage.by)
    elif act == "reverse":
        promises.reverse(stage.session, participant=participant, by=stage.by)
    elif act == "close":
        promises.close(stage.session, by=stage.by)
    else:
        unfunded.fund_waiting()


def test_helping_with_another_activity_is_not_honoured_here() -> None:
    stage, _helper = stage_with_organiser()
    _other, elsewhere = stage_with_organiser()

    recorded = promises.record(stage.session, participant=elsewhere, by=stage.by)

    assert recorded.co_organising is None
