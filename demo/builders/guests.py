"""Those who came along without being in the system, and a list that was put right afterwards."""

from uuid import NAMESPACE_URL, uuid5

from activities.models import Guest, Session
from activities.taking_part import guests
from demo.builders.sessions.past_sessions import likely
from demo.builders.sessions.todays_sessions import RIVER
from demo.builders.sessions.weekly_sessions import key_of, lead_of, ours
from demo.world import PRINTED_STAFF, World
from payouts.earnings import promises

PASSER_BY = "Mannen med hunden"


def build_guests(world: World) -> None:
    """Add a guest to today's session by the river, and to what each district finished last."""
    for session in _finished_last(world):
        if world.is_new:
            _add(world, session, called="", by=lead_of(world, session))
            _put_right(world, session)
    today = ours().filter(calendar_key=key_of(RIVER, world.today), state=Session.State.PUBLISHED)
    for session in today:
        _add(world, session, called=PASSER_BY, by=world.staff[PRINTED_STAFF])


def _finished_last(world: World) -> list[Session]:
    closed = ours().filter(state=Session.State.CLOSED).select_related("activity", "team", "place")
    newest = (
        closed.filter(team=team).order_by("-starts_at", "-pk").first()
        for team in world.teams.values()
    )
    return [session for session in newest if session]


def _add(world: World, session: Session, *, called: str, by: object) -> None:
    key = uuid5(NAMESPACE_URL, f"demo-guest:{session.pk}")
    if not Guest.objects.filter(key=key).exists():
        guests.add(session, called=called, by=by, key=key)  # type: ignore[arg-type]
        world.made += 1


def _put_right(world: World, session: Session) -> None:
    """Record somebody who was forgotten, if not all were there; their honorarium is on its way."""
    here = set(session.attendances.values_list("participant", flat=True))
    forgotten = [person for person in likely(world, session) if person.pk not in here]
    for person in forgotten[:1]:
        promises.record(session, participant=person, by=lead_of(world, session))
        world.made += 1
