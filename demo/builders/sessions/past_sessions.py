"""What has happened: who took part, which sessions were finished, which one we had to cancel."""

from datetime import timedelta

from django.utils import timezone

from activities.models import Attendance, Session, SignUp
from demo.builders.sessions.weekly_sessions import BY_KEY, lead_of, name_in, ours
from demo.world import World, chance, oslo
from notices import tasks
from notices.models import Message, Task
from participants.models import Participant
from payouts.earnings import promises
from payouts.models import Earning

LEFT_OPEN_DAYS = 2
"""The newest sessions are recorded and not finished yet: their honoraria are promised."""
CANCELLED_ONCE = "fuglekassa-st-hanshaugen-4"
CANCELLED_FROM_DAYS, CANCELLED_TO_DAYS = 21, 15
HOME_SAFE_AFTER = timedelta(minutes=20)


def record_and_finish(world: World) -> None:
    """Record who took part in what is over, and finish it."""
    over = (
        ours()
        .filter(state=Session.State.PUBLISHED, starts_at__lt=oslo(world.today, "00:00"))
        .select_related("activity", "team", "place")
        .order_by("starts_at", "pk")
    )
    finished_before = world.today - timedelta(days=LEFT_OPEN_DAYS)
    for session in over:
        if world.is_new and _was_cancelled(world, session):
            _cancel(world, session)
            continue
        if not session.attendances.exists():
            _record(world, session)
        if session.starts_at < oslo(finished_before, "00:00"):
            _finish(world, session)


def likely(world: World, session: Session) -> list[Participant]:
    """Return the people of the session's district, those who like such things first."""
    interests = set(session.activity.interests.values_list("pk", flat=True))
    district = next(key for key, team in world.teams.items() if team.pk == session.team_id)
    people = world.people_of(district)
    mixed = chance("likely", session.calendar_key).sample(people, len(people))
    return sorted(mixed, key=lambda person: not interests & _likes(person))


def say_yes_before(session: Session, *, people: list[Participant]) -> None:
    """Write the sign-ups of a session that is over: the verb is for those to come."""
    SignUp.objects.bulk_create(
        SignUp(
            session=session,
            participant=person,
            state=SignUp.State.COMING,
            asked_at=session.starts_at - timedelta(days=2, hours=number),
        )
        for number, person in enumerate(people)
    )


def _likes(person: Participant) -> set[int]:
    if not hasattr(person, "_likes"):
        person._likes = set(person.interests.values_list("pk", flat=True))  # type: ignore[attr-defined]
    return person._likes  # type: ignore[attr-defined]


def _record(world: World, session: Session) -> None:
    """Record those who had said yes, or some of the likely ones, through the verb."""
    dice = chance("came", session.calendar_key)
    came = [signup.participant for signup in session.signups.coming().select_related("participant")]
    if not came:
        weekly = BY_KEY.get(name_in(session))
        expected = weekly.expected if weekly else 4
        came = likely(world, session)[: max(2, expected - dice.randint(0, 2))]
        if session.places is not None:
            say_yes_before(session, people=came[: session.places])
    lead = lead_of(world, session)
    for person in came:
        promises.record(session, participant=person, by=lead)
        world.made += 1
    written = session.ends_at - timedelta(minutes=10)
    session.attendances.update(recorded_at=written)
    Attendance.history.filter(session_id=session.pk).update(history_date=written)
    session.earnings.update(created_at=written)
    home = session.ends_at + HOME_SAFE_AFTER
    session.shifts.filter(all_clear_at=None).update(all_clear_at=home)


def _finish(world: World, session: Session) -> None:
    """Let staff report that they are home, and finish the session."""
    promises.close(session, by=lead_of(world, session))
    home = session.ends_at + HOME_SAFE_AFTER
    Earning.objects.filter(session=session).update(approved_at=home)
    world.made += 1


def _was_cancelled(world: World, session: Session) -> bool:
    days = (world.today - timezone.localdate(session.starts_at)).days
    return name_in(session) == CANCELLED_ONCE and CANCELLED_TO_DAYS <= days <= CANCELLED_FROM_DAYS


def _cancel(world: World, session: Session) -> None:
    """Cancel a session that would have been: everybody was told, and is paid all the same."""
    say_yes_before(session, people=likely(world, session)[:4])
    lead = lead_of(world, session)
    promises.cancel(session, reason="Det var for mye vind til å gå med stige.", by=lead)
    told_at = session.starts_at - timedelta(hours=20)
    told_to = f"session-cancelled:{session.pk}:"
    for task in Task.objects.filter(key__startswith=f"tell:{told_to}"):
        tasks.done(task, by=lead)
    Message.objects.filter(key__startswith=told_to).update(
        created_at=told_at, state=Message.State.SENT, sent_at=told_at, attempts=1
    )
    Earning.objects.filter(session=session).update(created_at=told_at, approved_at=told_at)
    world.made += 1
