"""What people have earned and there is no money for is a row: it waits, is seen, and is funded."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from activities.models import CareVisit, CoOrganiser, Session
from activities.taking_part import signups
from core.errors import RuleBroken
from ledger.models import Entry
from notices import waiting_states
from notices.models import Task
from participants.models import Participant
from payouts import thresholds
from payouts.budgets import replanning
from payouts.earnings import approval, promises, unfunded
from payouts.models import Budget, Earning, Payout
from payouts.models.earning import WAITING
from payouts.reconciliation import row_checks, verification
from payouts.reports import hours, yearly_statement
from tests.factories.accounts import UserFactory
from tests.factories.activities import ActivityFactory, SessionFactory, WorkFactory, with_staff
from tests.factories.participants import ParticipantFactory
from tests.factories.payouts import BudgetFactory, RateFactory, ThresholdFactory
from tests.payouts.helpers import Scene, scene

pytestmark = pytest.mark.django_db


def without_money() -> tuple[Scene, Participant]:
    """Return a scene where somebody waits for what they took part in, made, lost and cared for."""
    stage = scene(places=1, budget_ore=15_000)
    activity, team = stage.session.activity, stage.session.team
    RateFactory(activity=activity, reason="co_organising", ore=2_000)
    RateFactory(activity=activity, reason="care_visit", ore=1_000)
    promises.record(stage.session, participant=stage.participant(), by=stage.by)
    person = stage.participant()
    CoOrganiser.objects.create(activity=activity, participant=person)
    promises.record(stage.session, participant=person, by=stage.by)
    promises.close(stage.session, by=stage.by)
    work = WorkFactory(team=team, activity=activity, steward=person)
    promises.care(work, care="cleaned", participant=person)
    return stage, person


def waits() -> list[tuple[Any, ...]]:
    return list(
        Earning.objects.unfunded()
        .order_by("pk")
        .values_list("participant", "reason", "session", "care_visit", "ore", "held_by")
    )


def test_each_that_has_no_money_is_a_row_and_nothing_is_booked() -> None:
    stage, person = without_money()

    visit = CareVisit.objects.get()
    assert waits() == [
        (person.pk, "took_part", stage.session.pk, None, 15_000, "budget"),
        (person.pk, "co_organising", stage.session.pk, None, 2_000, "budget"),
        (person.pk, "care_visit", None, visit.pk, 1_000, "budget"),
    ]
    assert not Entry.objects.filter(earning__in=Earning.objects.unfunded()).exists()
    assert Earning.objects.waiting_for_payment().filter(participant=person).count() == 0
    assert verification.verify() == []


@pytest.mark.parametrize("gone", ["deleted", "done", "there"])
def test_what_becomes_of_the_tasks_changes_nothing_that_is_owed(gone: str) -> None:
    stage, person = without_money()
    before = waits()
    if gone == "deleted":
        Task.objects.all().delete()
    elif gone == "done":
        Task.objects.update(done_at=timezone.now(), done_by=stage.by)

    assert unfunded.fund_waiting() == 0
    assert waits() == before
    asked = Task.objects.filter(waits_for__in=WAITING.values())
    assert asked.open().count() == (0 if gone == "done" else 2)  # one for the session, one a visit

    Task.objects.all().delete()
    Budget.objects.update(amount_ore=33_000)
    assert [unfunded.fund_waiting(), unfunded.fund_waiting()] == [3, 0]
    owed = Earning.objects.waiting_for_payment().filter(participant=person)
    assert owed.total() == 18_000
    assert Entry.objects.balance("owed") == -33_000
    assert not Task.objects.open().exists()
    for check in (row_checks.approvals, row_checks.unfunded, row_checks.reservations):
        assert list(check()) == []


def test_a_task_leads_to_the_row_and_a_new_sweep_asks_no_more() -> None:
    stage, person = without_money()

    tasks = Task.objects.open().order_by("pk")
    assert [(task.participant, task.assigned_to, task.about) for task in tasks] == [
        (person, stage.by, "payouts.earning")
    ] * 2
    assert waiting_states.update_tasks(*WAITING.values()) == 0


def test_the_person_sees_it_in_their_year_and_fortnights() -> None:
    _stage, person = without_money()
    year = timezone.localdate().year

    assert yearly_statement.statement(person, year=year).owed_ore == 18_000
    assert sum(row.ore for row in hours.fortnights(person, year=year)) == 18_000


def test_what_waits_for_money_counts_towards_a_threshold_and_what_was_stopped_does_not() -> None:
    stage, person = without_money()
    team = stage.session.team
    team.organisation_number = "310000019"
    team.save()
    threshold = ThresholdFactory(ore=20_000)
    today = timezone.localdate()

    (one,) = thresholds.standings([person], team=team, day=today)[person.pk]
    assert one.earned_ore == 18_000

    held = {"held_by": "threshold", "threshold": threshold}
    Earning.objects.unfunded().filter(reason="took_part").update(**held)
    (one,) = thresholds.standings([person], team=team, day=today)[person.pk]
    assert one.earned_ore == 3_000
    assert yearly_statement.statement(person, year=today.year).owed_ore == 3_000


def test_taking_it_back_takes_it_out_of_the_line() -> None:
    stage = scene(places=1, budget_ore=15_000)
    promises.record(stage.session, participant=stage.participant(), by=stage.by)
    person = stage.participant()
    promises.record(stage.session, participant=person, by=stage.by)

    promises.reverse(stage.session, participant=person, by=stage.by)

    Budget.objects.update(amount_ore=90_000)
    assert unfunded.fund_waiting() == 0
    assert not Task.objects.open().exists()
    assert Earning.objects.get(participant=person).state == "reversed"


def test_a_visit_that_was_a_slip_of_the_finger_leaves_nothing() -> None:
    _stage, person = without_money()
    visit = CareVisit.objects.get()

    assert promises.reverse_care(visit, participant=person) == 0

    assert not CareVisit.objects.exists()
    assert not Earning.objects.filter(reason="care_visit").exists()


def test_nothing_is_approved_or_paid_before_there_is_money() -> None:
    without_money()
    earning = Earning.objects.unfunded().order_by("pk")[0]

    with pytest.raises(RuleBroken, match="venter på penger"):
        approval.approve_many([earning.pk], by=None)
    assert not Payout.objects.exists()


def test_those_who_came_before_the_session_promised_money_are_owed_it() -> None:
    activity = ActivityFactory()
    draft = SessionFactory(running=True, state=Session.State.DRAFT, activity=activity, places=4)
    session = promises.offer(with_staff(draft), by=None)
    person = ParticipantFactory(team=session.team)
    recorded = promises.record(session, participant=person, by=UserFactory())
    assert recorded.earning is None
    RateFactory(activity=activity)
    BudgetFactory(team=session.team)

    replanning.edit(session, by=None, places=5)

    assert [unfunded.fund_waiting(), unfunded.fund_waiting()] == [1, 0]
    assert Earning.objects.get().ore == 15_000


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "promised"},
        {"state": "approved", "held_by": ""},
        {"held_by": ""},
        {"held_by": "threshold"},
        {"participant": None},
    ],
)
def test_the_database_knows_that_something_holds_it(wrong: dict[str, Any]) -> None:
    without_money()

    with pytest.raises(IntegrityError), transaction.atomic():
        Earning.objects.unfunded().update(**wrong)


def test_the_database_refuses_a_promise_without_anything_reserved() -> None:
    without_money()

    with pytest.raises(IntegrityError), transaction.atomic():
        Earning.objects.live().update(reservation=None)


class Line(RuleBasedStateMachine):
    """People come, money comes, tasks go: what is owed is funded, the oldest first."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo._from_testcase = True  # type: ignore[attr-defined]
        self.undo.__enter__()

    @initialize()
    def begin(self) -> None:
        self.stage = scene(places=1, budget_ore=15_000)
        self.people = [self.stage.participant() for _n in range(4)]
        self.came: set[tuple[int, int]] = set()
        self.sessions = [self.stage.session, self._another(days=1), self._another(days=2)]

    def _another(self, *, days: int) -> Session:
        """Return a session that promises money, later than the others."""
        other = SessionFactory(
            team=self.stage.session.team, activity=self.stage.session.activity, running=True,
            state=Session.State.PUBLISHED,
            starts_at=self.stage.session.starts_at + timedelta(minutes=days),
        )  # fmt: skip
        reservation = self.stage.session.reservation
        reservation.pk, reservation.session, reservation.count = None, other, 0
        reservation.save()
        return other

    @rule(number=st.integers(0, 2), who=st.integers(0, 3))
    def come(self, number: int, who: int) -> None:
        session = self.sessions[number]
        promises.record(session, participant=self.people[who], by=self.stage.by)
        self.came.add((session.pk, self.people[who].pk))

    @rule(number=st.integers(0, 2), who=st.integers(0, 3))
    def reverse(self, number: int, who: int) -> None:
        session = self.sessions[number]
        if (session.pk, self.people[who].pk) not in self.came:
            return
        kept = promises.reverse(session, participant=self.people[who], by=self.stage.by)
        if kept is None:
            self.came.discard((session.pk, self.people[who].pk))

    @rule(more=st.integers(0, 2))
    def money_comes(self, more: int) -> None:
        budget = Budget.objects.get()
        Budget.objects.update(amount_ore=budget.amount_ore + more * 15_000)
        before = list(
            Earning.objects.unfunded()
            .order_by("session__starts_at", "pk")
            .values_list("pk", flat=True)
        )
        made = unfunded.fund_waiting()
        left = Earning.objects.unfunded().order_by("session__starts_at", "pk")
        if not Earning.objects.filter(state="reversed").exists():  # no place of a session is free
            assert list(left.values_list("pk", flat=True)) == before[made:]
        assert Budget.objects.get().free_ore < 15_000 or not left.exists()

    @rule()
    def tasks_go(self) -> None:
        Task.objects.all().delete()

    @invariant()
    def everybody_who_came_is_owed_it_once(self) -> None:
        owed = Earning.objects.owed().values_list("session", "participant")
        assert sorted(owed) == sorted(self.came)
        assert not Earning.objects.owed().exclude(ore=15_000).exists()

    def teardown(self) -> None:
        try:
            unfunded.fund_waiting()
            about = set(Task.objects.open().values_list("about_id", flat=True))
            assert about == set(Earning.objects.unfunded().values_list("pk", flat=True))
        finally:
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)


def test_whoever_has_waited_longest_is_funded_first_whatever_happens() -> None:
    run_state_machine_as_test(
        Line,
        settings=settings(
            max_examples=15,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_signed_up_for_what_we_cancelled_waits_too() -> None:
    stage = scene(places=None, budget_ore=12 * 15_000)
    for _n in range(14):
        signups.join(stage.session, participant=stage.participant())
    promises.cancel(stage.session, reason="Per er syk.", by=stage.by)

    assert [row[1] for row in waits()] == ["cancelled_by_us"] * 2


def test_what_was_taken_back_while_we_waited_for_the_lock_is_let_be(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stage = scene(places=1, budget_ore=15_000)
    promises.record(stage.session, participant=stage.participant(), by=stage.by)
    person = stage.participant()
    promises.record(stage.session, participant=person, by=stage.by)
    Budget.objects.update(amount_ore=30_000)
    locked = unfunded.sessions.locked

    def somebody_was_first(session: Session) -> Session:
        monkeypatch.undo()
        promises.reverse(stage.session, participant=person, by=stage.by)
        return locked(session)

    monkeypatch.setattr(unfunded.sessions, "locked", somebody_was_first)

    assert unfunded.fund_waiting() == 0
    assert Earning.objects.get(participant=person).state == "reversed"
    assert Budget.objects.get().committed_ore == 15_000


def test_what_happened_first_is_funded_first_whoever_was_tapped_first() -> None:
    later = scene(places=1, budget_ore=30_000)
    draft = SessionFactory(
        running=True, state=Session.State.DRAFT, activity=later.session.activity,
        team=later.session.team, places=1,
    )  # fmt: skip
    first = promises.offer(with_staff(draft), by=later.by)
    Session.objects.filter(pk=first.pk).update(
        starts_at=later.session.starts_at - timedelta(minutes=1)
    )
    for session in (later.session, first) * 2:
        promises.record(session, participant=later.participant(), by=later.by)
    Budget.objects.update(amount_ore=45_000)

    assert unfunded.fund_waiting() == 1
    assert Earning.objects.unfunded().get().session == later.session


@pytest.mark.both
@pytest.mark.parametrize("processes", [2, 8])
def test_many_fund_the_same_line_at_once_and_nobody_twice(race: Any, processes: int) -> None:
    result = race.run("tests.payouts.racers.same_funding", processes=processes, waiting=5, funded=3)

    assert [act.get("error") for act in result["acts"]] == [None] * processes
    assert sum(act["value"] for act in result["acts"]) == 3
    assert result["look"] == {
        "approved": 4, "people": 4, "vouchers": 4, "owed": -60_000, "waiting": 2, "tasks": 2,
        "free": 0, "problems": [],
    }  # fmt: skip
