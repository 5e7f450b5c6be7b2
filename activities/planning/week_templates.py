"""A normal week: kept from a week that was good, and planned again as drafts."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Team, User
from activities.models import Session, WeekTemplate, WeekTemplateEntry
from activities.planning import days_off, series_days, sessions
from activities.staffing import minimum_staff, plan_changes
from core.errors import RuleBroken
from core.text import checked_line


@dataclass
class Planned:
    """What became of a week: the drafts made, how many were there, and what was left out, why."""

    made: list[Session] = field(default_factory=list)
    there: int = 0
    left_out: list[str] = field(default_factory=list)


def save_week(team: Team, *, name: str, monday: date) -> WeekTemplate:
    """Keep the team's week that begins on `monday` as a normal week; the same name replaces it.

    Sessions of recurring sessions are left out: they make themselves. Raises RuleBroken when
    there is nothing to keep.
    """
    name = checked_line(name)[: WeekTemplate._meta.get_field("name").max_length]
    if not name:
        raise RuleBroken(_("Gi uka et navn."))
    rows = _to_keep(team, monday)
    with transaction.atomic():
        Team.objects.select_for_update(no_key=True).get(pk=team.pk)
        template, _made = WeekTemplate.objects.get_or_create(team=team, name=name)
        template.entries.all().delete()
        WeekTemplateEntry.objects.bulk_create(_entry(template, row) for row in rows)
    return template


def plan(template: WeekTemplate, *, monday: date, by: User | None) -> Planned:
    """Make the drafts of a normal week in the week of `monday`. A repeat doubles nothing.

    The clock is Oslo's. Days that are past and days off are left out, and said so.
    """
    entries = template.entries.select_related("activity", "place", "rain_place")
    return _plan(entries, team=template.team, monday=monday, by=by)


def copy(team: Team, *, source: date, monday: date, by: User | None) -> Planned:
    """Make drafts in the week of `monday` like those of the week of `source` (both Mondays).

    Like planning from a normal week that is not kept. Raises RuleBroken when there is nothing.
    """
    entries = [_entry(None, row) for row in _to_keep(team, source)]
    return _plan(entries, team=team, monday=monday, by=by)


def _plan(
    entries: Iterable[WeekTemplateEntry], *, team: Team, monday: date, by: User | None
) -> Planned:
    result = Planned()
    with transaction.atomic():
        Team.objects.select_for_update(no_key=True).get(pk=team.pk)
        off = days_off.names(team, first=monday, last=monday + timedelta(days=6))
        there = {
            (row.activity_id, row.planned_place.pk, row.starts_at.replace(second=0, microsecond=0))
            for row in _week(team, monday)
        }
        for entry in entries:
            day = monday + timedelta(days=entry.weekday)
            starts_at, ends_at = series_days.times(day, entry.starts, minutes=entry.minutes)
            if (entry.activity_id, entry.place_id, starts_at) in there:
                result.there += 1
            elif reason := _why_left_out(day, starts_at, off):
                result.left_out.append(f"{entry.title or entry.activity.name}: {reason}")
            else:
                result.made.append(
                    sessions.make(
                        entry.activity,
                        team=team,
                        starts_at=starts_at,
                        ends_at=ends_at,
                        by=by,
                        **{name: getattr(entry, name) for name in Session.ALIKE}
                        | {"min_staff": minimum_staff.of_copy(entry.place, entry.min_staff)},
                    )
                )
        plan_changes.note_all_made(result.made, by=by)
    return result


def forget(template: WeekTemplate) -> None:
    """Forget a normal week; the sessions that were planned from it stay."""
    WeekTemplate.objects.filter(pk=template.pk).delete()


def _to_keep(team: Team, monday: date) -> list[Session]:
    """Return what a week can give to another: not recurring sessions, which make themselves."""
    rows = list(_week(team, monday).filter(series=None).exclude(state=Session.State.CANCELLED))
    if not rows:
        raise RuleBroken(_("Det er ingen økter i denne uka å ta vare på."))
    return rows


def _entry(template: WeekTemplate | None, row: Session) -> WeekTemplateEntry:
    starts = timezone.localtime(row.starts_at)
    return WeekTemplateEntry(
        template=template,
        activity=row.activity,
        weekday=starts.weekday(),
        starts=starts.time().replace(second=0, microsecond=0),
        minutes=max(5, row.planned_minutes),
        **{name: getattr(row, name) for name in Session.ALIKE}
        | {"place": row.planned_place, "rain_place": row.planned_rain_place},
    )


def _why_left_out(day: date, starts_at: datetime, off: dict[date, str]) -> str:
    if day in off:
        return f"{day:%d.%m.} {off[day]}"
    if starts_at <= timezone.now():
        return _("tiden er gått")
    return ""


def _week(team: Team, monday: date) -> QuerySet[Session]:
    """Return the team's sessions of a week, cancelled ones too."""
    rows = Session.objects.filter(team=team).on_days(monday, monday + timedelta(days=6))
    return rows.select_related("activity", "place", "rain_place")
