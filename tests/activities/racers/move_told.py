"""Timers tell of a move while somebody moves the session again; each hears how it ended, once."""

from typing import Any


def prepare() -> dict[str, Any]:
    from datetime import timedelta

    from django.utils import timezone

    from activities.models import SignUp
    from activities.planning import sessions
    from tests.factories.activities import SessionFactory
    from tests.factories.participants import ParticipantFactory

    now = timezone.now()
    session = SessionFactory(
        published=True, starts_at=now + timedelta(hours=3), ends_at=now + timedelta(hours=9)
    )
    for _n in range(3):
        SignUp.objects.create(
            session=session, participant=ParticipantFactory(team=session.team, by_sms=True),
            state="coming", asked_at=now,
        )  # fmt: skip
    sessions.edit(session, by=None, starts_at=now + timedelta(hours=4))
    return {"session": session.pk}


def act(index: int, prepared: dict[str, Any]) -> int:
    from datetime import timedelta

    from activities.models import Session
    from activities.planning import sessions
    from activities.taking_part import move_notices

    if index != 1:
        return move_notices.tell_due()
    session = Session.objects.get(pk=prepared["session"])
    sessions.edit(session, by=None, starts_at=session.starts_at + timedelta(hours=1))
    return 0


def look(prepared: dict[str, Any]) -> dict[str, Any]:
    from activities.models import Session
    from activities.taking_part import move_notices
    from core.dates import day_and_clock
    from notices.models import Message

    move_notices.tell_due()
    clock = day_and_clock(Session.objects.get(pk=prepared["session"]).starts_at)["clock"]
    bodies = list(Message.objects.values_list("body", flat=True))
    return {"told": len(bodies), "of the end": sum(clock in body for body in bodies)}
