"""What we promised in a time, and what has become of it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from payouts import promises
from payouts.kept_promises import Bar, Kept, kept
from payouts.models import Earning
from payouts.rails import cash
from tests.factories.accounts import TeamFactory
from tests.payouts.helpers import SIGNATURE, full_box, scene

pytestmark = pytest.mark.django_db


def test_each_honorarium_stands_where_it_is():
    stage = scene()
    for _person in range(3):
        promises.record(stage.session, participant=stage.participant(), by=stage.by)
    gone = stage.participant()
    promises.record(stage.session, participant=gone, by=stage.by)
    promises.take_back(stage.session, participant=gone, by=stage.by)
    day = timezone.localdate(stage.session.starts_at)

    before = kept([stage.session.team], first=day, last=day)
    assert (before.promised.count, before.promised.ore) == (3, 45_000)
    assert (before.not_approved.count, before.on_its_way.count, before.paid.count) == (3, 0, 0)

    promises.close(stage.session, by=stage.by)
    first = Earning.objects.waiting_for_payment().first()
    assert first is not None
    cash.pay(
        first.participant, earnings=[first.pk], box=full_box(stage), by=stage.by,
        signature=SIGNATURE,
    )  # fmt: skip

    after = kept([stage.session.team], first=day, last=day)
    assert (after.promised.ore, after.on_its_way.ore, after.paid.ore) == (45_000, 30_000, 15_000)
    assert (after.not_approved.count, after.on_its_way.count, after.paid.count) == (0, 2, 1)
    assert after.days == [0]


def test_other_days_and_other_teams_are_not_counted():
    stage = scene()
    promises.record(stage.session, participant=stage.participant(), by=stage.by)
    day = timezone.localdate(stage.session.starts_at)
    before = day - timedelta(days=1)

    assert kept([stage.session.team], first=before, last=before).promised.count == 0
    assert kept([TeamFactory()], first=day, last=day).promised.count == 0
    assert kept([stage.session.team], first=before, last=day).promised.count == 1


def test_days_are_told_when_they_are_nobodys_own():
    day = date(2026, 3, 1)

    few, many = Kept(day, day, days=[0, 9]), Kept(day, day, days=[0, 0, 9, 40])

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
        kept([stage.session.team], first=day, last=day)
