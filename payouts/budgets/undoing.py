"""Undoing what one changed last in the plan, by the verbs that change it (docs/decisions/027).

So every rule holds, the money follows, and who was told hears only what is another than they know.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from activities.models import PlanChange, Series, Session, Shift
from activities.planning import drafts
from activities.staffing import plan_changes, shifts
from core.errors import RuleBroken
from payouts.budgets import replanning

Verb = PlanChange.Verb


def undo(change: PlanChange, *, by: User) -> PlanChange:
    """Let a session be as it was before `change`. A repeat changes nothing.

    Raises RuleBroken, and nothing is changed, for anybody but who did it, after ten minutes, when
    the session was changed since, and when a rule forbids what was. Locks: persons, session, then
    the change.
    """
    with transaction.atomic():
        people = [one for one in (change.staff_before_id, change.staff_after_id) if one]
        list(User.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk"))
        session = Session.objects.select_for_update().filter(pk=change.session_id).first()
        row = PlanChange.objects.select_for_update().filter(pk=change.pk).first()
        if session is None or row is None:
            if change.verb == Verb.MADE:
                return change  # the draft is discarded already, and its row went with it
            raise RuleBroken(_("Det er for lenge siden til å angre."))
        if row.undone_at:
            return row
        plan_changes.must_stand(row, session, by=by)
        _ACTS[Verb(row.verb)](row, session, by)
        row.undone_at = timezone.now()
        PlanChange.objects.filter(pk=row.pk).update(undone_at=row.undone_at)
    return row


def _discard(change: PlanChange, session: Session, by: User) -> None:
    drafts.discard(session.team, drafts=[session], by=by)


def _move_back(change: PlanChange, session: Session, by: User) -> None:
    replanning.edit(
        session,
        by=by,
        starts_at=change.starts_before,
        ends_at=change.ends_before,
        place=change.place_before,
        off_site=change.off_site_before,
        min_staff=change.min_staff_before,
        min_staff_reason=change.min_staff_reason_before,
    )
    if not change.stood_alone and not _follows_another(session, change):
        Session.objects.filter(pk=session.pk).update(stands_alone=False, changed_at=timezone.now())


def _follows_another(session: Session, change: PlanChange) -> bool:
    """Tell whether its series was changed meanwhile: then what stands alone goes on doing so."""
    series = Series.objects.filter(sessions=session, changed_at__gt=change.created_at)
    return series.exists()


def _staff_back(change: PlanChange, session: Session, by: User) -> None:
    """Let who worked it work it again, then who does not belong there go."""
    if change.staff_before:
        shifts.put_back(session, staff=change.staff_before, part=change.part, by=by)
    for shift in Shift.objects.filter(session=session, staff=change.staff_after_id):
        shifts.unassign(shift, by=by)


_ACTS = {
    Verb.MADE: _discard,
    Verb.MOVED: _move_back,
    Verb.SWAPPED: _staff_back,
    Verb.PUT_ON: _staff_back,
    Verb.TAKEN_OFF: _staff_back,
}
