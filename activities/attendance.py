"""Recording the fact that somebody took part. Doors call `payouts.promises.record` instead."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from activities.models import Attendance, Session
from core.errors import RuleBroken
from participants.models import Participant


def record(session: Session, *, participant: Participant, by: User) -> Attendance:
    """Record that `participant` took part, signed up or not. A repeat changes nothing.

    Always possible while the session is open and has begun or begins today (DESIGN §1.4).
    """
    with transaction.atomic():
        row = Session.objects.select_for_update().get(pk=session.pk)
        existing = Attendance.objects.filter(session=row, participant=participant).first()
        if existing:
            return existing
        _must_be_recordable(row)
        attendance = Attendance(session=row, participant=participant, recorded_by=by)
        attendance._history_user = by  # type: ignore[attr-defined]
        attendance.save()
    return attendance


def take_back(session: Session, *, participant: Participant, by: User) -> None:
    """Undo a tap that was a mistake, before the session is closed. The history keeps it."""
    with transaction.atomic():
        row = Session.objects.select_for_update().get(pk=session.pk)
        attendance = Attendance.objects.filter(session=row, participant=participant).first()
        if attendance is None:
            return
        _must_be_recordable(row)
        attendance._history_user = by  # type: ignore[attr-defined]
        attendance.delete()


def _must_be_recordable(session: Session) -> None:
    if session.state == Session.State.CLOSED:
        raise RuleBroken(_("Økten er gjort ferdig. Lederen kan hjelpe hvis noe ble feil."))
    if session.state != Session.State.PUBLISHED:
        raise RuleBroken(_("Økten er ikke åpen."))
    if timezone.localdate(session.starts_at) > timezone.localdate():
        raise RuleBroken(_("Økten har ikke begynt. Da kan ingen ha vært med."))
