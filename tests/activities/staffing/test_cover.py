"""Filling a gap and taking a shift over: of two at once, one wins and the other is told."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from activities.models import Absence, Shift
from activities.staffing import cover
from core.errors import RuleBroken
from tests.factories.accounts import MembershipFactory
from tests.factories.activities import SessionFactory, ShiftFactory


def people(session, count):
    return [MembershipFactory(team=session.team).user for _number in range(count)]


def who(session):
    return sorted(Shift.objects.filter(session=session).values_list("staff", "part"))


@pytest.mark.django_db
def test_a_gap_is_filled_once_and_a_repeat_changes_nothing():
    session = SessionFactory(published=True, min_staff=1)
    first, second = people(session, 2)

    for _time in range(2):
        cover.fill(session, staff=first, part=Shift.Part.LEAD)

    with pytest.raises(RuleBroken, match=f"Økta har fått nok folk: {first}."):
        cover.fill(session, staff=second)
    assert who(session) == [(first.pk, "lead")]


@pytest.mark.django_db
def test_who_takes_over_has_the_same_part_and_a_repeat_changes_nothing():
    shift = ShiftFactory(part=Shift.Part.DRIVER)
    (other,) = people(shift.session, 1)

    for _time in range(2):
        cover.take_over(shift, staff=other)

    assert who(shift.session) == [(other.pk, "driver")]


@pytest.mark.django_db
def test_who_had_it_keeps_it_when_the_other_cannot():
    shift = ShiftFactory()
    (away,) = people(shift.session, 1)
    day = timezone.localdate(shift.session.starts_at)
    Absence.objects.create(
        team=shift.session.team, staff=away, first_day=day, last_day=day + timedelta(days=1)
    )

    with pytest.raises(RuleBroken, match="er borte da"):
        cover.take_over(shift, staff=away)

    assert who(shift.session) == [(shift.staff_id, "second")]


@pytest.mark.django_db
def test_who_is_there_already_takes_nothing_over():
    shift = ShiftFactory()
    (other,) = people(shift.session, 1)
    ShiftFactory(session=shift.session, staff=other)

    with pytest.raises(RuleBroken, match="er på økta alt"):
        cover.take_over(shift, staff=other)

    assert len(who(shift.session)) == 2


@pytest.mark.both
@pytest.mark.parametrize("act", ["take_over", "fill"])
def test_four_at_once_and_one_wins(race: Any, act: str) -> None:
    result = race.run("tests.activities.racers.same_shift", processes=4, act_name=act)

    assert [one.get("error") for one in result["acts"]] == [None] * 4
    said = [one["value"] for one in result["acts"]]
    told = "har ikke vakten lenger" if act == "take_over" else "Økta har fått nok folk"
    assert sorted(one == "has it" for one in said) == [False] * 3 + [True]
    assert sum(told in one for one in said) == 3
    assert result["look"] == {"shifts": 1}
