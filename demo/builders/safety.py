"""What each district has in place before it goes out. The numbers are nobody's own."""

from datetime import timedelta

from activities.models import OnCall, TeamNumber, TeamSafety
from activities.safety import on_call, preparedness
from demo.world import World, oslo

CODE_WORD = "Knut"
DAYS_OF_WATCHES = 7


def build_safety(world: World) -> None:
    """Give each team its phone list, a deputy and a code word."""
    known = set(TeamNumber.objects.values_list("team", "kind"))
    for key, team in world.teams.items():
        for kind in TeamNumber.Kind.values:
            if (team.pk, kind) not in known:
                number = preparedness.KNOWN.get(TeamNumber.Kind(kind), team.phone.as_national)
                preparedness.set_number(team, kind=kind, number=number)
                world.made += 1
        if not TeamSafety.objects.filter(team=team).exists():
            preparedness.set_routine(team, deputy=world.deputy_of(key), code_word=CODE_WORD)
            world.made += 1


def build_rota(world: World) -> None:
    """Let the leader and the deputy of each team answer the phone in turn, a day each."""
    for key, team in world.teams.items():
        turns = (world.leader_of(key), world.deputy_of(key))
        for number in range(-1, DAYS_OF_WATCHES):
            day = world.today + timedelta(days=number)
            starts_at = oslo(day, "08:00")
            ends_at = oslo(day + timedelta(days=1), "08:00")
            if not OnCall.objects.of_team(team).filter(
                starts_at__lt=ends_at, ends_at__gt=starts_at
            ):
                staff = turns[day.toordinal() % 2]
                on_call.assign(team, staff=staff, starts_at=starts_at, ends_at=ends_at)
                world.made += 1
