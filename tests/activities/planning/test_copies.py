"""One session on several days: a day that has it already is left as it is."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from activities.models import Session
from activities.planning import copies
from tests.factories.accounts import UserFactory
from tests.factories.activities import PlaceFactory, ResourceFactory, SessionFactory

pytestmark = pytest.mark.django_db


def copied(session: Session, *weeks: int, hours: int = 0) -> copies.Copies:
    begins = timezone.localtime(session.starts_at)
    return copies.copy_to(
        session,
        days=[begins.date() + timedelta(weeks=one) for one in weeks],
        clock=(begins + timedelta(hours=hours)).time(),
        by=UserFactory(),
    )


def a_session(**fields: Any) -> Session:
    starts_at = timezone.localtime().replace(hour=10, microsecond=0) + timedelta(days=1)
    return SessionFactory(starts_at=starts_at, **fields)


@pytest.mark.both
def test_a_copy_on_each_day_with_what_it_needs() -> None:
    session = a_session(places=8, note="Ta med votter.")
    thing = ResourceFactory(team=session.team)
    session.resources.set([thing])
    done = copied(session, 2, 1, 1)
    begins = timezone.localtime(session.starts_at).replace(tzinfo=None, microsecond=0)
    assert [timezone.localtime(one.starts_at).replace(tzinfo=None) for one in done.made] == [
        begins + timedelta(weeks=1), begins + timedelta(weeks=2)
    ]  # fmt: skip
    assert {(one.state, one.places, one.note) for one in done.made} == {
        ("draft", 8, "Ta med votter.")
    }
    assert [list(one.resources.all()) for one in done.made] == [[thing], [thing]]
    assert done.there == []


@pytest.mark.both
def test_a_day_that_has_it_is_left_and_a_repeat_changes_nothing() -> None:
    session = a_session()
    copied(session, 1)
    for _time in range(2):
        done = copied(session, 0, 1)
        assert (len(done.made), len(done.there), done.there[0]) == (0, 2, session)
    assert Session.objects.count() == 2


def test_another_time_of_the_day_and_what_was_called_off_are_no_hindrance() -> None:
    session = a_session()
    copied(session, 1)
    assert len(copied(session, 1, hours=3).made) == 1
    Session.objects.exclude(pk=session.pk).update(state="cancelled")
    assert len(copied(session, 1).made) == 1


def test_another_activity_and_another_team_then_are_no_hindrance() -> None:
    session = a_session()
    later = session.starts_at + timedelta(weeks=1)
    SessionFactory(team=session.team, starts_at=later, place=PlaceFactory())
    SessionFactory(activity=session.activity, starts_at=later)
    assert len(copied(session, 1).made) == 1


@pytest.mark.both
def test_two_who_copy_at_once_make_each_day_once(race: Any) -> None:
    result = race.run("tests.activities.racers.same_copies", processes=4)
    assert sorted(act.get("value", act.get("error")) for act in result["acts"]) == [0, 0, 0, 2]
    assert result["look"] == 3
