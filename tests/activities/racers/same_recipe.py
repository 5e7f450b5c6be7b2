"""Two leaders make an activity of the same recipe at once; a colleague's phone says «Jeg har lest»
twice."""

from typing import Any


def prepare() -> dict[str, Any]:
    from accounts.models import Role
    from tests.factories.accounts import MembershipFactory, TeamFactory
    from tests.factories.activities import RoutineFactory

    team = TeamFactory()
    leaders = [MembershipFactory(team=team, role=Role.LEADER).user for _n in range(2)]
    reader = MembershipFactory(team=team).user
    routine = RoutineFactory(team=team, by=leaders[0])
    return {
        "team": team.pk,
        "leaders": [one.pk for one in leaders],
        "reader": reader.pk,
        "routine": routine.pk,
    }


def act(index: int, prepared: dict[str, Any]) -> int:
    from accounts.models import Team, User
    from activities.handbook import recipes, routines
    from activities.handbook.recipe_file import Content
    from activities.models import Routine

    routine = Routine.objects.get(pk=prepared["routine"])
    routines.read(routine, number=1, by=User.objects.get(pk=prepared["reader"]))
    made = recipes.make(
        Content(name="Fuglekassa", kind="birdhouse", summary="Vi snekrer."),
        team=Team.objects.get(pk=prepared["team"]),
        name="Fuglekassa",
        by=User.objects.get(pk=prepared["leaders"][index % 2]),
    )
    return made.pk


def look(prepared: dict[str, Any]) -> dict[str, int]:
    from activities.models import Activity, RoutineReading

    readings = RoutineReading.objects.filter(reader=prepared["reader"])
    return {"made": Activity.objects.count(), "read": readings.count()}
