"""What the districts have written down: routines with who has read them, and recipes."""

from datetime import timedelta

from accounts.models import Membership
from activities.handbook import recipes, routines
from activities.models import Recipe, Routine
from activities.models.routine import READERS
from demo.data.handbook import RECIPES, ROUTINES
from demo.world import World
from notices import waiting_states

PAST_ITS_DAY = timedelta(days=3)


def build_routines(world: World) -> None:
    """Let each leader write the routines that are missing; one is read by nobody else yet, and
    the day of another to be gone through has come."""
    for district, team in world.teams.items():
        known = set(Routine.objects.filter(team=team).values_list("name", flat=True))
        readers = Membership.objects.active().filter(team=team, role__in=READERS)
        colleagues = {one.user for one in readers.select_related("user")}
        for data in ROUTINES:
            if data.name in known:
                continue
            routine = routines.write(
                team,
                name=data.name,
                room=data.room,
                text=data.text,
                responsible=world.deputy_of(district),
                review_on=routines.next_review(),
                by=world.leader_of(district),
            )
            for colleague in colleagues if data.read_by_all else ():
                routines.read(routine, number=routine.edition, by=colleague)
            if data.to_review:
                Routine.objects.filter(pk=routine.pk).update(review_on=world.today - PAST_ITS_DAY)
                waiting_states.refresh(routines.TO_REVIEW, routine)
            world.made += 1


def build_recipes(world: World) -> None:
    """Write down how some activities are done, unless somebody has."""
    for key, how in RECIPES.items():
        activity = world.activities[key]
        if not Recipe.objects.filter(activity=activity).exists():
            recipes.describe(activity, **how)
            world.made += 1
