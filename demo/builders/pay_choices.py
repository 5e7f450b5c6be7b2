"""How people want their money."""

from demo.world import PRINTED_TEAM, World
from payouts import preferences
from payouts.models import PayChoice, Way

WAYS = (Way.IN_HAND, Way.SAVED, Way.GIFT_CARD)


def build_pay_choices(world: World) -> None:
    """Let the people of one district have chosen, in turn, the ways that need no account."""
    for number, person in enumerate(world.people_of(PRINTED_TEAM)):
        if not PayChoice.objects.filter(participant=person).exists():
            preferences.choose(person, way=WAYS[number % len(WAYS)])
            world.made += 1
