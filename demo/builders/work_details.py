"""The steps of works, what each kind has of its own, and what came out of the river."""

from typing import Any

from activities.models import Activity, Session, Work
from activities.works import details as work_details
from activities.works import works
from demo.data.work_details import COMPUTERS, HANGS, RECORDINGS, STEPS, WALLS
from demo.world import World, chance

WEATHER = ("Sol og vind", "Overskyet og tørt", "Lett regn", "Klart og kaldt")


def build_details(world: World) -> None:
    """Write what each kind of work has of its own; a mural is shown when its owner says yes."""
    for key, hangs in HANGS.items():
        _describe(world, key, {"hangs": hangs})
    for key, (stage, certificate) in COMPUTERS.items():
        stages = {"given": ("wiped", "given")}.get(stage, (stage,))
        _describe(world, key, *({"stage": one, "certificate": certificate} for one in stages))
    for key, (rights, captions, transcript) in RECORDINGS.items():
        _describe(world, key, {"rights": rights, "captions": captions, "transcript": transcript})
    for key, (owner, says_yes) in WALLS.items():
        is_new = _describe(world, key, {"wall_owner": owner, "has_permission": says_yes})
        mural = world.works[key]
        if is_new and says_yes and mural.state != Work.State.OPEN:
            world.works[key] = works.edit(mural, makers=mural.makers.all(), is_public=True)


def build_steps(world: World) -> None:
    """Write the steps of some works, done and not done."""
    for key, steps in STEPS.items():
        work = world.works[key]
        if work.steps.exists():
            continue
        for text, is_done in steps:
            work_details.tick_step(work_details.add_step(work, text=text), is_done=is_done)
            world.made += 1


def build_river(world: World) -> None:
    """Write what each finished clean-up brought out of the river."""
    finished = Session.objects.filter(
        activity__kind=Activity.Kind.RIVER,
        state=Session.State.CLOSED,
        off_site=True,
        river_result=None,
    )
    for session in finished.order_by("starts_at", "pk"):
        dice = chance("river", session.calendar_key)
        work_details.river_result(
            session,
            kilos=dice.randint(15, 90),
            scooters=dice.randint(0, 3),
            weather=dice.choice(WEATHER),
            safety_checked=True,
        )
        world.made += 1


def _describe(world: World, key: str, *saved: dict[str, Any]) -> bool:
    """Save each of `saved` in turn, unless the work is described already; tell whether it was."""
    work = world.works[key]
    if work_details.details_of(work) is not None:
        return False
    for details in saved:
        work_details.describe(work, **details)
    world.made += 1
    return True
