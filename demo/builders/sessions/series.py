"""Two recurring sessions, with somebody who has a place at each of them."""

from datetime import time, timedelta

from activities.models import Resource, Series, WeekTemplate
from activities.planning import series, week_templates
from activities.taking_part import recurring_signups
from demo.builders.sessions.weekly_sessions import KEY
from demo.world import PRINTED_TEAM, World

MEETINGS = (
    ("kaffe", "grunerlokka", "fuglekassa", "deichman-grunerlokka", "Kaffe og småprat", 0, time(9)),
    ("plen", "gamle-oslo", "minihagen", "deichman-toyen", "Vi steller plantene", 3, time(9, 30)),
)
MINUTES = 90
THINGS = (
    ("Varebilen", Resource.Kind.VEHICLE),
    ("Robåten", Resource.Kind.EQUIPMENT),
    ("Verktøykassa", Resource.Kind.EQUIPMENT),
)


def build_normal_week(world: World) -> None:
    """Keep last week of the printed team as its normal week."""
    team = world.teams[PRINTED_TEAM]
    if not WeekTemplate.objects.filter(team=team).exists():
        monday = world.today - timedelta(days=world.today.weekday() + 7)
        week_templates.save_week(team, name="Vanlig uke", monday=monday)
        world.made += 1


def build_resources(world: World) -> None:
    """Write down what two of the teams share."""
    for district in (PRINTED_TEAM, "gamle-oslo"):
        for name, kind in THINGS:
            _thing, is_new = Resource.objects.get_or_create(
                team=world.teams[district], name=name, defaults={"kind": kind}
            )
            world.made += is_new


def build_series(world: World) -> None:
    """Make the series that are missing, and carry those forward that are there."""
    for name, district, activity, place, title, weekday, starts in MEETINGS:
        there = Series.objects.filter(calendar_key=f"{KEY}{name}").first()
        if there:
            world.made += len(series.extend(there).made)
            continue
        ahead = (weekday - world.today.weekday()) % 7
        made = series.make(
            world.activities[activity],
            team=world.teams[district],
            place=world.places[place],
            starts_on=world.today + timedelta(days=ahead or 7),
            starts=starts,
            minutes=MINUTES,
            rule="FREQ=WEEKLY",
            title=title,
            any_time=True,
            by=world.leader_of(district),
            calendar_key=f"{KEY}{name}",
        )
        recurring_signups.give(made.series, participant=world.people_of(district)[0])
        world.made += 1 + len(made.made)
