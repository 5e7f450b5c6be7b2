"""A year on paper: each honorarium once, with how it was paid."""

import pytest
from django.utils import timezone

from payouts.earnings import promises
from payouts.models import Payout
from payouts.over_the_table import cash
from payouts.reports import yearly_statement
from tests.payouts.helpers import SIGNATURE, full_box, scene

pytestmark = pytest.mark.django_db


def test_an_honorarium_is_to_come_until_it_is_paid() -> None:
    stage, person = scene(), None
    person = stage.participant()
    earning = promises.record(stage.session, participant=person, by=stage.by).earning
    promises.close(stage.session, by=stage.by)
    year = timezone.localdate().year

    before = yearly_statement.statement(person, year=year)
    assert (before.paid_ore, before.owed, before.owed_ore) == (0, [earning], 15_000)

    box = full_box(stage)
    cash.pay(person, earnings=[earning.pk], box=box, by=stage.by, signature=SIGNATURE)
    after = yearly_statement.statement(person, year=year)
    assert [payout.earning for payout in after.paid] == [earning]
    assert (after.paid_ore, after.owed) == (15_000, [])
    assert after.paid == [Payout.objects.get()]


def test_another_year_holds_nothing_of_this() -> None:
    stage = scene()
    person = stage.participant()
    promises.record(stage.session, participant=person, by=stage.by)

    before = yearly_statement.statement(person, year=timezone.localdate().year - 1)

    assert (before.paid, before.owed) == ([], [])


def test_no_year_of_the_future_and_none_long_ago() -> None:
    this = timezone.localdate().year

    assert [yearly_statement.has_year(year) for year in (this, 2000, 1999, this + 1, 0, 10**9)] == [
        True, True, False, False, False, False,
    ]  # fmt: skip
    assert yearly_statement.years_of(scene().participant()) == [this]
