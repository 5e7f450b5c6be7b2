"""Planned hours and sums a fortnight, for whoever asks."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from django.utils import timezone

from activities.taking_part import signups
from payouts.earnings import promises
from payouts.reports import hours
from tests.payouts.helpers import scene

pytestmark = pytest.mark.django_db


def test_hours_are_the_planned_length_and_sums_are_what_was_promised() -> None:
    stage = scene()
    person = stage.participant()
    stage.session.ends_at = stage.session.starts_at + timedelta(minutes=90)
    stage.session.save()
    promises.record(stage.session, participant=person, by=stage.by)

    year = timezone.localtime(stage.session.starts_at).year
    rows = hours.fortnights(person, year=year)

    there = [row for row in rows if row.ore]
    assert [(row.minutes, row.hours, row.ore) for row in there] == [(90, "1,50", 15_000)]
    assert there[0].first <= timezone.localdate(stage.session.starts_at) <= there[0].last
    assert {row.first.weekday() for row in rows} == {0}
    assert {row.last - row.first for row in rows} == {timedelta(days=13)}
    text = "".join(hours.export(rows))
    assert ";1,50;150,00" in text
    assert person.chosen_name not in text


def test_another_year_is_empty() -> None:
    stage = scene()
    person = stage.participant()
    promises.record(stage.session, participant=person, by=stage.by)

    assert {row.ore for row in hours.fortnights(person, year=2020)} == {0}


def at(stage, moment: str):
    """Move the scene's session to `moment` in Oslo, for two hours; return the scene."""
    stage.session.starts_at = timezone.make_aware(datetime.fromisoformat(moment))
    stage.session.ends_at = stage.session.starts_at + timedelta(hours=2)
    stage.session.save()
    return stage


def test_what_was_taken_back_is_not_there() -> None:
    stage = scene()
    person = stage.participant()
    promises.record(stage.session, participant=person, by=stage.by)
    promises.reverse(stage.session, participant=person, by=stage.by)

    rows = hours.fortnights(person, year=timezone.localdate().year)

    assert {(row.minutes, row.ore) for row in rows} == {(0, 0)}


def test_new_year_is_in_the_same_fortnight_in_both_lists() -> None:
    stage, after = scene(), scene()
    person = stage.participant()
    for one in (stage, after):
        promises.record(one.session, participant=person, by=one.by)
    at(stage, "2024-12-31 23:00")  # crosses midnight: on the day on which it starts
    at(after, "2025-01-02 12:00")

    last = hours.fortnights(person, year=2024)[-1]
    first = hours.fortnights(person, year=2025)[0]

    assert last == first
    assert (last.first, last.minutes, last.ore) == (date(2024, 12, 30), 240, 30_000)


def test_whoever_asks_may_count_from_the_week_after() -> None:
    stage = at(scene(), "2025-01-02 12:00")
    person = stage.participant()
    stage.session.attendances.create(participant=person, recorded_by=stage.by)
    monday = hours.A_MONDAY + timedelta(weeks=1)

    first = hours.fortnights(person, year=2025, monday=monday)[0]

    assert (first.first, first.minutes) == (date(2024, 12, 23), 120)


def test_what_lies_ahead_and_was_cancelled_by_us_is_there_too() -> None:
    stage = scene()
    person = stage.participant()
    stage.session.starts_at = timezone.now() + timedelta(days=60)
    stage.session.ends_at = stage.session.starts_at + timedelta(hours=2)
    stage.session.save()
    signups.join(stage.session, participant=person)
    promises.cancel(stage.session, reason="Syk", by=stage.by)

    rows = hours.fortnights(person, year=timezone.localtime(stage.session.starts_at).year)

    assert [(row.minutes, row.ore) for row in rows if row.ore] == [(0, 15_000)]


@pytest.mark.parametrize("year", [2000, 2020])
def test_every_year_is_whole(year: int) -> None:
    rows = hours.fortnights(scene().participant(), year=year)

    assert rows[0].first <= date(year, 1, 1)
    assert rows[-1].last >= date(year, 12, 31)
    assert {b.first - a.first for a, b in pairwise(rows)} == {timedelta(days=14)}
