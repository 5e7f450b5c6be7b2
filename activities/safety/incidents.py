"""Something happened: the colleague is shielded for the rest of the day, and talked with.

Time and done or not done; what it was is told in person and in the municipality's own system.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import can_lead
from activities.models import Incident, Session, Shift
from activities.staffing import finding_staff
from core.dates import midnight
from core.errors import RuleBroken
from notices import waiting_states


@transaction.atomic
def report(session: Session, *, staff: User, by: User) -> Incident:
    """Report for oneself, or for a colleague as the leader. A repeat changes nothing.

    The leader is asked to hold the talk, and to find somebody else for what `staff` has left
    today.
    """
    Session.objects.select_for_update().get(pk=session.pk)
    if by.pk != staff.pk and not can_lead(by, session.team):
        raise RuleBroken(_("Bare du selv eller lederen kan melde dette."))
    if not Shift.objects.filter(session=session, staff=staff).exists():
        raise RuleBroken(_("Velg noen som var på vakt her."))
    incident, is_new = Incident.objects.get_or_create(session=session, staff=staff)
    if is_new:
        waiting_states.refresh("talk_afterwards", incident)
        for shift in duties_left(incident):
            finding_staff.refresh(shift.session)
    return incident


@transaction.atomic
def confirm_talk(incident: Incident, *, by: User) -> Incident:
    """Confirm, as the leader, that the talk has been held. A repeat keeps the first time."""
    row = Incident.objects.select_for_update().get(pk=incident.pk)
    if not can_lead(by, row.session.team):
        raise RuleBroken(_("Det er lederen som bekrefter samtalen."))
    if by.pk == row.staff_id:
        raise RuleBroken(_("En annen leder bekrefter samtalen med deg."))
    if row.talked_at is None:
        row.talked_at, row.confirmed_by = timezone.now(), by
        row.save(update_fields=["talked_at", "confirmed_by", "changed_at"])
        waiting_states.refresh("talk_afterwards", row)
    return row


def duties_left(incident: Incident) -> list[Shift]:
    """Return what the colleague still had to work on the day of the incident."""
    last = midnight(timezone.localdate(incident.happened_at) + timedelta(days=1))
    return list(
        Shift.objects.filter(
            staff=incident.staff_id,
            session__starts_at__gt=incident.happened_at,
            session__starts_at__lt=last,
            session__state__in=Session.EDITABLE,
        )
        .select_related("session__activity", "session__team")
        .order_by("session__starts_at", "pk")
    )
