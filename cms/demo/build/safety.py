"""What each district has in place before it goes out. The numbers are nobody's own."""

from activities import safety
from activities.models import TeamNumber, TeamSafety
from cms.demo.build.world import World

CODE_WORD = "Knut"
"""The handbook's own example."""


def build_safety(world: World) -> None:
    """Give each team its telephone list, a deputy and a code word."""
    known = set(TeamNumber.objects.values_list("team", "kind"))
    for key, team in world.teams.items():
        for kind in TeamNumber.Kind.values:
            if (team.pk, kind) not in known:
                number = safety.KNOWN.get(TeamNumber.Kind(kind), team.phone.as_national)
                safety.set_number(team, kind=kind, number=number)
                world.made += 1
        if not TeamSafety.objects.filter(team=team).exists():
            safety.set_routine(team, deputy=world.deputy_of(key), code_word=CODE_WORD)
            world.made += 1
