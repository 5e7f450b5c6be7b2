"""Four colleagues are put on the same shift, or in the same gap, at the same moment."""

from typing import Any


def prepare(act_name: str) -> dict[str, Any]:
    from tests.factories.accounts import MembershipFactory
    from tests.factories.activities import SessionFactory, ShiftFactory

    session = SessionFactory(published=True, min_staff=1)
    made = ShiftFactory(session=session) if act_name == "take_over" else None
    shift, had = (made.pk, made.staff_id) if made else (None, None)
    staff = [MembershipFactory(team=session.team).user.pk for _number in range(4)]
    return {"session": session.pk, "shift": shift, "staff": staff, "had": had}


def act(index: int, prepared: dict[str, Any]) -> str:
    from accounts.models import User
    from activities.models import Session, Shift
    from activities.staffing import cover
    from core.errors import RuleBroken

    staff = User.objects.get(pk=prepared["staff"][index])
    try:
        if prepared["shift"]:
            # Each has the page that was shown before any of them pressed.
            session, had = prepared["session"], prepared["had"]
            shift = Shift(pk=prepared["shift"], session_id=session, staff_id=had)
            cover.take_over(shift, staff=staff)
        else:
            cover.fill(Session.objects.get(pk=prepared["session"]), staff=staff)
    except RuleBroken as broken:
        return broken.message
    return "has it"


def look(prepared: dict[str, Any]) -> dict[str, int]:
    from activities.models import Shift

    return {"shifts": Shift.objects.filter(session=prepared["session"]).count()}
