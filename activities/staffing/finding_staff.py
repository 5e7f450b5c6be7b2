"""Finding staff for a session that lacks them: the task, with its date and a proposal.

It comes the moment somebody is noted as away, shielded or taken off, lies with who plans, never
with who is away, and closes when there are enough.
"""

from datetime import date, timedelta

from django.utils import timezone

from accounts.models import User
from activities.models import OnCall, Session, Shift
from activities.staffing import assignees
from notices import waiting_states

STATE = "session_lacks_staff"
NOBODY_ANSWERS = "nobody_answers"
DEPUTY_GONE = "deputy_gone"


def refresh(session: Session) -> None:
    """See whether `session` lacks staff now, and ask or close accordingly."""
    waiting_states.refresh(STATE, session)


def refresh_for(staff: User) -> None:
    """See to every session that `staff` was to work, and every watch, that is not over."""
    theirs = Session.objects.filter(
        shifts__staff=staff, state__in=Session.EDITABLE, ends_at__gt=timezone.now()
    )
    for session in theirs:
        refresh(session)
    for duty in OnCall.objects.filter(staff=staff, ends_at__gt=timezone.now()):
        waiting_states.refresh(NOBODY_ANSWERS, duty)


def absent_shifts(session: Session) -> list[Shift]:
    """Return the shifts of `session` whose people are away."""
    own = Shift.objects.filter(session=session).with_presence()
    return [shift for shift in own.select_related("staff") if not shift.is_there]  # type: ignore[attr-defined]


def person(session: Session) -> User | None:
    """Return who is asked: a leader at work, or who stands in; never one who is away then."""
    return assignees.assignee_in(
        session.team, unlike=[one.staff_id for one in absent_shifts(session)]
    )


def answer_by(session: Session) -> date:
    """Return the day: tomorrow, or the session's own when it is sooner."""
    today = timezone.localdate()
    return max(today, min(today + timedelta(days=1), timezone.localdate(session.starts_at)))
