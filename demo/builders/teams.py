"""The six districts, and who works in them."""

from datetime import timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.utils import timezone

from accounts.models import Membership, SubstituteAgreement, Team, User
from accounts.roles import memberships, teams
from activities.staffing import over_limits, substitutes
from demo.data.people import DISTRICTS, STAFF
from demo.world import PRINTED_TEAM, World

AGREEMENT = "Avtale med de tillitsvalgte, 1. september 2026"


def build_teams(world: World) -> None:
    """Make the districts."""
    known = {team.slug: team for team in Team.objects.all()}
    for district in DISTRICTS:
        team = known.get(district.key)
        if team is None:
            team, _made = teams.make(district.name, phone=district.phone)
            world.made += 1
        world.teams[district.key] = team


def build_staff(world: World) -> None:
    """Make the logins of staff with one password, and give their roles."""
    known = {user.email: user for user in User.objects.filter(email__endswith="@reir.example")}
    password = hashed(world, like=known.get(STAFF[0].email))
    for member in STAFF:
        user = known.get(member.email)
        if user is None:
            user = User.objects.create(
                email=member.email,
                first_name=member.first_name,
                last_name=member.last_name,
                phone=member.phone,
                password=password,
            )
            world.made += 1
        world.staff[member.key] = user
    User.objects.filter(email__endswith=".example").exclude(password=password).update(
        password=password
    )
    held = set(Membership.objects.values_list("user", "team", "role"))
    for member in STAFF:
        user = world.staff[member.key]
        for district, role in member.roles:
            team = world.teams[district]
            if (user.pk, team.pk, role) not in held:
                memberships.give(user, team=team, role=role, by=None)
                world.made += 1


def build_substitutes(world: World) -> None:
    """Let one team lend its willing colleague to another; both leaders have agreed."""
    borrows, lends = world.teams[PRINTED_TEAM], world.teams["gamle-oslo"]
    if SubstituteAgreement.objects.of([borrows]).exists():
        return
    until = timezone.localdate() + timedelta(days=180)
    asked = substitutes.ask(borrows, lends=lends, until=until, by=world.leader_of(PRINTED_TEAM))
    made = substitutes.answer(asked, yes=True, by=world.leader_of("gamle-oslo"))
    substitutes.set_willing(made, staff=world.deputy_of("gamle-oslo"), is_willing=True)
    world.made += 1


def build_limits(world: World) -> None:
    """Let one team have agreed on a shorter night than the law's."""
    team = world.teams[PRINTED_TEAM]
    if team.working_time_agreement:
        return
    over_limits.set_rules(
        team, by=world.leader_of(PRINTED_TEAM), daily_rest=10 * 60, working_time_agreement=AGREEMENT
    )
    team.refresh_from_db()
    world.made += 1


def hashed(world: World, *, like: User | None) -> str:
    """Return the hash that every login shares: hashing on purpose takes long, so once is enough.

    When the kept password was lost and made anew, all of them get the new one.
    """
    if like is not None and check_password(world.password, like.password):
        return like.password
    world.made += like is not None
    return make_password(world.password)
