"""Two sessions today for the member of staff whose portal is printed, whatever day it is."""

from datetime import datetime, timedelta
from typing import Any

from activities.models import Session
from activities.planning import sessions
from activities.staffing import shifts
from demo.builders.sessions.coming_sessions import say_yes
from demo.builders.sessions.weekly_sessions import key_of, ours, part_of
from demo.world import PRINTED_STAFF, PRINTED_TEAM, World, oslo
from notices import tasks
from notices.models import Task
from payouts.earnings import promises

RIVER, WORKSHOP = "elva-i-dag", "verkstedet-i-dag"
COLLEAGUE = "mona-lie"
"""Works no weekly session, and is therefore free whenever today's sessions are."""
ON_THE_RIVER = ("tor", "stian", "amina", "nuru", "roger")
AT_THE_WORKSHOP = ("kine", "elin", "roger", "amina", "stian")
"""One more than there is room for."""


def build_today(world: World) -> None:
    """Make a river clean-up that runs about now, and a workshop later today."""
    known = set(ours().values_list("calendar_key", flat=True))
    river_at = _within(world, world.now - timedelta(minutes=40), first="09:00", last="16:30")
    workshop_at = max(river_at + timedelta(hours=3), oslo(world.today, "13:00"))
    if key_of(RIVER, world.today) not in known:
        river = _make(
            world,
            RIVER,
            activity="elverydding",
            place="grunerhagen",
            starts_at=river_at,
            minutes=150,
            title="Rydding nederst i parken",
            note="Ingen går ut i vannet. Vi drar fra land med krok og tau.",
            places=8,
        )
        say_yes(world, river, people=[world.people[key] for key in ON_THE_RIVER])
        if river.starts_at <= world.now:
            for key in ON_THE_RIVER[1:3]:
                promises.record(river, participant=world.people[key], by=world.staff[PRINTED_STAFF])
        tasks.ask(
            key=f"demo-debrief:{world.today}",
            team=world.teams[PRINTED_TEAM],
            kind=Task.Kind.DEBRIEF,
            text="Snakk sammen etter elva: gikk det greit med kroken og tauet?",
            assigned_to=world.staff[PRINTED_STAFF],
            answer_by=world.today + timedelta(days=1),
        )
    if key_of(WORKSHOP, world.today) not in known:
        workshop = _make(
            world,
            WORKSHOP,
            activity="fuglekassa",
            place="deichman-grunerlokka",
            starts_at=workshop_at,
            minutes=90,
            title="Lite verksted",
            note="Vi er ved det lille bordet innerst.",
            places=4,
        )
        say_yes(world, workshop, people=[world.people[key] for key in AT_THE_WORKSHOP])


def _make(
    world: World,
    name: str,
    *,
    activity: str,
    place: str,
    starts_at: datetime,
    minutes: int,
    **more: Any,
) -> Session:
    """Make and open a session that the printed member of staff leads with a colleague."""
    leader = world.staff[PRINTED_STAFF]
    session = sessions.make(
        world.activities[activity],
        team=world.teams[PRINTED_TEAM],
        place=world.places[place],
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        by=leader,
        calendar_key=key_of(name, world.today),
        **more,
    )
    for key in (PRINTED_STAFF, COLLEAGUE):
        part = part_of(key, leads=key == PRINTED_STAFF)
        shifts.assign(session, staff=world.staff[key], part=part)
    world.made += 1
    return promises.offer(session, by=leader)


def _within(world: World, moment: datetime, *, first: str, last: str) -> datetime:
    """Return `moment` on a whole quarter of an hour, moved into the day's working hours."""
    whole = moment.replace(minute=moment.minute // 15 * 15, second=0, microsecond=0)
    return min(max(whole, oslo(world.today, first)), oslo(world.today, last))
