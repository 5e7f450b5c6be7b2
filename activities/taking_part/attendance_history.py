"""What was put right about who took part: read from the history, which keeps all of it."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from activities.models import Attendance, Session


def with_corrections(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """Fetch with each session when it was closed and whether anything was undone, for `of`."""
    undone = Attendance.history.filter(session=OuterRef("pk"), history_type="-")
    closed = _closings().filter(id=OuterRef("pk")).values("history_date")[:1]
    return sessions.annotate(has_undone=Exists(undone), closed_at=Subquery(closed))


def of(session: Session) -> list[Any]:
    """Return the corrections of `session`, the oldest first: rows of the history of attendances.

    They are what was undone (`history_type` «-»), what was recorded again after that, and what
    was recorded after the session was closed. The session may come from `with_corrections`.
    """
    if session.state != Session.State.CLOSED and not getattr(session, "has_undone", True):
        return []
    closed_at, undone, found = _closed_at(session), set(), []
    changes = Attendance.history.filter(session=session).order_by("history_date", "history_id")
    for change in changes.select_related("history_user", "participant"):
        if change.history_type == "-":
            undone.add(change.participant_id)
        is_late = closed_at is not None and change.recorded_at > closed_at
        if change.participant and (is_late or change.participant_id in undone):
            found.append(change)
    return found


def _closed_at(session: Session) -> datetime | None:
    """Return when the session was closed; None while it is open."""
    if session.state != Session.State.CLOSED:
        return None
    if hasattr(session, "closed_at"):
        return session.closed_at
    return _closings().filter(id=session.pk).values_list("history_date", flat=True).first()


def _closings() -> Any:
    return Session.history.filter(state=Session.State.CLOSED).order_by("history_date")
