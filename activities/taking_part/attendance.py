"""Recording the fact that somebody took part. Doors call `payouts.earnings.promises.record`."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from activities.models import Attendance, Session
from core.errors import RuleBroken
from core.saving import locked_row
from participants.models import Participant

EARLY = timedelta(minutes=30)
"""Who comes so much before the start is let in with a word about the clock."""


def record(
    session: Session, *, participant: Participant, by: User, at: datetime | None = None
) -> Attendance:
    """Record that `participant` took part, signed up or not. A repeat changes nothing.

    Always possible from the day of the session on, also when it is closed: somebody was forgotten
    (rules.md#keep-promises). `at` is when it was tapped on a phone without signal (UTC); the
    history keeps it. The session comes back with it, fresh, with its team, and locked until the
    transaction ends.
    """
    with transaction.atomic():
        rows = Session.objects.select_for_update(of=("self",)).select_related("team")
        row = rows.get(pk=session.pk)
        existing = row.attendances.filter(participant=participant).first()
        if existing:
            return existing
        must_be_recordable(row)
        attendance = Attendance(session=row, participant=participant, recorded_by=by)
        _sign(attendance, by=by, at=at)
        attendance.save()
    return attendance


def reverse(
    session: Session, *, participant: Participant, by: User, at: datetime | None = None
) -> None:
    """Undo a tap that was a mistake. The history keeps both, and who and when."""
    with locked_row(session) as row:
        attendance = Attendance.objects.filter(session=row, participant=participant).first()
        if attendance is None:
            return
        must_be_recordable(row)
        _sign(attendance, by=by, at=at)
        attendance.delete()


def must_be_recordable(session: Session) -> None:
    """Raise RuleBroken when nobody can have taken part in `session` yet, or it never was."""
    if session.state not in (Session.State.PUBLISHED, Session.State.CLOSED):
        raise RuleBroken(_("Økta er ikke åpen."))
    if not session.is_today_or_past:
        raise RuleBroken(_("Økta har ikke begynt. Da kan ingen ha vært med."))


def early_until(session: Session) -> datetime:
    """Return the moment before which recording in `session` may be a slip."""
    return session.starts_at - EARLY


def is_early(session: Session) -> bool:
    """Tell whether `session` begins so much later today that recording may be a slip."""
    return timezone.now() < early_until(session)


def _sign(attendance: Attendance, *, by: User, at: datetime | None) -> None:
    """Say in the history who did it, and when."""
    attendance._history_user = by  # type: ignore[attr-defined]
    if at:
        attendance._history_date = at  # type: ignore[attr-defined]
