"""What is to come: who has said yes, one session that is full, one that we had to cancel."""

from datetime import timedelta

from activities.models import Session, ShiftNotice
from activities.staffing import shift_notices
from activities.taking_part import signups
from demo.builders.sessions.past_sessions import likely, say_yes_before
from demo.builders.sessions.weekly_sessions import BY_KEY, lead_of, name_in, ours
from demo.world import PRINTED_PARTICIPANT, PRINTED_STAFF, PRINTED_TEAM, World, chance, oslo
from notices.models import Message
from participants.models import Participant
from payouts.earnings import promises

DAYS = 21
"""Further ahead nobody has said anything yet."""
FULL = ("film-foto-og-musikk-st-hanshaugen-3", "film-foto-og-musikk-grorud-4")
"""Six places and seven people: the last one is in line."""
CANCELLED = "elverydding-grunerlokka-1"
CANCELLED_AFTER_DAYS = 4


def sign_up(world: World) -> None:
    """Let people say yes to sessions that nobody has said anything about."""
    today = oslo(world.today, "00:00")
    coming = (
        ours()
        .filter(
            state=Session.State.PUBLISHED,
            starts_at__gte=today,
            starts_at__lt=today + timedelta(days=DAYS),
            signups=None,
        )
        .select_related("activity", "team", "place")
        .order_by("starts_at", "pk")
    )
    for session in coming:
        people = _who_comes(world, session)
        say_yes(world, session, people=people)
        others = [person for person in likely(world, session) if person not in people]
        if others and session.places is not None and session.ends_at > world.now:
            signups.not_now(session, participant=others[-1])


def cancel_one(world: World) -> None:
    """Cancel one session to come, unless one is cancelled already."""
    ahead = ours().filter(starts_at__gt=world.now)
    if ahead.filter(state=Session.State.CANCELLED).exists():
        return
    session = (
        ahead.filter(
            state=Session.State.PUBLISHED,
            calendar_key__contains=f":{CANCELLED}:",
            starts_at__gt=oslo(world.today + timedelta(days=CANCELLED_AFTER_DAYS), "00:00"),
        )
        .order_by("starts_at")
        .first()
    )
    if session is None:
        return
    promises.cancel(
        session,
        reason="Det er meldt storm, og elva går høyt.",
        by=lead_of(world, session),
    )
    world.made += 1


def tell_about_shifts(world: World) -> None:
    """Tell what this build has planned, and answer «Sett» for all but a colleague each way."""
    if not world.made:
        return
    ShiftNotice.objects.filter(told_at=None).update(noted_at=world.now - timedelta(hours=1))
    world.made += shift_notices.tell_due()
    unseen = ShiftNotice.objects.unseen()
    shown = unseen.filter(session__team=world.teams[PRINTED_TEAM])
    me = world.staff[PRINTED_STAFF]
    kept = [shown.filter(staff=me).first(), shown.exclude(staff=me).first()]
    for row in unseen.exclude(pk__in=[one.pk for one in kept if one]).select_related("staff"):
        shift_notices.see([row], shown_at=row.told_at, by=row.staff)


def deliver(world: World) -> None:
    """Put away what this build had to tell: the demonstration's addresses reach nobody.

    The words of a letter are forgotten when it has gone.
    """
    waits = Message.objects.filter(state=Message.State.WAITING, created_at__gte=world.now)
    waits.filter(is_letter=True).update(state=Message.State.SHOWN, attempts=1, body="")
    waits.update(state=Message.State.SHOWN, attempts=1)


def say_yes(world: World, session: Session, *, people: list[Participant]) -> None:
    """Sign `people` up: by the verb, or as it would have been when the session is over."""
    if session.ends_at <= world.now:
        say_yes_before(session, people=people[: session.places])
    else:
        for person in people:
            signups.join(session, participant=person)
    world.made += len(people)


def _who_comes(world: World, session: Session) -> list[Participant]:
    people = likely(world, session)
    name = name_in(session)
    weekly = BY_KEY.get(name)
    if weekly is None or name in FULL:
        return people
    if name == CANCELLED:
        shown = world.people[PRINTED_PARTICIPANT]
        return [shown, *(person for person in people[:4] if person != shown)]
    dice = chance("coming", session.calendar_key)
    if session.places is None:
        return people[: dice.randint(1, 3)]
    return people[: dice.randint(2, weekly.expected)]
