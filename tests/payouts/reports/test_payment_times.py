"""What we promised in a time, and what has become of it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from activities.taking_part import signups
from payouts import losses
from payouts.earnings import promises
from payouts.models import Earning
from payouts.over_the_table import cash
from payouts.reports.payment_times import Bar, PaymentTimes, measure
from tests.factories.accounts import MembershipFactory, TeamFactory
from tests.factories.activities import WorkFactory
from tests.factories.payouts import RateFactory, ThresholdFactory
from tests.payouts.helpers import SIGNATURE, earned, full_box, scene

pytestmark = pytest.mark.django_db


def test_each_honorarium_stands_where_it_is():
    stage = scene()
    for _person in range(3):
        promises.record(stage.session, participant=stage.participant(), by=stage.by)
    gone = stage.participant()
    promises.record(stage.session, participant=gone, by=stage.by)
    promises.reverse(stage.session, participant=gone, by=stage.by)
    day = timezone.localdate(stage.session.starts_at)

    before = measure([stage.session.team], first=day, last=day)
    assert (before.promised.count, before.promised.ore) == (3, 45_000)
    assert (before.not_approved.count, before.on_its_way.count, before.paid.count) == (3, 0, 0)

    promises.close(stage.session, by=stage.by)
    first = Earning.objects.waiting_for_payment().first()
    assert first is not None
    cash.pay(
        first.participant, earnings=[first.pk], box=full_box(stage), by=stage.by,
        signature=SIGNATURE,
    )  # fmt: skip

    after = measure([stage.session.team], first=day, last=day)
    assert (after.promised.ore, after.on_its_way.ore, after.paid.ore) == (45_000, 30_000, 15_000)
    assert (after.not_approved.count, after.on_its_way.count, after.paid.count) == (0, 2, 1)
    assert after.days == [0]


def test_other_days_and_other_teams_are_not_counted():
    stage = scene()
    promises.record(stage.session, participant=stage.participant(), by=stage.by)
    day = timezone.localdate(stage.session.starts_at)
    before = day - timedelta(days=1)

    assert measure([stage.session.team], first=before, last=before).promised.count == 0
    assert measure([TeamFactory()], first=day, last=day).promised.count == 0
    assert measure([stage.session.team], first=before, last=day).promised.count == 1


def test_days_are_told_when_they_are_nobodys_own():
    day = date(2026, 3, 1)

    few, many = PaymentTimes(day, day, days=[0, 9]), PaymentTimes(day, day, days=[0, 0, 9, 40])

    assert (few.median_days, few.longest_days, few.bars) == (None, None, [])
    assert (many.median_days, many.longest_days) == (5, 40)
    assert many.bars == [
        Bar("samme dag", 2, 100),
        Bar("1–7 dager", 0, 0),
        Bar("8–14 dager", 1, 50),
        Bar("15–30 dager", 0, 0),
        Bar("over 30 dager", 1, 50),
    ]


def test_it_takes_one_question_however_many(django_assert_num_queries):
    stage = scene()
    for _person in range(3):
        promises.record(stage.session, participant=stage.participant(), by=stage.by)
    day = timezone.localdate()

    with django_assert_num_queries(1):
        measure([stage.session.team], first=day, last=day)


def test_what_we_cancelled_and_looking_after_are_counted_once_each():
    stage = scene(places=2)
    person = stage.participant()
    signups.join(stage.session, participant=person)
    promises.cancel(stage.session, reason="Per er syk.", by=stage.by)
    work = WorkFactory(team=stage.session.team, activity=stage.session.activity, steward=person)
    RateFactory(activity=work.activity, reason="care_visit", ore=10_000)
    for _tap in range(2):
        promises.care(work, care="watered", participant=person)

    found = measure([stage.session.team], first=yesterday(), last=timezone.localdate())

    assert (found.promised.count, found.promised.ore, found.on_its_way.ore) == (2, 25_000, 25_000)


def test_money_that_never_came_and_was_given_again_is_one_promise():
    stage = scene()
    earning = earned(stage)
    box = full_box(stage)
    other = MembershipFactory(team=stage.session.team, role="finance").user
    hand = {"earnings": [earning.pk], "box": box, "by": stage.by, "signature": SIGNATURE}
    cash.pay(earning.participant, **hand)
    losses.pay_again_to_loss(earning.payouts.get(), reason="Konvolutten kom bort.", by=other)

    between = measure([stage.session.team], first=yesterday(), last=timezone.localdate())
    cash.pay(earning.participant, **hand)
    after = measure([stage.session.team], first=yesterday(), last=timezone.localdate())

    assert (between.promised.count, between.on_its_way.count, between.paid.count) == (1, 1, 0)
    assert (after.promised.ore, after.paid.count, after.paid.ore) == (15_000, 1, 15_000)
    assert len(after.days) == 1


def test_what_waits_for_money_is_told_beside_what_was_promised():
    stage = scene(places=1, budget_ore=15_000)
    for _person in range(3):
        promises.record(stage.session, participant=stage.participant(), by=stage.by)
    stopped = Earning.objects.unfunded().order_by("-pk").first()
    Earning.objects.filter(pk=stopped.pk).update(
        held_by=Earning.HeldBy.THRESHOLD, threshold=ThresholdFactory()
    )

    found = measure([stage.session.team], first=yesterday(), last=timezone.localdate())

    assert (found.promised.count, found.promised.ore, found.not_approved.count) == (1, 15_000, 1)
    assert (found.unfunded.count, found.unfunded.ore) == (1, 15_000)  # the other is not promised


def test_what_we_promised_by_mistake_is_kept_and_counted_once():
    stage = scene()
    earning = earned(stage)
    losses.write_off(earning, reason="Feil person.", by=stage.by)
    cash.pay(
        earning.participant, earnings=[earning.pk], box=full_box(stage), by=stage.by,
        signature=SIGNATURE,
    )  # fmt: skip
    found = measure([stage.session.team], first=yesterday(), last=timezone.localdate())
    assert (found.promised.count, found.paid.count, found.paid.ore) == (1, 1, 15_000)


def yesterday() -> date:
    return timezone.localdate() - timedelta(days=1)
