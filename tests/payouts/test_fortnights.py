"""Planned hours and sums a fortnight, for whoever asks."""

from datetime import timedelta

import pytest
from django.utils import timezone

from payouts import fortnights, promises
from tests.payouts.helpers import scene

pytestmark = pytest.mark.django_db


def test_hours_are_the_planned_length_and_sums_are_what_was_promised() -> None:
    stage = scene()
    person = stage.participant()
    stage.session.ends_at = stage.session.starts_at + timedelta(minutes=90)
    stage.session.save()
    promises.record(stage.session, participant=person, by=stage.by)

    year = timezone.localtime(stage.session.starts_at).year
    rows = fortnights.fortnights(person, year=year)

    there = [row for row in rows if row.ore]
    assert [(row.minutes, row.hours, row.ore) for row in there] == [(90, "1,50", 15_000)]
    assert there[0].first <= timezone.localdate(stage.session.starts_at) <= there[0].last
    assert {row.first.weekday() for row in rows} == {0}
    assert {row.last - row.first for row in rows} == {timedelta(days=13)}
    text = "".join(fortnights.export(rows))
    assert ";1,50;150,00" in text
    assert person.chosen_name not in text


def test_another_year_is_empty() -> None:
    stage = scene()
    person = stage.participant()
    promises.record(stage.session, participant=person, by=stage.by)

    assert {row.ore for row in fortnights.fortnights(person, year=2020)} == {0}
