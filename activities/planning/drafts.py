"""Discarding drafts, one or a whole imported batch, and restoring them.

Only what was never shown to anybody, and what nobody has said anything to, can be discarded. It is
kept whole for a month (`KEPT_FOR`).
"""

import json
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core import serializers
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Team, User
from activities.models import DiscardedDrafts, Resource, Series, Session, Shift
from activities.staffing import finding_staff
from core.errors import RuleBroken
from core.saving import delete_by, locked_row, save_by

KEPT_FOR = timedelta(days=30)
GOES_ALONG = {"shifts", "plan_changes"}
"""What of a session goes with it; anything else that points at it keeps it. Shifts come back."""


def of(team: Team) -> Any:
    """Return the team's drafts that were never shown, the nearest first."""
    drafts = Session.objects.filter(team=team, state=Session.State.DRAFT, published_at=None)
    return drafts.order_by("starts_at", "pk")


def in_batch(team: Team, batch: UUID) -> Any:
    """Return the drafts that came with a calendar, and those that its meetings made since."""
    brought = of(team).filter(batch=batch)
    meetings = brought.exclude(series=None).values("series")
    return of(team).filter(Q(batch=batch) | Q(series__in=meetings))


def discard(team: Team, *, drafts: Iterable[Session], by: User | None) -> DiscardedDrafts:
    """Discard these drafts of the team; `count` of the answer says how many it were.

    What was opened meanwhile, or that somebody has said something to, stays. A recurring session
    leaves the days out, and goes too when nothing is left of it and a calendar brought it. Raises
    RuleBroken when nothing can be discarded.
    """
    wanted = [draft.pk for draft in drafts]
    with transaction.atomic():
        found = of(team).filter(pk__in=wanted).select_for_update().prefetch_related("resources")
        rows = [row for row in found if not is_known(row)]
        if not rows:
            raise RuleBroken(_("Det er ingen utkast å kaste. Det som har vært åpent, kan avlyses."))
        kept = _as_json([*rows, *Shift.objects.filter(session__in=rows)])
        things = {str(row.pk): [thing.pk for thing in row.resources.all()] for row in rows}
        discarded = DiscardedDrafts(team=team, discarded_by=by, count=len(rows), resources=things)
        series = {row.series_id: row.series for row in rows if row.series_id}
        for row in rows:
            delete_by(row, by)
        for one in series.values():
            days = [row.occurrence_on for row in rows if row.series_id == one.pk]
            kept = _leave(one, days, discarded=discarded, by=by) + kept
        discarded.rows = kept
        discarded.save()
        for pk in wanted:
            finding_staff.refresh(Session(pk=pk))
    return discarded


def restore(discarded: DiscardedDrafts, *, by: User | None) -> list[str]:
    """Undo. A repeat changes nothing. Returns a sentence for each that cannot come back."""
    with locked_row(discarded) as row:
        if row.restored_at:
            return []
        for pk, days in row.days.items():
            for one in Series.objects.select_for_update().filter(pk=pk):
                one.left_out = [day for day in one.left_out if day not in days]
                one.save()
        sentences = []
        for found in serializers.deserialize("json", json.dumps(row.rows), ignorenonexistent=True):
            sentences += _restore(found, row.resources, by=by)
        row.restored_at = timezone.now()
        row.save()
    return sentences


def forget_old() -> int:
    """Delete what was discarded more than a month ago; return how many presses."""
    return DiscardedDrafts.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()[0]


def is_known(session: Session, *, but: Collection[str] = ()) -> bool:
    """Tell whether anything points at `session` that does not go along, and is none of `but`."""
    for relation in Session._meta.related_objects:
        name = relation.get_accessor_name()
        if not name or name in (*GOES_ALONG, *but) or relation.many_to_many or name == "history":
            continue
        if relation.related_model._base_manager.filter(**{relation.field.name: session}).exists():
            return True
    return False


def _leave(
    series: Series, days: list[Any], *, discarded: DiscardedDrafts, by: User | None
) -> list[dict[str, Any]]:
    """Let `series` leave `days` out, or go when a calendar brought it and nothing is left of it.

    Returns the row that went.
    """
    row = Series.objects.select_for_update().get(pk=series.pk)
    if row.calendar_key and not row.sessions.exists() and not row.recurring_signups.exists():
        kept = _as_json([row])
        things = row.resources.values_list("pk", flat=True)
        discarded.resources[f"series {row.pk}"] = list(things)
        delete_by(row, by)
        return kept
    new = {day.isoformat() for day in days if day} - set(row.left_out)
    row.left_out = sorted({*row.left_out, *new})
    save_by(row, by)
    discarded.days[str(row.pk)] = sorted(new)
    return []


def _restore(found: Any, things: dict[str, list[int]], *, by: User | None) -> list[str]:
    row = found.object
    row._history_user = by
    try:
        with transaction.atomic():
            row.full_clean()
            row.save(force_insert=True)
    except (ValidationError, ObjectDoesNotExist) as error:
        if not isinstance(row, Session):
            return []
        starts = timezone.localtime(row.starts_at)
        why = " ".join(error.messages) if isinstance(error, ValidationError) else ""
        return [_("%(day)s kom ikke tilbake. %(why)s") % {"day": f"{starts:%d.%m.}", "why": why}]
    if isinstance(row, Session | Series):
        key = str(row.pk) if isinstance(row, Session) else f"series {row.pk}"
        row.resources.set(Resource.objects.filter(pk__in=things.get(key, [])))
    for name, keys in (found.m2m_data or {}).items():
        getattr(row, name).set(keys)
    return []


def _as_json(rows: Iterable[Any]) -> list[dict[str, Any]]:
    return json.loads(serializers.serialize("json", rows, cls=_WholeMoments))


class _WholeMoments(DjangoJSONEncoder):
    """Keeps a moment to the microsecond."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime) else super().default(o)
