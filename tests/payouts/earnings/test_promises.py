"""What is promised is reserved first, earned by taking part, and kept when we cancel."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from activities.models import Attendance, Session
from activities.taking_part import signups
from core.errors import RuleBroken
from ledger.models import Entry
from notices.models import Task
from payouts.budgets import budgets
from payouts.earnings import promises, unfunded
from payouts.models import Budget, Earning
from tests.factories.accounts import MembershipFactory
from tests.factories.activities import ActivityFactory, SessionFactory, with_staff
from tests.factories.participants import ParticipantFactory
from tests.factories.payouts import BudgetFactory, RateFactory
from tests.payouts.helpers import scene

pytestmark = pytest.mark.django_db


def test_offering_reserves_places_times_rate() -> None:
    stage = scene(places=4)

    assert stage.session.state == Session.State.PUBLISHED
    assert stage.budget.committed_ore == 4 * 15_000


def test_offering_twice_reserves_once() -> None:
    stage = scene(places=4)

    promises.offer(stage.session, by=stage.by)

    stage.budget.refresh_from_db()
    assert stage.budget.committed_ore == 60_000


def test_recording_somebody_asks_the_same_few_questions_however_many_were_recorded(
    django_assert_num_queries: Any,
) -> None:
    stage = scene(places=4)

    for _number in range(3):
        participant = stage.participant()
        # Four of them begin and end the two transactions.
        with django_assert_num_queries(13):
            promises.record(stage.session, participant=participant, by=stage.by)


def test_what_is_not_covered_cannot_be_offered() -> None:
    activity = ActivityFactory()
    RateFactory(activity=activity)
    draft = SessionFactory(activity=activity, places=4)
    BudgetFactory(team=draft.team, amount_ore=59_999)

    with pytest.raises(RuleBroken) as told:
        promises.offer(with_staff(draft), by=None)

    draft.refresh_from_db()
    assert draft.state == Session.State.DRAFT
    assert "600\u00a0kr" in told.value.message


def test_what_is_missing_is_named_with_the_budget_that_has_most_left() -> None:
    activity = ActivityFactory()
    RateFactory(activity=activity)
    draft = with_staff(SessionFactory(activity=activity, places=4))
    for ore in (20_000, 50_000):
        BudgetFactory(team=draft.team, amount_ore=ore)

    with pytest.raises(RuleBroken) as told:
        promises.offer(draft, by=None)

    assert "Det mangler 100\u00a0kr." in told.value.message


def test_without_a_budget_for_the_day_the_sentence_says_the_day() -> None:
    activity = ActivityFactory()
    RateFactory(activity=activity)
    draft = with_staff(SessionFactory(activity=activity, places=4))

    with pytest.raises(RuleBroken) as told:
        promises.offer(draft, by=None)

    day = f"{timezone.localtime(draft.starts_at):%d.%m.%Y}"
    assert f"Ingen godkjente budsjett gjelder {day}." in told.value.message


def test_a_drop_in_reserves_as_many_as_usually_come() -> None:
    activity = ActivityFactory(expected_at_drop_in=7)
    RateFactory(activity=activity)
    draft = with_staff(SessionFactory(activity=activity, places=None))
    budget = BudgetFactory(team=draft.team)

    promises.offer(draft, by=None)

    budget.refresh_from_db()
    assert (draft.reservation.count, budget.committed_ore) == (7, 7 * 15_000)


def test_a_budget_nobody_else_approved_covers_nothing() -> None:
    activity = ActivityFactory()
    RateFactory(activity=activity)
    draft = SessionFactory(activity=activity, places=1)
    BudgetFactory(team=draft.team, approved_by=None)

    with pytest.raises(RuleBroken):
        promises.offer(with_staff(draft), by=None)


def test_the_activity_s_own_budget_comes_first() -> None:
    activity = ActivityFactory()
    RateFactory(activity=activity)
    draft = SessionFactory(activity=activity, places=1)
    BudgetFactory(team=draft.team)
    own = BudgetFactory(team=draft.team, activity=activity)

    promises.offer(with_staff(draft), by=None)

    assert draft.reservation.budget == own


def test_an_activity_without_a_rate_is_offered_without_money() -> None:
    draft = SessionFactory()

    promises.offer(with_staff(draft), by=None)

    assert Budget.objects.count() == 0
    assert promises.honorarium_of([draft]) == {}


def test_a_double_tap_on_took_part_promises_once() -> None:
    stage = scene()
    participant = stage.participant()

    first = promises.record(stage.session, participant=participant, by=stage.by)
    second = promises.record(stage.session, participant=participant, by=stage.by)

    assert (second.attendance, second.earning) == (first.attendance, first.earning)
    assert list(Earning.objects.values_list("ore", "state")) == [(15_000, "promised")]


def test_one_more_than_expected_extends_the_reservation() -> None:
    stage = scene(places=1, budget_ore=30_000)

    for _n in range(2):
        promises.record(stage.session, participant=stage.participant(), by=stage.by)

    stage.budget.refresh_from_db()
    assert (stage.budget.committed_ore, Earning.objects.total()) == (30_000, 30_000)


def test_when_the_budget_is_empty_taking_part_is_recorded_and_the_leader_is_asked() -> None:
    stage = scene(places=1, budget_ore=15_000)
    promises.record(stage.session, participant=stage.participant(), by=stage.by)
    last = stage.participant()
    assert promises.can_promise_one_more(stage.session) is False

    recorded = promises.record(stage.session, participant=last, by=stage.by)

    assert recorded.earning is not None
    assert (recorded.earning.state, recorded.earning.held_by) == ("unfunded", "budget")
    assert Attendance.objects.count() == 2
    asked = Task.objects.filter(kind="find_money")
    assert [(task.participant, task.assigned_to) for task in asked] == [(last, stage.by)]


def test_money_found_later_reaches_the_one_who_waited() -> None:
    stage = scene(places=1, budget_ore=15_000)
    for _n in range(2):
        promises.record(stage.session, participant=stage.participant(), by=stage.by)
    promises.close(stage.session, by=stage.by)
    assert unfunded.fund_waiting() == 0
    Budget.objects.update(amount_ore=30_000)

    assert [unfunded.fund_waiting(), unfunded.fund_waiting()] == [1, 0]

    assert sorted(Earning.objects.values_list("state", flat=True)) == ["approved", "approved"]
    stage.budget.refresh_from_db()
    assert stage.budget.committed_ore == 30_000
    assert Task.objects.open().count() == 0


def test_what_we_cancelled_is_promised_when_the_money_is_found() -> None:
    stage = scene(places=None, budget_ore=12 * 15_000)
    for _n in range(13):
        signups.join(stage.session, participant=stage.participant())
    promises.cancel(stage.session, reason="Per er syk.", by=stage.by)
    assert (
        Earning.objects.live().count(),
        Task.objects.open().filter(kind="find_money").count(),
    ) == (12, 1)
    assert unfunded.fund_waiting() == 0
    Budget.objects.update(amount_ore=13 * 15_000)

    assert [unfunded.fund_waiting(), unfunded.fund_waiting()] == [1, 0]

    assert set(Earning.objects.values_list("state", "reason")) == {("approved", "cancelled_by_us")}
    assert (Earning.objects.count(), Task.objects.open().filter(kind="find_money").count()) == (
        13,
        0,
    )


def test_the_task_stays_while_one_of_two_honoraria_is_missing() -> None:
    stage = scene(places=1, budget_ore=15_000)
    waiting = [stage.participant() for _n in range(3)]
    for person in waiting:
        promises.record(stage.session, participant=person, by=stage.by)
    Budget.objects.update(amount_ore=30_000)

    unfunded.fund_waiting()

    assert [task.participant for task in Task.objects.open()] == [waiting[2]]


def test_a_task_that_closed_by_itself_opens_when_money_is_missing_again() -> None:
    stage = scene(places=1, budget_ore=15_000)
    first, second = stage.participant(), stage.participant()
    promises.record(stage.session, participant=first, by=stage.by)
    promises.record(stage.session, participant=second, by=stage.by)
    promises.reverse(stage.session, participant=first, by=stage.by)
    unfunded.fund_waiting()
    assert Task.objects.open().count() == 0

    promises.reverse(stage.session, participant=second, by=stage.by)
    promises.record(stage.session, participant=first, by=stage.by)
    promises.record(stage.session, participant=second, by=stage.by)

    assert [task.participant for task in Task.objects.open()] == [second]


def test_taking_back_takes_the_promise_back_and_recording_again_restores_it() -> None:
    stage = scene()
    participant = stage.participant()
    promises.record(stage.session, participant=participant, by=stage.by)

    promises.reverse(stage.session, participant=participant, by=stage.by)
    assert list(Earning.objects.live()) == []

    promises.record(stage.session, participant=participant, by=stage.by)
    assert list(Earning.objects.values_list("state", flat=True)) == ["promised"]


def test_closing_approves_and_gives_back_what_was_not_used() -> None:
    stage = scene(places=4)
    promises.record(stage.session, participant=stage.participant(), by=stage.by)

    for _twice in range(2):
        promises.close(stage.session, by=stage.by)

    stage.budget.refresh_from_db()
    assert stage.budget.committed_ore == 15_000
    assert list(Entry.objects.values_list("debit", "credit", "ore")) == [
        ("expense", "owed", 15_000)
    ]


def test_closing_a_session_without_money_books_nothing() -> None:
    team = MembershipFactory(role="leader")
    draft = SessionFactory(team=team.team, running=True, state=Session.State.DRAFT)
    session = promises.offer(with_staff(draft), by=team.user)
    participant = ParticipantFactory(team=team.team)
    recorded = promises.record(session, participant=participant, by=team.user)

    closed = promises.close(session, by=team.user)

    assert closed.state == Session.State.CLOSED
    assert recorded.earning is None
    assert (Attendance.objects.count(), Earning.objects.count(), Entry.objects.count()) == (1, 0, 0)


def test_closing_says_when_each_honorarium_was_approved() -> None:
    stage = scene(places=2)
    for _n in range(2):
        promises.record(stage.session, participant=stage.participant(), by=stage.by)
    moment = timezone.now() + timedelta(hours=3)

    with time_machine.travel(moment, tick=False):
        promises.close(stage.session, by=stage.by)

    rows = Earning.objects.values_list("state", "approved_at", "changed_at")
    assert list(rows) == [("approved", moment, moment)] * 2


@pytest.mark.parametrize("known", [True, False], ids=["counted before", "counted here"])
@pytest.mark.parametrize(
    ("places", "budget_ore", "recorded", "possible"),
    [
        (2, 30_000, 1, True),
        (1, 29_999, 1, False),
        (1, 30_000, 1, True),
        (1, 15_000, 0, True),
        (1, 15_000, 1, False),
    ],
)
def test_one_more_can_be_promised_while_a_place_or_a_whole_rate_is_left(
    places: int, budget_ore: int, recorded: int, possible: bool, known: bool
) -> None:
    stage = scene(places=places, budget_ore=budget_ore)
    for _n in range(recorded):
        promises.record(stage.session, participant=stage.participant(), by=stage.by)
    session = Session.objects.select_related("reservation__budget").get(pk=stage.session.pk)
    if known:
        session.live_earnings = recorded  # type: ignore[attr-defined]

    assert promises.can_promise_one_more(session) is possible


def test_one_more_without_a_rate_needs_no_money() -> None:
    assert promises.can_promise_one_more(SessionFactory()) is True


def test_when_we_cancel_those_who_were_coming_keep_the_honorarium() -> None:
    stage = scene(places=2)
    coming, in_line, not_now = (stage.participant() for _n in range(3))
    signups.join(stage.session, participant=coming)
    signups.join(stage.session, participant=not_now)
    signups.not_now(stage.session, participant=not_now)
    signups.join(stage.session, participant=in_line)
    signups.join(stage.session, participant=not_now)  # now in line behind the other

    for _twice in range(2):
        promises.cancel(stage.session, reason="Per er syk.", by=stage.by)

    earned = Earning.objects.order_by("participant")
    assert [(one.participant, one.reason, one.state) for one in earned] == [
        (coming, "cancelled_by_us", "approved"),
        (in_line, "cancelled_by_us", "approved"),
    ]
    stage.budget.refresh_from_db()
    assert stage.budget.committed_ore == 30_000


def test_the_database_refuses_an_overdrawn_budget() -> None:
    stage = scene()

    with pytest.raises(IntegrityError), transaction.atomic():
        Budget.objects.update(committed_ore=stage.budget.amount_ore + 1)


def test_four_eyes_on_a_budget() -> None:
    leader = MembershipFactory(role="leader")
    finance = MembershipFactory(role="finance", team=leader.team)
    budget = BudgetFactory(team=leader.team, made_by=leader.user, approved_by=None)

    with pytest.raises(RuleBroken):
        budgets.approve(budget, by=leader.user)
    with pytest.raises(IntegrityError), transaction.atomic():
        Budget.objects.filter(pk=budget.pk).update(approved_by=leader.user)

    assert budgets.approve(budget, by=finance.user).approved_by == finance.user


@pytest.mark.both
def test_many_sessions_at_once_never_overdraw(race: Any) -> None:
    result = race.run("tests.payouts.racers.last_money", processes=12, sessions_covered=5)

    answers = [act.get("value") or act["error"].split(":")[0] for act in result["acts"]]
    assert sorted(answers) == ["RuleBroken"] * 7 + ["published"] * 5
    assert result["look"] == {"committed": 5 * 15_000, "amount": 5 * 15_000, "published": 5}


@pytest.mark.both
def test_the_same_taps_at_once_promise_once(race: Any) -> None:
    result = race.run("tests.payouts.racers.same_tap", processes=12)

    assert [act.get("error") for act in result["acts"]] == [None] * 12
    assert result["look"] == {"attendances": 1, "earnings": 1}


def test_what_opening_sets_aside_is_the_newest_rate_in_force_on_the_day() -> None:
    activity = ActivityFactory()
    draft = SessionFactory(activity=activity, places=4)
    without = SessionFactory()
    day = timezone.localdate(draft.starts_at)
    for ore, valid_from in ((10_000, day - timedelta(days=9)), (15_000, day)):
        RateFactory(activity=activity, ore=ore, valid_from=valid_from)
    RateFactory(activity=activity, ore=90_000, valid_from=day + timedelta(days=1))
    RateFactory(activity=activity, ore=80_000, valid_from=day, reason="co_organising")
    RateFactory(ore=70_000)

    assert promises.needed([draft, without]) == {draft.pk: 60_000, without.pk: 0}
    BudgetFactory(team=draft.team)
    opened = promises.offer(with_staff(draft), by=None)
    assert promises.honorarium_of([opened]) == {opened.pk: 15_000}
    assert promises.honorarium_of([without]) == {}


def test_a_budget_covers_from_its_first_day_and_not_its_end() -> None:
    stage = scene()
    day = timezone.localdate(stage.session.starts_at)
    for starts, ends, covers in ((0, 1, True), (1, 2, False), (-1, 0, False), (-1, 1, True)):
        Budget.objects.update(
            starts_on=day + timedelta(days=starts), ends_on=day + timedelta(days=ends)
        )
        assert Budget.objects.covering(stage.session, day=day).exists() is covers
    assert not Budget.objects.covering(SessionFactory(), day=day).exists()


def test_what_is_approved_stays_so_when_it_is_recorded_again() -> None:
    stage = scene(places=1)
    person = stage.participant()
    promises.record(stage.session, participant=person, by=stage.by)
    promises.close(stage.session, by=stage.by)
    before = list(Earning.objects.values())

    again = promises.record(stage.session, participant=person, by=stage.by)

    assert again.earning == Earning.objects.get()
    assert (list(Earning.objects.values()), Entry.objects.count()) == (before, 1)
    assert {state: Earning(state=state).is_funded for state in Earning.State.values} == {
        "unfunded": False, "promised": True, "approved": True, "reversed": False,
    }  # fmt: skip
