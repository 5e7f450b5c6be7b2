"""A steward's visit is honoured at once, once a day, and never more than the budget holds."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from activities.models import CareVisit
from core.errors import RuleBroken
from ledger.models import Entry
from notices.models import Task
from participants.models import Participant
from payouts import thresholds
from payouts.earnings import promises, unfunded
from payouts.models import Budget, Earning, Rate
from payouts.reconciliation import verification
from tests.factories.accounts import UserFactory
from tests.factories.activities import WorkFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.payouts import BudgetFactory, RateFactory, ThresholdFactory

pytestmark = pytest.mark.django_db


def stewarded(*, amount_ore: int = 20_000):
    """Return a work with a steward, a rate of 100 kroner a visit, and the budget for it."""
    steward = ParticipantFactory()
    work = WorkFactory(team=steward.team, steward=steward)
    RateFactory(activity=work.activity, reason="care_visit", ore=10_000)
    return work, steward, BudgetFactory(team=work.team, amount_ore=amount_ore)


def test_a_visit_is_honoured_and_owed_at_once() -> None:
    work, steward, budget = stewarded()

    visit = promises.care(work, care="cleaned", participant=steward, by=UserFactory())

    earning = Earning.objects.get()
    assert (earning.care_visit, earning.what, earning.ore) == (visit, str(work), 10_000)
    assert earning.state == Earning.State.APPROVED
    assert Entry.objects.balance("owed") == -10_000
    budget.refresh_from_db()
    assert budget.committed_ore == 10_000


def test_two_visits_a_day_are_two_facts_and_one_honorarium() -> None:
    work, steward, budget = stewarded()

    promises.care(work, care="cleaned", participant=steward)
    promises.care(work, care="cleaned", participant=steward)
    promises.care(work, care="birds_inside", participant=steward)

    assert CareVisit.objects.count() == 2
    assert Earning.objects.count() == 1
    budget.refresh_from_db()
    assert budget.committed_ore == 10_000


def test_without_money_the_visit_stands_and_the_leader_is_asked() -> None:
    work, steward, _budget = stewarded(amount_ore=9_999)

    promises.care(work, care="cleaned", participant=steward)

    visit = CareVisit.objects.get()
    assert list(Earning.objects.values_list("care_visit", "state", "held_by", "ore")) == [
        (visit.pk, "unfunded", "budget", 10_000)
    ]
    assert Task.objects.get().kind == Task.Kind.FIND_MONEY


@pytest.mark.parametrize("who", ["somebody else", "nobody"])
def test_others_care_as_they_like_and_promise_nothing(who: str) -> None:
    work, steward, _budget = stewarded()
    other: Participant | None = ParticipantFactory(team=steward.team)

    promises.care(work, care="watered", participant=other if who == "somebody else" else None)

    assert not Earning.objects.exists()


def test_no_rate_no_promise() -> None:
    work, steward, _budget = stewarded()
    Rate.objects.update(reason="took_part")

    promises.care(work, care="watered", participant=steward)

    assert not Earning.objects.exists()
    assert not Task.objects.exists()


def test_a_visit_without_money_is_honoured_once_when_there_is_some() -> None:
    work, steward, _budget = stewarded(amount_ore=9_999)
    visit = promises.care(work, care="cleaned", participant=steward)
    assert unfunded.fund_waiting() == 0

    Budget.objects.update(amount_ore=30_000)

    assert (unfunded.fund_waiting(), unfunded.fund_waiting()) == (1, 0)
    earning = Earning.objects.get()
    assert (earning.care_visit, earning.participant, earning.ore) == (visit, steward, 10_000)
    assert earning.state == Earning.State.APPROVED
    assert Entry.objects.balance("owed") == -10_000
    assert Budget.objects.get().committed_ore == 10_000


def test_two_visits_a_day_without_money_are_still_one_honorarium() -> None:
    work, steward, _budget = stewarded(amount_ore=9_999)
    promises.care(work, care="cleaned", participant=steward)
    promises.care(work, care="watered", participant=steward)
    Budget.objects.update(amount_ore=30_000)

    assert (unfunded.fund_waiting(), unfunded.fund_waiting()) == (1, 0)


def test_the_rate_and_the_steward_are_those_of_the_day() -> None:
    work, steward, _budget = stewarded(amount_ore=9_999)
    promises.care(work, care="cleaned", participant=steward)
    other = ParticipantFactory(team=steward.team)
    promises.care(work, care="cleaned", participant=other)  # not the steward that day
    work.steward = other
    work.save()
    tomorrow = timezone.localdate() + timedelta(days=1)
    RateFactory(activity=work.activity, reason="care_visit", ore=20_000, valid_from=tomorrow)
    Budget.objects.update(amount_ore=90_000)

    assert unfunded.fund_waiting() == 1
    assert [(one.participant, one.ore) for one in Earning.objects.all()] == [(steward, 10_000)]


def test_a_visit_before_there_was_a_rate_is_let_be() -> None:
    work, steward, _budget = stewarded()
    Rate.objects.update(reason="took_part")
    promises.care(work, care="cleaned", participant=steward)
    Rate.objects.update(reason="care_visit")

    assert unfunded.fund_waiting() == 0


def test_a_budget_that_does_not_cover_the_day_pays_nothing() -> None:
    work, steward, _budget = stewarded(amount_ore=9_999)
    promises.care(work, care="cleaned", participant=steward)
    Budget.objects.update(amount_ore=30_000, ends_on=date(2021, 1, 1))

    assert unfunded.fund_waiting() == 0


def test_nothing_to_do_costs_the_same_however_many_visits(django_assert_num_queries) -> None:
    work, steward, _budget = stewarded()
    counts = []
    for _number in range(3):
        promises.care(work, care="cleaned", participant=steward)
        promises.care(work, care="watered", participant=ParticipantFactory(team=steward.team))
        counts.append(unfunded.fund_waiting())
        with django_assert_num_queries(9):  # rows; a transaction, rows and tasks of two states
            unfunded.fund_waiting()
    assert counts == [0, 0, 0]


def test_a_stop_that_was_decided_holds_for_care_too_and_going_on_pays() -> None:
    work, steward, _budget = stewarded()
    work.team.organisation_number = "310000019"
    work.team.save()
    threshold = ThresholdFactory(ore=9_999)
    what = {
        "threshold": threshold, "reason": "Regelen", "person_knows": True,
        "year": timezone.localdate().year, "by": UserFactory(),
    }  # fmt: skip
    thresholds.decide(steward, decision="stop", **what)

    visit = promises.care(work, care="cleaned", participant=steward)

    assert CareVisit.objects.get() == visit
    assert list(Earning.objects.values_list("state", "held_by", "threshold")) == [
        ("unfunded", "threshold", threshold.pk)
    ]
    assert not Earning.objects.owed().exists()
    assert "stoppe før «Grense»" in Task.objects.get(kind=Task.Kind.FIND_MONEY).text
    assert unfunded.fund_waiting() == 0

    thresholds.decide(steward, decision="go_on", **what)
    assert (unfunded.fund_waiting(), unfunded.fund_waiting()) == (1, 0)
    assert Earning.objects.get().state == Earning.State.APPROVED


def test_a_slip_of_the_finger_is_undone_with_its_money() -> None:
    work, steward, budget = stewarded()
    assert promises.care_sums([work], participant=steward) == {work.pk: 10_000}
    visit = promises.care(work, care="cleaned", participant=steward)
    assert promises.care_sums([work], participant=steward) == {}

    for undone in (10_000, 0):
        assert promises.reverse_care(visit, participant=steward) == undone

    assert Earning.objects.get().state == Earning.State.REVERSED
    assert Entry.objects.balance("owed") == 0
    assert verification.verify() == []
    budget.refresh_from_db()
    assert budget.committed_ore == 0
    promises.care(work, care="cleaned", participant=steward)
    assert Earning.objects.live().get().ore == 10_000
    assert verification.verify() == []


def test_only_who_tapped_undoes_and_only_at_once() -> None:
    work, steward, _budget = stewarded()
    worker = UserFactory()
    visit = promises.care(work, care="cleaned", participant=steward, by=worker)
    for who in ({"by": UserFactory()}, {"participant": steward}):
        with pytest.raises(RuleBroken):
            promises.reverse_care(visit, **who)
    CareVisit.objects.update(visited_at=timezone.now() - timedelta(minutes=20))
    with pytest.raises(RuleBroken):
        promises.reverse_care(visit, by=worker)
    assert Earning.objects.get().state == Earning.State.APPROVED


def test_each_work_is_honoured_by_itself_and_only_its_own_steward() -> None:
    work, steward, _budget = stewarded()
    second = WorkFactory(team=work.team, activity=work.activity, steward=steward)
    others = WorkFactory(
        team=work.team, activity=work.activity, steward=ParticipantFactory(team=work.team)
    )
    without_rate = WorkFactory(team=work.team, steward=steward)
    some = [work, second, others, without_rate]
    both = {work.pk: 10_000, second.pk: 10_000}
    assert promises.care_sums(some, participant=steward) == both
    assert promises.care_sums([others], participant=steward) == {}

    promises.care(work, care="cleaned", participant=steward)

    assert promises.care_sums(some, participant=steward) == {second.pk: 10_000}
    promises.care(second, care="cleaned", participant=steward)
    assert list(Earning.objects.values_list("ore", "state")) == [(10_000, "approved")] * 2


def test_what_a_steward_tapped_is_undone_by_them_alone_for_a_quarter_of_an_hour() -> None:
    work, steward, _budget = stewarded()
    moment = timezone.now()
    with time_machine.travel(moment, tick=False):
        visit = promises.care(work, care="cleaned", participant=steward)
        for who in ({"by": UserFactory()}, {"participant": ParticipantFactory()}):
            with pytest.raises(RuleBroken, match="Bare den som skrev det"):
                promises.reverse_care(visit, **who)
    with time_machine.travel(moment + timedelta(minutes=15), tick=False):
        assert promises.reverse_care(visit, participant=steward) == 10_000


def test_what_staff_tapped_is_undone_by_the_same_and_leaves_nothing() -> None:
    work, _steward, _budget = stewarded()
    worker = UserFactory()
    visit = promises.care(work, care="cleaned", by=worker)

    assert [promises.reverse_care(visit, by=worker) for _twice in range(2)] == [0, 0]

    assert not CareVisit.objects.exists()
