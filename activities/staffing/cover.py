"""Covering a session: filling its gap, or taking a shift over. Of two at once, one wins.

The locks are those of `shifts.assign`: the person, then the session. Whoever did it can undo it
for a while (`plan_changes`).
"""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Team, User
from activities.models import CoverAsk, PlanChange, Session, Shift
from activities.staffing import cover_asks, plan_changes, shifts
from core.errors import RuleBroken


@transaction.atomic
def fill(
    session: Session,
    *,
    staff: User,
    by: User | None = None,
    part: str = Shift.Part.SECOND,
    reason: str = "",
    lent_by: Team | None = None,
) -> Shift:
    """Put `staff` on `session`, which still lacks somebody. A repeat changes nothing.

    `reason` and `lent_by` are as in `shifts.assign`. Raises RuleBroken when it has enough by now,
    and as that.
    """
    row = _locked(session.pk, staff)
    if there := Shift.objects.filter(session=row, staff=staff).first():
        return there
    if row.state in Session.EDITABLE and not row.missing_staff:
        names = ", ".join(str(one.staff) for one in row.staff_there)
        raise RuleBroken(_("Økta har fått nok folk: %(names)s.") % {"names": names})
    return put_on(row, staff=staff, part=part, by=by, reason=reason, lent_by=lent_by)


@transaction.atomic
def put_on(
    session: Session,
    *,
    staff: User,
    by: User | None = None,
    part: str = Shift.Part.SECOND,
    reason: str = "",
    lent_by: Team | None = None,
) -> Shift:
    """Put `staff` on `session`, whether it lacks anybody or not; a repeat changes the part.

    Raises RuleBroken as `shifts.assign`.
    """
    row = _locked(session.pk, staff)
    was_there = Shift.objects.filter(session=row, staff=staff).exists()
    shift = shifts.assign(row, staff=staff, part=part, by=by, reason=reason, lent_by=lent_by)
    if not was_there:
        plan_changes.note_staff(row, verb=PlanChange.Verb.PUT_ON, after=shift, by=by)
    return shift


@transaction.atomic
def take_off(shift: Shift, *, by: User | None = None) -> None:
    """Take somebody off. A repeat changes nothing. Raises RuleBroken as `shifts.unassign`."""
    row = Session.objects.select_for_update().get(pk=shift.session_id)
    before = Shift.objects.filter(pk=shift.pk).first()
    shifts.unassign(shift, by=by)
    if before:
        plan_changes.note_staff(row, verb=PlanChange.Verb.TAKEN_OFF, before=before, by=by)


@transaction.atomic
def take_over(
    shift: Shift,
    *,
    staff: User,
    by: User | None = None,
    is_answer: bool = False,
    reason: str = "",
    lent_by: Team | None = None,
) -> Shift:
    """Let `staff` work `shift` instead of who has it, as the same part. A repeat changes nothing.

    It can be undone for ten minutes, but not when it `is_answer` to an ask: that was a yes.
    Raises RuleBroken when somebody else has got it by now, and as `shifts.unassign` and
    `shifts.assign`: then who had it still has it.
    """
    row = _locked(shift.session_id, staff)
    there = Shift.objects.filter(session=row, staff=staff).first()
    if not Shift.objects.filter(pk=shift.pk, staff=shift.staff_id).exists():
        if there:
            return there
        names = ", ".join(str(one.staff) for one in row.staff_there) or _("ingen")
        raise RuleBroken(
            _("%(name)s har ikke vakten lenger. På økta nå: %(names)s.")
            % {"name": shift.staff, "names": names}
        )
    if there:
        raise RuleBroken(_("%(name)s er på økta alt.") % {"name": staff})
    taken = shifts.assign(row, staff=staff, part=shift.part, by=by, reason=reason, lent_by=lent_by)
    cover_asks.close(row, instead_of=shift.staff, ended=CoverAsk.Ended.TAKEN)
    shifts.unassign(shift, by=by)  # last, so that nobody is asked meanwhile to find somebody
    if not is_answer:
        plan_changes.note_staff(row, verb=PlanChange.Verb.SWAPPED, before=shift, after=taken, by=by)
    return taken


@transaction.atomic
def exchange(first: Shift, second: Shift, *, by: User | None = None, reason: str = "") -> None:
    """Let the people of two shifts work each other's, each as the part that is there.

    `reason` is as in `shifts.assign`, for both.
    Raises RuleBroken when one of them is on the other's session already, and as `shifts.unassign`
    and `shifts.assign`; then nothing is changed.
    """
    people = sorted([first.staff_id, second.staff_id])
    list(User.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk"))
    sessions = [first.session_id, second.session_id]
    list(Session.objects.select_for_update(of=("self",)).filter(pk__in=sessions).order_by("pk"))
    for shift, other in ((first, second), (second, first)):
        if Shift.objects.filter(session=other.session, staff=shift.staff).exists():
            raise RuleBroken(_("%(name)s er på økta alt.") % {"name": shift.staff})
    for shift in (first, second):
        shifts.unassign(shift, by=by)  # both first: the two may be at the same time
    shifts.assign(first.session, staff=second.staff, part=first.part, by=by, reason=reason)
    shifts.assign(second.session, staff=first.staff, part=second.part, by=by, reason=reason)


def _locked(session_pk: int, staff: User) -> Session:
    User.objects.select_for_update(no_key=True).get(pk=staff.pk)
    return Session.objects.select_for_update().get(pk=session_pk)
