"""What was put right about who took part: read from the history, which keeps all of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from activities.models import Attendance, Session
from participants.models import Participant


@dataclass(frozen=True)
class Correction:
    """Somebody was recorded or taken back, other than the first tap while the session was open.

    `by` may be nobody (None), `at` is UTC.
    """

    participant: Participant
    took_part: bool
    at: datetime
    by: Any


def with_corrections(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """Fetch with each session when it was closed and whether anything was undone, for `of`."""
    undone = Attendance.history.filter(session=OuterRef("pk"), history_type="-")
    closed = _closings().filter(id=OuterRef("pk")).values("history_date")[:1]
    return sessions.annotate(has_undone=Exists(undone), closed_at=Subquery(closed))


def of(session: Session) -> list[Correction]:
    """Return the corrections of `session`, the oldest first.

    They are what was undone, what was recorded again after that, and what was recorded after the
    session was closed. The session may come from `with_corrections`.
    """
    if session.state != Session.State.CLOSED and not getattr(session, "has_undone", True):
        return []
    changes = (
        Attendance.history.filter(session=session)
        .select_related("history_user", "participant")
        .order_by("history_date", "history_id")
    )
    return list(_chosen(changes, closed_at=_closed_at(session)))


def _chosen(changes: Any, *, closed_at: datetime | None) -> Iterator[Correction]:
    undone: set[int] = set()
    for change in changes:
        took_part = change.history_type != "-"
        after_closing = closed_at is not None and change.recorded_at > closed_at
        if not took_part:
            undone.add(change.participant_id)
        elif not after_closing and change.participant_id not in undone:
            continue
        if change.participant is not None:
            yield Correction(
                change.participant, took_part, change.history_date, change.history_user
            )


def _closed_at(session: Session) -> datetime | None:
    """Return when the session was closed; None while it is open."""
    if session.state != Session.State.CLOSED:
        return None
    if hasattr(session, "closed_at"):
        return session.closed_at
    return _closings().filter(id=session.pk).values_list("history_date", flat=True).first()


def _closings() -> Any:
    return Session.history.filter(state=Session.State.CLOSED).order_by("history_date")
