"""A few looks at people, so that «hvem har sett på meg» has something to say."""

from accounts import access_log
from accounts.models import AccessEvent
from demo.world import PRINTED_PARTICIPANT, PRINTED_STAFF, PRINTED_TEAM, World


def build_access_log(world: World) -> None:
    """Write what the first day's work would have written, once."""
    if AccessEvent.objects.exists():
        return
    team = world.teams[PRINTED_TEAM]
    shown = world.people[PRINTED_PARTICIPANT]
    leader = world.staff[PRINTED_STAFF]
    contact = shown.primary_contact
    act = AccessEvent.Act
    people = world.people_of(PRINTED_TEAM)
    access_log.record(
        leader, act=act.LIST, what="staff:participants", participants=people, team=team
    )
    access_log.record(
        contact, act=act.VIEW, what="staff:participant", participants=[shown], team=team
    )
    access_log.record(contact, act=act.PRINT, what="staff:card", participants=[shown], team=team)
    access_log.record(leader, act=act.LIST, what="staff:pay", participants=people[:4], team=team)
    world.made += 4
