"""Making and caring for works. No date, no amount, no order (DESIGN §1.1)."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Team, User
from activities.models import Activity, CareVisit, Making, Work
from core.errors import RuleBroken
from participants.models import Participant

SAME_TAP = timedelta(minutes=15)


def make(
    activity: Activity,
    *,
    team: Team,
    kind: str,
    title: str,
    makers: Iterable[Participant] = (),
    **fields: Any,
) -> Work:
    """Return a new work with its makers. Raises RuleBroken when a value cannot be."""
    work = Work(activity=activity, team=team, kind=kind, title=title, **fields)
    with transaction.atomic():
        _save(work, makers=makers)
    return work


def edit(work: Work, *, makers: Iterable[Participant], **fields: Any) -> Work:
    """Change `fields` of a work, its state among them, and its makers. Raises RuleBroken."""
    with transaction.atomic():
        row = Work.objects.select_for_update().get(pk=work.pk)
        for name, value in fields.items():
            setattr(row, name, value)
        _save(row, makers=makers)
    return row


def _save(work: Work, *, makers: Iterable[Participant]) -> None:
    try:
        work.full_clean()
    except ValidationError as error:
        raise RuleBroken(" ".join(error.messages)) from error
    work.save()
    set_makers(work, makers=makers)


def set_makers(work: Work, *, makers: Iterable[Participant]) -> None:
    """Make `makers` the hands behind `work`: people of the work's team."""
    wanted = list(makers)
    if any(person.team_id != work.team_id for person in wanted):
        raise RuleBroken(_("Velg deltakere i teamet."))
    with transaction.atomic():
        work.makings.exclude(participant__in=wanted).delete()
        for person in wanted:
            Making.objects.get_or_create(work=work, participant=person)


def set_state(work: Work, *, state: str) -> Work:
    """Let a work rest, go on, be finished or be gone; each may follow any other."""
    if state not in Work.State.values:
        raise RuleBroken(_("Velg en tilstand i lista."))
    work.state = state
    work.save(update_fields=["state", "changed_at"])
    return work


def care(
    work: Work, *, care: str, by: User | None = None, participant: Participant | None = None
) -> CareVisit:
    """Record a visit: a tap. Who cared may be unnamed.

    Locks the work. The same care by the same person within a quarter of an hour is the same tap.
    """
    if care not in CareVisit.Care.values:
        raise RuleBroken(_("Velg hva som ble gjort."))
    with transaction.atomic():
        row = Work.objects.select_for_update().get(pk=work.pk)
        just_now = timezone.now() - SAME_TAP
        visits = CareVisit.objects.select_related("work__activity", "work__team", "participant")
        same = visits.filter(
            work=row, care=care, participant=participant, visited_at__gte=just_now
        ).first()
        return same or CareVisit.objects.create(
            work=row, care=care, participant=participant, recorded_by=by
        )
