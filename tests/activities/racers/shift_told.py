"""Timers tell colleagues about their shifts while somebody changes one; `changes` says whether."""

from datetime import timedelta
from typing import Any


def prepare(*, changes: bool) -> dict[str, Any]:
    from django.utils import timezone

    from activities.models import ShiftNotice
    from activities.staffing import shifts
    from tests.factories.accounts import MembershipFactory, TeamFactory
    from tests.factories.activities import SessionFactory

    team = TeamFactory()
    staff = [MembershipFactory(team=team).user for _one in range(3)]
    starts = timezone.now() + timedelta(hours=30)
    rows = [
        SessionFactory(team=team, published=True, min_staff=1, starts_at=starts + timedelta(days=n))
        for n in range(3)
    ]
    for row in rows:
        for one in staff:
            shifts.assign(row, staff=one)
    ShiftNotice.objects.update(noted_at=timezone.now() - timedelta(hours=1))
    return {"sessions": [row.pk for row in rows], "changes": changes}


def act(index: int, prepared: dict[str, Any]) -> int:
    from activities.models import Session
    from activities.planning import sessions
    from activities.staffing import shift_notices

    if index == 0 and prepared["changes"]:
        for pk in prepared["sessions"]:
            session = Session.objects.get(pk=pk)
            sessions.edit(session, by=None, ends_at=session.ends_at + timedelta(hours=1))
        return 0
    return sum(shift_notices.tell_due() for _round in range(3))


def look(prepared: dict[str, Any]) -> dict[str, Any]:
    from django.utils import timezone

    from activities.models import ShiftNotice
    from activities.staffing import shift_notices
    from notices.models import Message

    sent = [Message.objects.count()]
    ShiftNotice.objects.update(noted_at=timezone.now() - timedelta(hours=1))
    shift_notices.tell_due()
    sent.append(Message.objects.count())
    shift_notices.tell_due()
    lines: dict[int | None, list[str]] = {}
    for one in Message.objects.order_by("pk"):
        lines.setdefault(one.user_id, []).extend(one.body.split("\n")[:-1])
    return {
        "sent": [*sent, Message.objects.count()],
        "untrue": ShiftNotice.objects.untrue().count(),
        "twice": [said for said in lines.values() if len(said) != len(set(said))],
        "lines": sorted(len(said) for said in lines.values()),
    }
