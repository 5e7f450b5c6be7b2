"""What a rota goes through: a move that people hear of, a cover under way, a short night."""

from datetime import timedelta

from django.db.models import QuerySet

from accounts.models import User
from activities.models import CoverAsk, MoveNotice, PlanChange, Session, Shift
from activities.planning import sessions
from activities.staffing import asking, shifts
from activities.taking_part import move_notices
from demo.builders.sessions.weekly_sessions import ours
from demo.world import PRINTED_TEAM, World, oslo
from payouts import session_rates
from payouts.budgets import replanning

STARS, BREAKFAST = "demo-rota:stjerner", "demo-rota:frokost"
"""Keys of their own: these stay drafts, and `open_weekly_sessions` opens what is `ours`."""
BREAKFAST_ORE = 25_000
WHY = "Mona vil være med på begge deler, og har fri dagen etter."
MOVED = timedelta(minutes=30)
SOONEST, LATEST = timedelta(days=2), timedelta(days=13)


def build_short_night(world: World) -> None:
    """Plan an evening and the breakfast after it, with too little sleep for the same two.

    A leader has written why for one of them. The breakfast has an honorarium of its own.
    """
    if Session.objects.filter(calendar_key__startswith=STARS, starts_at__gt=world.now).exists():
        return
    leader, team = world.leader_of(PRINTED_TEAM), world.teams[PRINTED_TEAM]
    thursday = world.today + timedelta(days=10 - world.today.weekday())
    for key, title, days, starts, minutes, place in (
        (STARS, "Stjernekikking", 0, "21:00", 120, "kuba"),
        (BREAKFAST, "Frokost før jobb", 1, "07:00", 90, "deichman-grunerlokka"),
    ):
        starts_at = oslo(thursday + timedelta(days=days), starts)
        made = sessions.make(
            world.activities["fuglekassa"], team=team, place=world.places[place],
            starts_at=starts_at, ends_at=starts_at + timedelta(minutes=minutes), by=leader,
            title=title, places=8, calendar_key=f"{key}:{thursday}",
        )  # fmt: skip
        shifts.assign(made, staff=world.staff["mona-lie"], by=leader, reason=WHY)
        shifts.assign(made, staff=world.staff["geir-rud"])  # nobody has written why yet
        if key == BREAKFAST:
            session_rates.choose(made, ore=BREAKFAST_ORE, by=leader)
        world.made += 1


def move_one(world: World) -> None:
    """Let one open session begin half an hour later, and those who come hear of it."""
    there = MoveNotice.objects.filter(signup__session__team=world.teams[PRINTED_TEAM])
    session = _ahead(world).exclude(signups=None).first()
    if there.exists() or session is None:
        return
    replanning.move(
        session, by=world.leader_of(PRINTED_TEAM),
        starts_at=session.starts_at + MOVED, ends_at=session.ends_at + MOVED,
    )  # fmt: skip
    MoveNotice.objects.filter(told_at=None).update(noted_at=world.now - timedelta(hours=1))
    PlanChange.objects.filter(session=session).delete()  # it was an hour ago: no more to undo
    world.made += 1 + move_notices.tell_due()


def ask_for_cover(world: World) -> None:
    """Let the leader ask two for a shift, of whom one says no, and two colleagues agree to swap."""
    if CoverAsk.objects.filter(session__team=world.teams[PRINTED_TEAM], closed_at=None).exists():
        return
    leader, staff = world.leader_of(PRINTED_TEAM), world.staff
    geir, lars, fatima = staff["geir-rud"], staff["lars-eide"], staff["fatima-noor"]
    shift = _shift(world, geir, without=fatima)
    if shift is not None:
        no, _waits = asking.ask(shift, staff=[fatima, staff["mona-lie"]], by=leader)
        asking.answer(no, yes=False)
        world.made += 1
    mine, theirs = _shift(world, lars, without=fatima), _shift(world, fatima, without=lars)
    if mine is not None and theirs is not None:
        asking.ask(mine, staff=[fatima], by=lars, in_return=theirs.session)
        world.made += 1


def _ahead(world: World) -> QuerySet[Session]:
    """Return the open sessions of the printed team in the days to come, the nearest first."""
    return (
        ours()
        .filter(
            team=world.teams[PRINTED_TEAM],
            state=Session.State.PUBLISHED,
            starts_at__gt=world.now + SOONEST,
            starts_at__lt=world.now + LATEST,
        )
        .order_by("starts_at", "pk")
        .distinct()
    )


def _shift(world: World, colleague: User, *, without: User) -> Shift | None:
    """Return the nearest shift of `colleague` that `without` does not work."""
    rows = Shift.objects.filter(staff=colleague, session__in=_ahead(world))
    rows = rows.exclude(session__shifts__staff=without).select_related("session", "staff")
    return rows.order_by("session__starts_at", "pk").first()
