"""A leader undoes a move while others press the same button, move it on, or put people on it."""

from datetime import timedelta
from typing import Any


def prepare(beside: str) -> dict[str, Any]:
    from django.utils import timezone

    from payouts.budgets import replanning
    from tests.factories.accounts import MembershipFactory
    from tests.factories.activities import SessionFactory, ShiftFactory

    session = SessionFactory(
        published=True, min_staff=4, starts_at=timezone.now() + timedelta(days=9)
    )
    ShiftFactory(session=session, staff=MembershipFactory(team=session.team).user)
    staff = [MembershipFactory(team=session.team, role="leader").user.pk for _n in range(4)]
    by = MembershipFactory(team=session.team, role="leader").user
    day, begins = timedelta(days=1), session.starts_at.isoformat()
    replanning.move(
        session, by=by, starts_at=session.starts_at + day, ends_at=session.ends_at + day
    )
    keys = {"session": session.pk, "staff": staff, "by": by.pk}
    return keys | {"beside": beside, "begins": begins}


def act(index: int, prepared: dict[str, Any]) -> str:
    from accounts.models import User
    from activities.models import PlanChange, Session
    from activities.planning import sessions
    from activities.staffing import cover
    from core.errors import RuleBroken
    from core.saving import locked_row
    from payouts.earnings import undoing

    session = Session.objects.get(pk=prepared["session"])
    other = User.objects.get(pk=prepared["staff"][index])
    try:
        if index == 0 or prepared["beside"] == "undo":
            change = PlanChange.objects.get(made_by=prepared["by"])
            undoing.undo(change, by=User.objects.get(pk=prepared["by"]))
        elif prepared["beside"] == "move":
            with locked_row(session) as row:
                day = timedelta(days=1)
                sessions.edit(
                    row, by=other, starts_at=row.starts_at + day, ends_at=row.ends_at + day
                )
        else:
            cover.fill(session, staff=other, by=other)
    except RuleBroken as broken:
        return broken.message
    return "done"


def look(prepared: dict[str, Any]) -> dict[str, Any]:
    from datetime import datetime

    from django.utils import timezone

    from activities.models import PlanChange, Session, ShiftNotice
    from activities.staffing import shift_notices
    from notices.models import Message

    ShiftNotice.objects.update(noted_at=timezone.now() - timedelta(hours=1))
    for _round in range(3):
        shift_notices.tell_due()
    said = [
        (one.user_id, line)
        for one in Message.objects.filter(channel="email")
        for line in one.body.split("\n")[:-1]
    ]
    session = Session.objects.get(pk=prepared["session"])
    change = PlanChange.objects.get(made_by=prepared["by"])
    return {
        "day": (session.starts_at - datetime.fromisoformat(prepared["begins"])).days,
        "staff": session.shifts.count(),
        "undone": int(change.undone_at is not None),
        "twice": [one for one in said if said.count(one) > 1],
    }
