"""Places and activities, with what taking part in them is honoured with."""

from datetime import date

from activities.models import Activity, Place
from demo.data import places as place_data
from demo.data.programme import ACTIVITIES, CARE_VISIT_HONORARIUM, WEEKLY_SESSIONS
from demo.world import LEADERS, World
from payouts.models import Rate
from payouts.models.rate import Reason

CARED_FOR = ("fuglekassa", "minihagen")


def build_places(world: World) -> None:
    """Make the places."""
    for place in place_data.PLACES:
        world.places[place.key], made = Place.objects.get_or_create(
            name=place.name,
            defaults={
                "address": place.address,
                "how_to_find": place.how_to_find,
                "latitude": place.position[0],
                "longitude": place.position[1],
                "indoors": place.indoors,
                "off_site": place.off_site,
                "min_staff": place.min_staff,
            },
        )
        world.made += made


def build_activities(world: World) -> None:
    """Make the activities, and set their flat honoraria."""
    for activity in ACTIVITIES:
        row, made = Activity.objects.get_or_create(
            slug=activity.key,
            defaults={
                "name": activity.name,
                "kind": activity.kind,
                "summary": activity.summary,
                "bring": activity.bring,
                "illustration": activity.illustration,
                "hashtag": activity.hashtag,
            },
        )
        if made:
            row.teams.set([world.teams[key] for key in activity.districts])
            row.interests.set([world.interests[key] for key in activity.interests])
        world.activities[activity.key] = row
        world.made += made
    for weekly in WEEKLY_SESSIONS:
        _rate(world, weekly.activity, Reason.TOOK_PART, weekly.honorarium)
    for key in CARED_FOR:
        _rate(world, key, Reason.CARE_VISIT, CARE_VISIT_HONORARIUM)


def _rate(world: World, activity: str, reason: str, ore: int) -> None:
    """Set what `activity` pays, unless it has a rate: a rate that was changed stays changed."""
    row = world.activities[activity]
    if not Rate.objects.filter(activity=row, reason=reason).exists():
        first_district = next(one.districts[0] for one in ACTIVITIES if one.key == activity)
        Rate.objects.create(
            activity=row,
            reason=reason,
            ore=ore,
            valid_from=date(world.today.year - 1, 1, 1),
            set_by=world.staff[LEADERS[first_district]],
        )
        world.made += 1
