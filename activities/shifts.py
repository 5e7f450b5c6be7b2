"""Putting staff on a session, and «all clear», which ends an off-site duty (DESIGN §1.8)."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership, User
from activities import being_out, conflicts, finding_staff
from activities.models import Session, Shift
from core.errors import RuleBroken
from notices import waiting


def put(session: Session, *, staff: User, part: str = Shift.Part.SECOND, by: User | None) -> Shift:
    """Put `staff` on `session`; a repeat changes the part. Only people of the team can work it.

    Raises RuleBroken for somebody who is on another session then, away, or shielded that day.
    The person's row is locked, so that two sessions cannot take them at once.
    """
    with transaction.atomic():
        User.objects.select_for_update().get(pk=staff.pk)
        row = Session.objects.select_for_update().get(pk=session.pk)
        if row.state not in Session.EDITABLE:
            raise RuleBroken(_("Økta er over eller avlyst."))
        at_work = Membership.objects.planning().filter(user=staff, team_id=row.team_id)
        if not at_work.exists():
            raise RuleBroken(_("Velg noen som jobber i teamet."))
        if reason := conflicts.why_not(row, staff):
            raise RuleBroken(reason, about=conflicts.in_the_way(row, staff))
        shift, _made = Shift.objects.update_or_create(
            session=row, staff=staff, defaults={"part": part}
        )
        finding_staff.look(row)
    return shift


def take_off(shift: Shift, *, by: User) -> None:
    """Take somebody off a session that has not ended. A repeat changes nothing."""
    with transaction.atomic():
        session = Session.objects.select_for_update().get(pk=shift.session_id)
        if session.state not in Session.EDITABLE or session.ends_at <= timezone.now():
            raise RuleBroken(_("Økta er over. Vakten kan ikke tas bort."))
        being_out.must_be_home([one for one in being_out.of(session) if one.pk == shift.pk])
        Shift.objects.filter(pk=shift.pk).delete()
        finding_staff.look(session)


def all_clear(shift: Shift, *, by: User, at: datetime | None = None) -> Shift:
    """Report that `shift`'s owner is safely done. A repeat keeps the first time (UTC).

    `at` is when it was tapped on a telephone without signal; it is moved into the time from the
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
    waiting.look("not_home", shift)
    shift.refresh_from_db()
    return shift
