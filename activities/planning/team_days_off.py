"""Writing down a team's own days off, and giving them back (read by `planning.days_off`).

What is there already when a day becomes free stays when people know of it, and is named.
"""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Team, User
from activities.models import DayOff, Series, Session
from activities.planning import series
from activities.planning.days_off import MOST_DAYS
from core.errors import RuleBroken, must_be_valid
from core.saving import locked_row


def add(team: Team, *, name: str, first_day: date, last_day: date, by: User) -> list[Session]:
    """Let the team have these days off, both included. A repeat changes nothing.

    Recurring sessions drop the drafts that nobody knows of. Returns everything else that still
    stands on those days, for a person to decide. Raises RuleBroken.
    """
    row = _checked(DayOff(team=team, name=name, first_day=first_day, last_day=last_day))
    with transaction.atomic():
        Team.objects.select_for_update(no_key=True).get(pk=team.pk)
        DayOff.objects.get_or_create(
            team=team, name=row.name, first_day=first_day, last_day=last_day
        )
        _agree(team, by=by)
    return _there(team, first_day, last_day)


def edit(day_off: DayOff, *, name: str, first_day: date, last_day: date, by: User) -> list[Session]:
    """Change what was written; days that are no longer free get their meetings back.

    Returns what stands on the days that are free now. Raises RuleBroken.
    """
    with locked_row(day_off) as row:
        row.name, row.first_day, row.last_day = name, first_day, last_day
        _checked(row)
        same = DayOff.objects.filter(
            team=row.team_id, name=row.name, first_day=first_day, last_day=last_day
        )
        same.exclude(pk=row.pk).delete()
        row.save()
        _agree(row.team, by=by)
    return _there(row.team, first_day, last_day)


def remove(day_off: DayOff, *, by: User) -> None:
    """Remove days off: recurring sessions get their days back. A repeat changes nothing."""
    with transaction.atomic():
        DayOff.objects.filter(pk=day_off.pk).delete()
        _agree(day_off.team, by=by)


def _checked(row: DayOff) -> DayOff:
    """Return `row` with a clean name. Raises RuleBroken for days that cannot be."""
    row.name = row.name.strip()
    must_be_valid(row, exclude=["team"])  # the same days once more are none too many
    if row.last_day - row.first_day >= timedelta(days=MOST_DAYS):
        raise RuleBroken(_("Det er lengre enn et år. Se om datoene er riktige."))
    return row


def _agree(team: Team, *, by: User) -> None:
    for one in Series.objects.running().filter(team=team, skip_holidays=True):
        series.follow_days_off(one, by=by)


def _there(team: Team, first: date, last: date) -> list[Session]:
    rows = Session.objects.filter(team=team, state__in=Session.EDITABLE).on_days(first, last)
    return list(rows.select_related("activity"))
