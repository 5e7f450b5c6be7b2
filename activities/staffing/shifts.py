"""Staff on a session, and «all clear», which ends an off-site duty (rules.md#staff-come-home)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership, Team, User
from activities.models import Absence, CoverAsk, Incident, Session, Shift
from activities.staffing import (
    cover_asks,
    finding_staff,
    off_site_duties,
    over_limits,
    shift_notices,
)
from core.dates import midnight
from core.errors import RuleBroken
from notices import waiting_states


def assign(
    session: Session,
    *,
    staff: User,
    part: str = Shift.Part.SECOND,
    by: User | None = None,
    reason: str = "",
    lent_by: Team | None = None,
) -> Shift:
    """Put `staff` on `session`; a repeat changes the part. Only people of the team can work it.

    With `lent_by` they are a substitute of that team, who said yes themselves. They are told of it
    (`activities.staffing.shift_notices`), unless it was themselves, `by`.
    `reason` is why a leader lets them pass a limit of working time (`over_limits`).

    Raises RuleBroken for somebody who is on another session then, away, or shielded that day, and
    as `over_limits.settle`. The person's row is locked, so that two sessions cannot take them at
    once.
    """
    with transaction.atomic():
        row = _free(session, staff, lent_by=lent_by)
        passed = []
        if not Shift.objects.filter(session=row, staff=staff).exists():
            passed = over_limits.settle(row, staff=staff, by=by, reason=reason)
        shift = _put(row, staff=staff, part=part, by=by, lent_by=lent_by)
        if passed:
            over_limits.write(shift, passed, by=by, reason=reason)
    return shift


def put_back(session: Session, *, staff: User, part: str, by: User) -> Shift:
    """Put `staff` on `session` again, which is undoing: as `assign`, but for working time.

    A substitute is one again, of the team that lends them still. What passes a limit by that waits
    for a leader's reason as other things do.
    """
    lent_by = _lender(session, staff)
    with transaction.atomic():
        row = _free(session, staff, lent_by=lent_by)
        return _put(row, staff=staff, part=part, by=by, lent_by=lent_by)


def _lender(session: Session, staff: User) -> Team | None:
    """Return whose substitute `staff` became in `session` by their own yes, or None.

    None too for who plans in its team by now: they are colleagues there.
    """
    here = Membership.objects.planning().filter(user=staff, team=session.team_id)
    asks = CoverAsk.objects.filter(session=session, staff=staff, lent_by__isnull=False)
    got = asks.filter(~Exists(here), ended=CoverAsk.Ended.GOT_IT).select_related("lent_by")
    last = got.order_by("-closed_at", "-pk").first()
    return last.lent_by if last else None


def _free(session: Session, staff: User, *, lent_by: Team | None = None) -> Session:
    """Return `session`, locked after the person. Raises RuleBroken unless they can work it."""
    # Without its key: a task for them, made beside this, only points at the person.
    User.objects.select_for_update(no_key=True).get(pk=staff.pk)
    row = Session.objects.select_for_update().get(pk=session.pk)
    if row.state not in Session.EDITABLE:
        raise RuleBroken(_("Økta er over eller avlyst."))
    works_for = lent_by or row.team
    if not Membership.objects.planning().filter(user=staff, team=works_for).exists():
        raise RuleBroken(_("Velg noen som jobber i teamet."))
    must_be_available(row, staff)
    return row


def _put(
    row: Session, *, staff: User, part: str, by: User | None, lent_by: Team | None = None
) -> Shift:
    shift, is_new = Shift.objects.update_or_create(
        session=row,
        staff=staff,
        defaults={"part": part},
        create_defaults={"part": part, "lent_by": lent_by},
    )
    if is_new:
        _close_asks(row, staff)
    finding_staff.refresh(row)
    shift_notices.note(row, by=by, about=staff)
    return shift


def _close_asks(session: Session, staff: User) -> None:
    """Ask `staff`, who works `session` now, no more; nor anybody when it has enough by that."""
    asks = list(CoverAsk.objects.filter(session=session, closed_at=None).select_related("staff"))
    for own in asks:
        if own.staff_id == staff.pk:
            cover_asks.close_one(own, ended=CoverAsk.Ended.GOT_IT)
    if asks and not session.missing_staff:
        cover_asks.close(session, instead_of=None, ended=CoverAsk.Ended.TAKEN)
        for absent in finding_staff.absent_shifts(session):
            cover_asks.close(session, instead_of=absent.staff, ended=CoverAsk.Ended.TAKEN)


def must_be_available(session: Session, staff: User) -> None:
    """Raise RuleBroken for who is away, shielded or on another session while `session` is.

    It is about what keeps them, when that is of the session's own team. At most three queries.
    """
    away = Absence.objects.during(session.starts_at, session.ends_at).filter(staff=staff).first()
    theirs = Session.objects.filter(shifts__staff=staff, state__in=Session.EDITABLE)
    meets = theirs.filter(starts_at__lt=session.ends_at, ends_at__gt=session.starts_at)
    other = meets.exclude(pk=session.pk).select_related("activity").first()
    first = midnight(timezone.localdate(session.starts_at))
    shield = Incident.objects.filter(
        staff=staff, happened_at__gte=first, happened_at__lt=first + timedelta(days=1)
    )
    why, words = "", {"name": str(staff), "session": other.name if other else ""}
    if away:
        why = _("%(name)s er borte da.")
    elif session.starts_at > timezone.now() and shield.exists():
        why = _("%(name)s er skjermet i dag.")
    elif other:
        why = _("%(name)s er på %(session)s da.")
    if why:
        row = away or other
        is_own = row is not None and row.team_id == session.team_id
        raise RuleBroken(why % words, about=row if is_own else None)


def unassign(shift: Shift, *, by: User | None = None) -> None:
    """Take somebody off a session that has not ended, and tell them unless it was themselves, `by`.

    A repeat changes nothing.
    """
    with transaction.atomic():
        session = Session.objects.select_for_update().get(pk=shift.session_id)
        if session.state not in Session.EDITABLE or session.ends_at <= timezone.now():
            raise RuleBroken(_("Økta er over. Vakten kan ikke tas bort."))
        off_site_duties.must_be_all_clear(
            [one for one in off_site_duties.open_duties(session) if one.pk == shift.pk]
        )
        Shift.objects.filter(pk=shift.pk).delete()
        cover_asks.close(session, instead_of=shift.staff, ended=CoverAsk.Ended.NOT_NEEDED)
        finding_staff.refresh(session)
        shift_notices.note(session, by=by, about=shift.staff)


def all_clear(shift: Shift, *, by: User, at: datetime | None = None) -> Shift:
    """Report that `shift`'s owner is safely done. A repeat keeps the first time (UTC).

    `at` is when it was tapped on a phone without signal; it is moved into the time from the
    session's start until now. Raises RuleBroken before the session begins.
    """
    if by.pk != shift.staff_id:
        raise RuleBroken(_("Bare du selv kan melde at du er i orden."))
    now = timezone.now()
    if shift.session.starts_at > now:
        # Said now, it would stand when they go out, and nobody would ask for them.
        raise RuleBroken(_("Økta har ikke begynt."))
    when = min(max(at, shift.session.starts_at), now) if at else now
    Shift.objects.filter(pk=shift.pk, all_clear_at__isnull=True).update(all_clear_at=when)
    waiting_states.refresh("not_home", shift)
    shift.refresh_from_db()
    return shift
