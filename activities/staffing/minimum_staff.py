"""How few staff a session may have: its place says, and only a leader goes below, with a reason.

Whether a session has too few of them is `Session.missing_staff` (`lacking_staff` in a query); what
is too little to be opened says `activities.planning.opening_blockers`.

One rule for sessions and recurring sessions, asked by every verb that writes them, so that no
portal, copy, template or calendar is a way past it (rules.md#staff-come-home).
"""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.permissions import can_lead
from activities.models import Place, Series, Session
from activities.staffing import finding_staff
from core.errors import RuleBroken
from core.saving import save_by


def settle(row: Session | Series, *, before: Session | Series | None, by: Any) -> None:
    """Hold `row`, not saved yet, against its place; set who let it go below.

    `before` is the row as it stands in the database, None for a new one. What is no worse than
    before stays as it is, so that a worker can change the title of what a leader has decided.
    Raises RuleBroken.
    """
    row.min_staff_reason = row.min_staff_reason.strip()
    if row.min_staff >= row.place.min_staff:
        row.min_staff_reason, row.min_staff_lowered_by = "", None
        return
    if before is not None and _no_worse(row, before):
        return
    if isinstance(row, Session) and _as_its_series(row):
        row.min_staff_lowered_by = row.series.min_staff_lowered_by  # type: ignore[union-attr]
        return
    why = ""
    if by is None or not can_lead(by, row.team):
        why = _("%(place)s trenger minst %(n)s ansatte. Lederen kan velge færre.")
    elif not row.min_staff_reason:
        why = _("%(place)s trenger minst %(n)s ansatte. Skriv hvorfor det holder med færre.")
    if why:
        raise RuleBroken(why % {"place": row.place, "n": row.place.min_staff})
    row.min_staff_lowered_by = by


@transaction.atomic
def follow(place: Place, *, by: Any) -> int:
    """Let what is ahead at `place` have as many as it asks for now; return how many sessions.

    What a leader has let go with fewer, with a reason, stays as it is.
    """
    below = {"place": place, "min_staff__lt": place.min_staff, "min_staff_reason": ""}
    ahead = Session.objects.select_for_update().filter(
        state__in=Session.EDITABLE, ends_at__gt=timezone.now(), **below
    )
    rows = list(ahead.order_by("pk"))
    for row in rows:
        row.min_staff = place.min_staff
        row.revision += 1
        save_by(row, by, "min_staff", "revision")
        finding_staff.refresh(row)
    for series in Series.objects.running().filter(**below):
        series.min_staff = place.min_staff
        save_by(series, by, "min_staff")
    return len(rows)


def of_copy(place: Place, min_staff: int) -> int:
    """Return how many a copy asks for: never below the place, which a leader decides anew."""
    return max(place.min_staff, min_staff)


def _as_its_series(row: Session) -> bool:
    """Tell whether a leader has decided this of the recurring session, for this place."""
    series, same = row.series, ("place_id", "min_staff", "min_staff_reason")
    return bool(series and series.min_staff_reason) and all(
        getattr(row, name) == getattr(series, name) for name in same
    )


def _no_worse(row: Session | Series, before: Session | Series) -> bool:
    return (
        row.min_staff >= before.min_staff
        and row.min_staff_reason == before.min_staff_reason
        and (row.place_id == before.place_id or row.place.min_staff <= before.place.min_staff)
    )
