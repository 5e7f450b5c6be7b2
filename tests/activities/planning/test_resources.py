"""What two sessions want at the same time is said before it is saved; people decide."""

from datetime import timedelta

import pytest
from django.utils import timezone

from activities.models import Resource
from activities.planning import conflicts, resources, sessions
from core.errors import RuleBroken
from tests.factories.accounts import TeamFactory
from tests.factories.activities import (
    PlaceFactory,
    ResourceFactory,
    SessionFactory,
    ShiftFactory,
)

pytestmark = pytest.mark.django_db


def at(hour, team, **fields):
    starts = timezone.now() + timedelta(days=1, hours=hour)
    return SessionFactory(
        team=team, starts_at=starts, ends_at=starts + timedelta(hours=2), **fields
    )


def test_the_van_twice_is_seen_on_both_and_beforehand():
    team = TeamFactory()
    van = ResourceFactory(team=team, name="Varebilen")
    one, other = at(0, team), at(1, team)
    for session in (one, other):
        resources.assign(session, resources=[van])

    assert conflicts.warnings_of([one, other]) == {
        one.pk: [f"Varebilen er også på {other.name}."],
        other.pk: [f"Varebilen er også på {one.name}."],
    }
    assert conflicts.foreseen(one, resources=[van]) == [f"Varebilen er også på {other.name}."]
    assert conflicts.foreseen(one) == []


def test_a_room_and_a_colleague_twice_are_foreseen():
    team, room = TeamFactory(), PlaceFactory(indoors=True)
    one, other, later = at(0, team, place=room), at(1, team, place=room), at(4, team)
    shift = ShiftFactory(session=other)
    ShiftFactory(session=later, staff=shift.staff)

    assert conflicts.foreseen(one) == [f"{other.name} er på {room} samtidig."]
    other.starts_at, other.ends_at = later.starts_at, later.ends_at  # not saved yet
    assert conflicts.foreseen(other) == [f"{shift.staff} er også på {later.name}."]


def test_another_teams_things_stay_where_they_are():
    session = at(0, TeamFactory())

    with pytest.raises(RuleBroken, match="egne ting"):
        resources.assign(session, resources=[ResourceFactory()])


def test_a_copy_brings_the_things_along():
    team = TeamFactory()
    van, session = ResourceFactory(team=team), at(0, team)
    session.activity.teams.add(team)
    resources.assign(session, resources=[van])

    made = sessions.copy(session, starts_at=session.starts_at + timedelta(days=7), by=None)

    assert list(made.resources.all()) == [van]


def test_one_name_once_a_team_and_removing_twice_is_as_good_as_once():
    team = TeamFactory()
    van = resources.make(team, name=" Varebilen ", kind="vehicle")

    with pytest.raises(RuleBroken, match="allerede"):
        resources.make(team, name="Varebilen", kind="equipment")
    resources.edit(van, name="Hengeren", kind="equipment")
    assert Resource.objects.get().name == "Hengeren"
    resources.remove(van)
    resources.remove(van)
    assert not Resource.objects.exists()
