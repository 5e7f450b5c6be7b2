"""Works: whom they belong to, when they may be shown, and looking after them."""

import pytest

from activities.models import CareVisit, Work
from activities.taking_part import leaving
from activities.works import details, works
from core.errors import RuleBroken
from tests.factories.activities import WorkFactory
from tests.factories.participants import ParticipantFactory

pytestmark = pytest.mark.django_db


def test_a_mural_is_shown_only_with_the_owners_yes() -> None:
    wall = WorkFactory(kind=Work.Kind.MURAL)
    with pytest.raises(RuleBroken, match="eieren av veggen"):
        works.edit(wall, makers=[], is_public=True)
    with pytest.raises(RuleBroken, match="eieren av veggen"):
        works.make(wall.activity, team=wall.team, kind="mural", title="Ny", is_public=True)

    details.describe(wall, wall_owner="Sameiet", has_permission=True)
    works.edit(wall, makers=[], is_public=True)

    assert list(Work.objects.public()) == [wall]


def test_when_the_owner_no_longer_says_yes_the_mural_is_hidden_at_once() -> None:
    wall = WorkFactory(kind=Work.Kind.MURAL)
    details.describe(wall, wall_owner="Sameiet", has_permission=True)
    works.edit(wall, makers=[], is_public=True)

    details.describe(wall, wall_owner="Sameiet", has_permission=False)

    assert list(Work.objects.public()) == []


def test_only_people_of_the_team_look_after_a_work() -> None:
    work = WorkFactory()
    with pytest.raises(RuleBroken, match="i teamet"):
        works.edit(work, makers=[], steward=ParticipantFactory())
    steward = ParticipantFactory(team=work.team)
    assert works.edit(work, makers=[], steward=steward).steward == steward


def test_what_is_gone_takes_no_care() -> None:
    work = WorkFactory(state=Work.State.GONE)
    with pytest.raises(RuleBroken, match="finnes ikke mer"):
        works.care(work, care="cleaned")
    assert CareVisit.objects.count() == 0
    assert works.suitable_care(work) == ()


def test_each_kind_has_its_own_care() -> None:
    assert works.suitable_care(WorkFactory(kind=Work.Kind.GARDEN)) == (
        "checked",
        "watered",
        "raked",
    )
    assert works.suitable_care(WorkFactory(kind=Work.Kind.FILM)) == ()


def test_whoever_leaves_looks_after_nothing_any_more() -> None:
    work, other = WorkFactory(), WorkFactory()
    work.steward = ParticipantFactory(team=work.team)
    other.steward = ParticipantFactory(team=other.team)
    work.save()
    other.save()

    leaving.leave(work.steward)

    stewards = dict(Work.objects.values_list("pk", "steward"))
    assert stewards == {work.pk: None, other.pk: other.steward.pk}
