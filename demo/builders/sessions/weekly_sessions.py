"""The weekly programme: sessions eight weeks back and ahead, with who works them."""

from datetime import date, timedelta

from django.db.models import QuerySet

from accounts.models import User
from activities.models import Session, Shift
from activities.planning import sessions
from activities.staffing import shifts
from demo.data.people import STAFF
from demo.data.programme import WEEKLY_SESSIONS
from demo.data.shapes import WeeklySession
from demo.world import WEEKS, World, oslo
from payouts.earnings import promises

KEY = "demo:"
"""How the demonstration knows its own sessions again (`Session.calendar_key`)."""
OPEN_WEEKS = 6
"""What lies further ahead are drafts still."""
GAPS_AFTER_DAYS = 6
DEMANDS = {"elverydding": ["heavy", "water"], "gatekunst": ["heights"]}
"""What the sessions of an activity ask of people, said beforehand."""

BY_KEY = {weekly.key: weekly for weekly in WEEKLY_SESSIONS}
PEER_WORKERS = {
    member.key for member in STAFF if any(role == "peer_worker" for _team, role in member.roles)
}


def build_weekly_sessions(world: World) -> None:
    """Make the sessions that are missing in the window around today, as drafts with staff."""
    known = set(ours().values_list("calendar_key", flat=True))
    for offset in range(-7 * WEEKS, 7 * WEEKS + 1):
        day = world.today + timedelta(days=offset)
        for number, weekly in enumerate(WEEKLY_SESSIONS):
            key = key_of(weekly.key, day)
            if weekly.weekday == day.weekday() and key not in known:
                _make(world, weekly, day=day, key=key, number=number)


def open_weekly_sessions(world: World) -> None:
    """Open the drafts of the next weeks, with their honoraria reserved."""
    until = oslo(world.today + timedelta(weeks=OPEN_WEEKS), "23:59")
    gap_until = oslo(world.today + timedelta(days=GAPS_AFTER_DAYS), "23:59")
    drafts = ours().filter(state=Session.State.DRAFT, starts_at__lte=until)
    for session in drafts.select_related("activity", "team").order_by("starts_at", "pk"):
        if session.missing_staff and session.starts_at > gap_until:
            continue  # somebody must be found first
        _put_the_rest(world, session)
        promises.offer(session, by=lead_of(world, session))
        world.made += 1


def ours() -> QuerySet[Session]:
    """Return the demonstration's own sessions."""
    return Session.objects.filter(calendar_key__startswith=KEY)


def key_of(name: str, day: date) -> str:
    """Return the calendar key of a session of the demonstration."""
    return f"{KEY}{name}:{day:%Y-%m-%d}"


def name_in(session: Session) -> str:
    """Return the name in a session's calendar key: that of the weekly session it belongs to."""
    return session.calendar_key.split(":")[1]


def lead_of(world: World, session: Session) -> User:
    """Return who leads a session of the demonstration."""
    weekly = BY_KEY.get(name_in(session))
    if weekly is not None:
        return world.staff[weekly.staff[0]]
    return next(
        world.leader_of(key) for key, team in world.teams.items() if team.pk == session.team_id
    )


def _put_the_rest(world: World, session: Session) -> None:
    """Put those on the session who were left out of it as long as it lay far ahead."""
    weekly = BY_KEY.get(name_in(session))
    if weekly is None or not session.missing_staff:
        return
    for key in weekly.staff:
        part = part_of(key, leads=key == weekly.staff[0])
        shifts.assign(session, staff=world.staff[key], part=part)


def part_of(key: str, *, leads: bool) -> str:
    """Return what a member of staff does in a session."""
    if leads:
        return Shift.Part.LEAD
    return Shift.Part.PEER if key in PEER_WORKERS else Shift.Part.SECOND


def _make(world: World, weekly: WeeklySession, *, day: date, key: str, number: int) -> None:
    starts_at = oslo(day, weekly.starts)
    by = world.staff[weekly.staff[0]]
    session = sessions.make(
        world.activities[weekly.activity],
        team=world.teams[weekly.district],
        place=world.places[weekly.place],
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=weekly.minutes),
        by=by,
        title=weekly.title,
        note=weekly.note,
        places=weekly.places,
        calendar_key=key,
        demands=DEMANDS.get(weekly.activity, []),
    )
    staff = weekly.staff
    far = day > world.today + timedelta(days=GAPS_AFTER_DAYS)
    if far and (day.isocalendar().week + number) % 3 == 0:
        staff = staff[:-1]  # one gap a district and week, for the week view to show
    for key_of_staff in staff:
        shifts.assign(
            session,
            staff=world.staff[key_of_staff],
            part=part_of(key_of_staff, leads=key_of_staff == weekly.staff[0]),
        )
    world.made += 1
