"""An activity made of a file is a draft of one team; pressed twice it is one."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis.extra.django import TestCase

from accounts.models import Role
from activities.handbook import recipe_file, recipes
from activities.handbook.recipe_file import Content
from activities.models import Activity, Recipe
from core.errors import RuleBroken
from tests.activities.handbook.test_recipe_file import contents
from tests.factories.accounts import MembershipFactory, TeamFactory
from tests.factories.activities import ActivityFactory

BIRDHOUSE = Content(
    name="Fuglekassa",
    kind="birdhouse",
    summary="Vi snekrer.",
    kit="Skruer\nSag",
    cost_ore=25_000,
    minutes=120,
    demands=("heavy", "heights"),
)


@pytest.fixture
def team(db):
    return TeamFactory()


@pytest.fixture
def leader(team):
    return MembershipFactory(team=team, role=Role.LEADER).user


class OutAndIn(TestCase):
    """Every value that a file can hold is the same after it was an activity."""

    @settings(max_examples=25)
    @given(contents)
    def test_an_activity_goes_out_as_it_came_in(self, content):
        leader = MembershipFactory(role=Role.LEADER)
        made = recipes.make(content, team=leader.team, name=content.name, by=leader.user)
        text = recipe_file.write(recipes.content_of(made))
        assert recipe_file.read(text)[0] == replace(content, name=" ".join(content.name.split()))


def test_what_is_made_is_a_draft_of_one_team(team, leader):
    made = recipes.make(BIRDHOUSE, team=team, name="Kassa", by=leader)
    assert (made.name, made.is_public, list(made.teams.all())) == ("Kassa", False, [team])
    assert recipes.content_of(made) == replace(BIRDHOUSE, name="Kassa")
    assert not made.rates.exists()


def test_pressed_twice_it_is_one(team, leader):
    made = [recipes.make(BIRDHOUSE, team=team, name="Kassa", by=leader) for _again in "ab"]
    assert made[0] == made[1]
    assert (Activity.objects.count(), Recipe.objects.count()) == (1, 1)


@pytest.mark.parametrize("name", ["Fuglekassa", "FUGLEKASSA", "  Fuglekassa "])
def test_a_name_that_is_taken_is_a_sentence(team, leader, name):
    ActivityFactory(teams=[team], name="Fuglekassa")
    with pytest.raises(RuleBroken, match="fra før"):
        recipes.make(BIRDHOUSE, team=team, name=name, by=leader)
    assert Activity.objects.count() == 1


@pytest.mark.parametrize("name", ["", "​", "a" * 81])
def test_a_name_that_cannot_be_is_a_sentence(team, leader, name):
    with pytest.raises(RuleBroken, match="1 til 80"):
        recipes.make(BIRDHOUSE, team=team, name=name, by=leader)
    assert not Activity.objects.exists()


def test_a_copy_has_a_name_of_its_own(team, leader):
    assert recipes.free_name("Elva", user=leader) == "Elva"
    ActivityFactory(teams=[team], name="elva")
    assert recipes.free_name("Elva", user=leader) == "Elva (kopi)"
    ActivityFactory(teams=[team], name="Elva (kopi)")
    assert recipes.free_name("Elva", user=leader) == "Elva (kopi 2)"
    ActivityFactory(teams=[team], name="a" * 80)
    assert recipes.free_name("a" * 80, user=leader) == "a" * 73 + " (kopi)"


def test_another_teams_hidden_activity_is_not_told_of(team, leader):
    ActivityFactory(teams=[TeamFactory()], name="Elva", is_public=False)
    assert recipes.free_name("Elva", user=leader) == "Elva"


def test_nothing_is_kept_of_an_activity_of_which_nothing_is_said(team):
    activity = ActivityFactory(teams=[team])
    empty = {name: getattr(Recipe(), name) for name in recipes.OF_THE_RECIPE}
    recipes.describe(activity, **empty)
    assert not Recipe.objects.exists()
    recipes.describe(activity, aim="Å få til noe.")
    assert recipes.content_of(activity).aim == "Å få til noe."
    with pytest.raises(RuleBroken):
        recipes.describe(activity, minutes=2_000)
    assert recipes.recipe_of(activity).minutes is None


@pytest.mark.both
def test_two_leaders_at_once_make_one_and_a_routine_is_read_once(race):
    result = race.run("tests.activities.racers.same_recipe", processes=4)
    assert len({act.get("value", act.get("error")) for act in result["acts"]}) == 1
    assert result["look"] == {"made": 1, "read": 1}
