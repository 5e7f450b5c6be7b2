"""Who is out is asked about until they say «alt i orden»: no act takes the duty off the list.

The escalation reads what a session is now. So whoever calls it off, moves it or takes somebody off
it while they are by the river would silence it (rules.md#staff-come-home).
"""

from django.utils import timezone
from django.utils.translation import gettext as _

from activities.models import EscalationStep, Session, Shift
from activities.models.staffing.shift import ESCALATION_LASTS
from core.errors import RuleBroken


def open_duties(session: Session) -> list[Shift]:
    """Return the shifts of those who are out in `session`; after a day nobody is rung any more."""
    now = timezone.now()
    out = Shift.objects.out(at=now).filter(session=session)
    return list(out.filter(session__ends_at__gt=now - ESCALATION_LASTS).select_related("staff"))


def reset_duties(session: Session) -> None:
    """Let a session that was moved to later be a duty of its own: nobody is home from it yet."""
    if session.starts_at > timezone.now():
        EscalationStep.objects.filter(shift__session=session).delete()
        Shift.objects.filter(session=session, all_clear_at__isnull=False).update(
            all_clear_at=None, changed_at=timezone.now()
        )


def must_be_all_clear(shifts: list[Shift]) -> None:
    """Raise RuleBroken, with the names, while any of these are out."""
    if shifts:
        names = ", ".join(str(one.staff) for one in shifts)
        raise RuleBroken(
            _("Ute nå: %(names)s. Vent til alle har meldt «alt i orden».") % {"names": names},
            about=shifts[0],
        )
