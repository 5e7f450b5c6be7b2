"""Recurring sessions: making, changing and ending a series, and the sessions that follow from it.

Who has joined is never lost: a session that is open, or that somebody has said something to, is
never deleted. When a change leaves it without a day of its own it stands alone, and the result
names it so that a person decides. The series' row is the lock.
"""

import copy
import logging
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Team, User
from activities.models import Activity, RecurringSignUp, Series, Session
from activities.planning import series_days, series_needs, sessions
from activities.planning.series_sessions import (
    AHEAD,
    Changes,
    bring_in_line,
    detach,
    differing,
)
from activities.staffing import minimum_staff
from core.errors import RuleBroken, must_be_valid
from core.saving import save_by

logger = logging.getLogger(__name__)

OF_THE_CLOCK = ("starts", "minutes", "rule", "skip_holidays", "ended_on")
NEEDS = ("resources", "staff")
"""What each session is given (`activities.planning.series_needs`)."""
EDITABLE_FIELDS = frozenset([*Series.ALIKE, *OF_THE_CLOCK, "min_staff_reason"])


# --- Verbs ------------------------------------------------------------------------
def make(
    activity: Activity,
    *,
    team: Team,
    starts_on: date,
    rule: str,
    by: User | None,
    **more: Any,
) -> Changes:
    """Make a series, and its sessions as drafts for twelve weeks from today or its first day.

    `rule` is an RRULE; of `more`, `starts` is the clock in Oslo, `minutes` the planned length, and
    `place` is where. The first day is the first on or after `starts_on` that the rule allows; what
    is over already is not made. `resources` and `staff` are put on each, who pass a limit of
    working time for a leader's `limit_reason`. Raises RuleBroken.
    """
    needs = {name: more.pop(name) for name in NEEDS if name in more}
    reason = more.pop("limit_reason", "")
    first = series_days.first_day(rule, on_or_after=starts_on)
    series = Series(activity=activity, team=team, starts_on=first, rule=rule, **more)
    with transaction.atomic():
        sessions.must_take_part(team, activity)
        minimum_staff.settle(series, before=None, by=by)
        _save(series, by=by)
        series_needs.decide(series, **needs)
        since = max(series.starts_on, timezone.localdate())
        return bring_in_line(series, since=since, by=by, reason=reason)


def adopt(
    series: Series, *, sessions_by_day: dict[date, Session], first: date, by: User | None
) -> Series:
    """Save `series`, not saved before, as the recurring session of sessions that are there already.

    For an imported calendar: `sessions_by_day` has them by the day on which the rule puts them,
    all between `first` and `series.made_until`; other days of the rule in that time are left out.
    A session that differs stands alone. Raises RuleBroken when the rule cannot be ours.
    """
    with transaction.atomic():
        _save(series, by=by)
        last = series.made_until or first
        days = series_days.days_of_rule(series, first=first, last=last)
        without = {day.isoformat() for day in days if day not in sessions_by_day}
        series.left_out = sorted({*series.left_out, *without})
        _save(series, by=by)
        for day, session in sessions_by_day.items():
            occurrence = series_days.occurrence_on(series, day)
            session.stands_alone = bool(differing(session, occurrence, series=series))
            _put_on(session, series, day=day)
    return series


def edit_one(session: Session, *, by: User | None, **fields: Any) -> Session:
    """Change one session alone; later changes of its series leave it in peace.

    Nothing changed: it follows its series as before.
    """
    with transaction.atomic():
        before = sessions.locked(session).revision
        row = sessions.edit(session, by=by, **fields)
        if row.revision != before and row.series_id and not row.stands_alone:
            row.stands_alone = True
            row.save(update_fields=["stands_alone", "changed_at"])
    return row


def edit_all(series: Series, *, by: User | None, **changes: Any) -> Changes:
    """Change every session that is still ahead. Raises RuleBroken.

    `limit_reason` among `changes` is as in `make`.
    """
    with transaction.atomic():
        row = locked(series)
        since = max(row.starts_on, timezone.localdate())
        changes = _with_rule_from(row, changes, since=since)
        return _change(row, changes, new_rule_from=since, since=timezone.localdate(), by=by)


def edit_from(series: Series, *, day: date, by: User | None, **changes: Any) -> Changes:
    """Change the sessions from `day` on: they become a series of their own, with their people.

    The earlier sessions stay as they are. Raises RuleBroken.
    """
    with transaction.atomic():
        row = locked(series)
        if day <= row.starts_on:
            return edit_all(row, by=by, **changes)
        if row.ended_on and day > row.ended_on:
            raise RuleBroken(_("Treffet er slutt før den dagen."))
        changes = _with_rule_from(row, changes, since=day)
        later = _split(row, day=day, by=by)
        since = max(day, timezone.localdate())
        return _change(later, changes, new_rule_from=day, since=since, by=by)


def leave_out(series: Series, *, day: date, by: User | None) -> Session | None:
    """Leave out one day on which it meets. A repeat changes nothing.

    Returns the session that must be cancelled because people know of it, or None when the day
    is free now. It is the caller who asks why, so that everybody is told. Raises RuleBroken, with
    the next days that there are, for a day without a meeting.
    """
    with transaction.atomic():
        row = locked(series)
        _must_meet(row, day)
        _leave_out(row, {day}, by=by)
        left = Changes(row)
        for session in row.sessions.filter(occurrence_on=day):
            detach(session, result=left)
        return left.kept[0] if left.kept else None


def leave_out_ahead(series: Series, *, days: set[date], by: User | None) -> None:
    """Leave out those of `days` that have not been made yet. A repeat changes nothing."""
    with transaction.atomic():
        row = locked(series)
        ahead = {day for day in days if row.made_until is None or day > row.made_until}
        _leave_out(row, ahead, by=by)


def stand_in(session: Session, series: Series, *, day: date) -> None:
    """Let `session`, just made, stand alone for the occurrence of `series` on `day`."""
    session.stands_alone = True
    _put_on(session, series, day=day)


def _put_on(session: Session, series: Series, *, day: date) -> None:
    session.series, session.occurrence_on = series, day
    session.save(update_fields=["series", "occurrence_on", "stands_alone", "changed_at"])


def hold_anyway(series: Series, *, day: date, by: User | None) -> Changes:
    """Meet on a day of the rule that was left out, called off or is a day off.

    A repeat changes nothing. What was called off stays called off; the day gets a new draft.
    """
    with transaction.atomic():
        row = locked(series)
        if day < timezone.localdate() or day not in series_days.days_of_rule(
            row, first=day, last=day
        ):
            raise RuleBroken(_("Treffet er ikke den dagen."))
        called_off = row.sessions.filter(occurrence_on=day, state=Session.State.CANCELLED)
        for session in called_off:  # it stays to be read, and the day is free for another
            session.series, session.occurrence_on = None, None
            save_by(session, by, "series", "occurrence_on")
        row.left_out = [text for text in row.left_out if text != day.isoformat()]
        row.held_anyway = sorted({*row.held_anyway, day.isoformat()})
        _save(row, by=by)
        return bring_in_line(row, since=timezone.localdate(), by=by)


def follow_days_off(series: Series, *, by: User | None) -> Changes:
    """Let the sessions ahead follow the team's days off as they are now. Repeatable."""
    with transaction.atomic():
        return bring_in_line(locked(series), since=timezone.localdate(), by=by)


def end(series: Series, *, last_day: date, by: User | None) -> Changes:
    """Let `last_day` be the last. Sessions after it that people know of are kept and named."""
    with transaction.atomic():
        row = locked(series)
        if last_day < row.starts_on:
            raise RuleBroken(_("Siste dag kan ikke komme før første gang."))
        row.ended_on = last_day
        _save(row, by=by, ends=True)
        return bring_in_line(row, since=max(last_day, timezone.localdate()), by=by)


def extend(series: Series) -> Changes:
    """Make the sessions up to twelve weeks from today that are not there yet. Repeatable."""
    with transaction.atomic():
        row = locked(series)
        since = max(timezone.localdate(), (row.made_until or row.starts_on) + timedelta(days=1))
        return bring_in_line(row, since=since, by=None)


def extend_all() -> int:
    """Extend every series that still runs; return how many sessions were made."""
    wanted = timezone.localdate() + AHEAD
    behind = Series.objects.running().exclude(made_until__gte=wanted)
    made = 0
    for series in behind:
        try:
            made += len(extend(series).made)
        except RuleBroken:
            # What keeps one back keeps no other: who leads is asked (`activities.waits`).
            logger.exception("Recurring session %s was not extended", series.pk)
    return made


def locked(series: Series) -> Series:
    """Return a fresh copy of `series`, its row locked until the transaction ends."""
    return Series.objects.select_for_update().get(pk=series.pk)


# --- How a series changes ------------------------------------------------------------
def _change(
    series: Series,
    changes: dict[str, Any],
    *,
    new_rule_from: date,
    since: date,
    by: User | None,
) -> Changes:
    """Set `changes`, and let the sessions from `since` on follow them."""
    needs = {name: changes.pop(name) for name in NEEDS if name in changes}
    reason = changes.pop("limit_reason", "")
    _apply(series, changes, since=new_rule_from, by=by)
    came, went = series_needs.decide(series, **needs)
    result = bring_in_line(series, since=since, by=by, reason=reason)
    if came or went:
        there = series.sessions.filter(
            occurrence_on__gte=since,
            starts_at__gt=timezone.now(),
            stands_alone=False,
            state__in=Session.EDITABLE,
        ).exclude(pk__in=[session.pk for session in result.made])
        result.not_put += series_needs.follow(there, came=came, went=went, by=by, reason=reason)
    return result


def _with_rule_from(series: Series, changes: dict[str, Any], *, since: date) -> dict[str, Any]:
    """Return `changes` with the rule as it goes on from `since`; the one there is, is no change."""
    rule = changes.pop("rule", series.rule)
    if rule == series.rule:
        return changes
    return changes | {"rule": series_days.rest_of(series, rule, since=since)}


def _leave_out(series: Series, days: set[date], *, by: User | None) -> None:
    new = {day.isoformat() for day in days}.difference(series.left_out)
    if new:
        series.left_out = sorted(new.union(series.left_out))
        _save(series, by=by)


def _must_meet(series: Series, day: date) -> None:
    """Raise RuleBroken unless the series meets, or was to meet, on `day`."""
    today = timezone.localdate()
    if day < today:
        raise RuleBroken(_("Den dagen er over."))
    there = series.sessions.filter(occurrence_on=day, published_at__isnull=False)
    if there.filter(starts_at__lte=timezone.now()).exclude(state=Session.State.CANCELLED).exists():
        raise RuleBroken(_("Økta den dagen har begynt. Den kan avlyses for seg."))
    if day.isoformat() in series.left_out or series.sessions.filter(occurrence_on=day).exists():
        return
    ahead = series_days.occurrences(series, first=today, last=max(day, today + AHEAD))
    days = [occurrence.day for occurrence in ahead]
    if day in days:
        return
    if not days:
        raise RuleBroken(_("Treffet er ikke den dagen, og det er ingen dager igjen."))
    nearest = sorted(sorted(days, key=lambda one: abs((one - day).days))[:3])
    raise RuleBroken(
        _("Treffet er ikke den dagen. De nærmeste er %(days)s.")
        % {"days": ", ".join(f"{one:%d.%m.}" for one in nearest)}
    )


def _apply(series: Series, changes: dict[str, Any], *, since: date, by: User | None) -> None:
    """Set and save `changes`; a new rule begins on the first day from `since` that it allows."""
    sessions.must_be_fields(changes, EDITABLE_FIELDS)
    before = copy.copy(series)
    has_new_rule = changes.get("rule", series.rule) != series.rule
    for name, value in changes.items():
        setattr(series, name, value)
    if has_new_rule:
        series.starts_on = series_days.first_day_in_step(before, series.rule, on_or_after=since)
    if series.starts != before.starts:
        series.rule = series_days.until_its_day(series.rule, starts=before.starts)
    minimum_staff.settle(series, before=before, by=by)
    _save(series, by=by)


def _split(series: Series, *, day: date, by: User | None) -> Series:
    """End `series` the day before `day`; return the new one that takes over from there."""
    later = copy.copy(series)
    later.pk, later._state.adding, later.calendar_key = None, True, ""
    later.starts_on = next(
        series_days.days_of_rule(series, first=day, last=day + series_days.LOOKED_AHEAD), day
    )
    later.rule = series_days.rest_of(series, series.rule, since=day)
    later.left_out = [text for text in series.left_out if text >= day.isoformat()]
    _save(later, by=by)
    series.left_out = [text for text in series.left_out if text < day.isoformat()]
    series.ended_on = day - timedelta(days=1)
    _save(series, by=by, ends=True)
    series_needs.decide(later, resources=series.resources.all(), staff=series.staff.all())
    series.sessions.filter(occurrence_on__gte=day).update(series=later)
    RecurringSignUp.objects.bulk_create(
        RecurringSignUp(series=later, participant_id=one.participant_id)
        for one in series.recurring_signups.all()
    )
    return later


def _save(series: Series, *, by: User | None, ends: bool = False) -> None:
    """Save a series; one that ends need not come again, and may never have met."""
    must_be_valid(series, exclude=["activity", "team", "place"])
    if not ends:
        series_days.must_come_again(series)
    # A repeat is no change, and its history shows none.
    if not series.pk or sessions.differs(series, locked(series)):
        save_by(series, by)
