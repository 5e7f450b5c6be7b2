"""Standing meetings: making, changing and ending a series, and the sessions that follow from it.

Who has joined is never lost: a session that is open, or that somebody has said something to, is
never deleted. When a change leaves it without a day of its own it stands alone, and the result
names it so that a person decides. The series' row is the lock.
"""

import copy
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Team, User
from activities import fewest, recurrence, sessions
from activities.models import Activity, Series, Session, StandingPlace
from activities.recurrence import Meeting
from core.errors import RuleBroken

AHEAD = timedelta(weeks=12)
"""How far ahead sessions are made."""

OF_THE_SESSION = (
    "place",
    "rain_place",
    "title",
    "note",
    "any_time",
    "places",
    "newcomer_places",
    "demands",
    "off_site",
    "min_staff",
)
"""What a session takes from its series as it stands; its times come from the clock and the rule."""
OF_THE_CLOCK = ("starts", "minutes", "rule", "skip_holidays")
EDITABLE_FIELDS = frozenset([*OF_THE_SESSION, *OF_THE_CLOCK, "min_staff_reason"])


@dataclass
class Changes:
    """What an act did: the series that goes on, and its sessions by what became of them.

    `kept` are sessions that no longer have a day in the series and that people know of: they
    stand alone until somebody moves or cancels them.
    """

    series: Series
    made: list[Session] = field(default_factory=list)
    changed: list[Session] = field(default_factory=list)
    removed: int = 0
    kept: list[Session] = field(default_factory=list)


# --- Verbs ------------------------------------------------------------------------
def make(
    activity: Activity,
    *,
    team: Team,
    place: Any,
    starts_on: date,
    starts: Any,
    minutes: int,
    rule: str,
    by: User | None,
    **more: Any,
) -> Changes:
    """Make a series, and its sessions as drafts for twelve weeks from today or its first day.

    `starts` is the clock in Oslo, `minutes` the planned length, `rule` an RRULE. The first day
    is the first on or after `starts_on` that the rule allows. Raises RuleBroken.
    """
    series = Series(
        activity=activity,
        team=team,
        place=place,
        starts_on=recurrence.first_day(rule, on_or_after=starts_on),
        starts=starts,
        minutes=minutes,
        rule=rule,
        **more,
    )
    with transaction.atomic():
        sessions.must_take_part(team, activity)
        fewest.settle(series, before=None, by=by)
        _save(series, by=by)
        return _agree(series, since=min(series.starts_on, timezone.localdate()), by=by)


def adopt(
    series: Series, *, sessions_by_day: dict[date, Session], first: date, by: User | None
) -> Series:
    """Save `series`, not saved before, as the standing meeting of sessions that are there already.

    For an imported calendar: `sessions_by_day` has them by the day on which the rule puts them,
    all between `first` and `series.made_until`; other days of the rule in that time are left out.
    A session that differs stands alone. Raises RuleBroken when the rule cannot be ours.
    """
    with transaction.atomic():
        _save(series, by=by)
        last = series.made_until or first
        days = recurrence.days_of_rule(series, first=first, last=last)
        without = {day.isoformat() for day in days if day not in sessions_by_day}
        series.left_out = sorted({*series.left_out, *without})
        _save(series, by=by)
        for day, session in sessions_by_day.items():
            session.series, session.occurrence_on = series, day
            meeting = recurrence.meeting_on(series, day)
            session.stands_alone = bool(_differing(session, meeting, series=series))
            session.save(update_fields=["series", "occurrence_on", "stands_alone", "changed_at"])
    return series


def edit_one(session: Session, *, by: User | None, **fields: Any) -> Session:
    """Change one session alone; later changes of its series leave it in peace."""
    with transaction.atomic():
        row = sessions.edit(session, by=by, **fields)
        if row.series_id and not row.stands_alone:
            row.stands_alone = True
            row.save(update_fields=["stands_alone", "changed_at"])
    return row


def edit_all(series: Series, *, by: User | None, **changes: Any) -> Changes:
    """Change every session that is still ahead. Raises RuleBroken."""
    with transaction.atomic():
        row = locked(series)
        _apply(row, changes, since=max(row.starts_on, timezone.localdate()), by=by)
        return _agree(row, since=timezone.localdate(), by=by)


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
        later = _split(row, day=day, by=by)
        _apply(later, changes, since=day, by=by)
        return _agree(later, since=max(day, timezone.localdate()), by=by)


def leave_out(series: Series, *, day: date, by: User | None) -> Session | None:
    """Leave out one day. A repeat changes nothing.

    Returns the session that must be cancelled because people know of it, or None when the day
    is free now. It is the caller who asks why, so that everybody is told.
    """
    with transaction.atomic():
        row = locked(series)
        if day.isoformat() not in row.left_out:
            row.left_out = sorted([*row.left_out, day.isoformat()])
            _save(row, by=by)
        left = Changes(row)
        for session in row.sessions.filter(occurrence_on=day):
            _let_go(session, result=left)
        return left.kept[0] if left.kept else None


def leave_out_ahead(series: Series, *, days: set[date], by: User | None) -> None:
    """Leave out those of `days` that have not been made yet. A repeat changes nothing."""
    with transaction.atomic():
        row = locked(series)
        ahead = {day.isoformat() for day in days if row.made_until is None or day > row.made_until}
        if not ahead <= set(row.left_out):
            row.left_out = sorted(ahead.union(row.left_out))
            _save(row, by=by)


def stand_in(session: Session, series: Series, *, day: date) -> None:
    """Let `session`, just made, stand alone for the occurrence of `series` on `day`."""
    session.series, session.occurrence_on, session.stands_alone = series, day, True
    session.save(update_fields=["series", "occurrence_on", "stands_alone", "changed_at"])


def end(series: Series, *, last_day: date, by: User | None) -> Changes:
    """Let `last_day` be the last. Sessions after it that people know of are kept and named."""
    with transaction.atomic():
        row = locked(series)
        if last_day < row.starts_on:
            raise RuleBroken(_("Siste dag kan ikke komme før første gang."))
        row.ended_on = last_day
        _save(row, by=by)
        return _agree(row, since=max(last_day, timezone.localdate()), by=by)


def extend(series: Series, *, by: User | None = None) -> Changes:
    """Make the sessions up to twelve weeks from today that are not there yet. Repeatable."""
    with transaction.atomic():
        row = locked(series)
        since = max(timezone.localdate(), (row.made_until or row.starts_on) + timedelta(days=1))
        return _agree(row, since=since, by=by)


def extend_all() -> int:
    """Extend every series that still runs; return how many sessions were made."""
    wanted = timezone.localdate() + AHEAD
    behind = Series.objects.running().exclude(made_until__gte=wanted)
    return sum(len(extend(series).made) for series in behind)


def locked(series: Series) -> Series:
    """Return a fresh copy of `series`, its row locked until the transaction ends."""
    return Series.objects.select_for_update().get(pk=series.pk)


# --- How a series changes ------------------------------------------------------------
def _apply(series: Series, changes: dict[str, Any], *, since: date, by: User | None) -> None:
    """Set and save `changes`; a new rule begins on the first day from `since` that it allows."""
    unknown = set(changes) - EDITABLE_FIELDS
    if unknown:
        raise TypeError(f"Not editable: {', '.join(sorted(unknown))}")
    before = copy.copy(series)
    has_new_rule = changes.get("rule", series.rule) != series.rule
    for name, value in changes.items():
        setattr(series, name, value)
    if has_new_rule:
        series.starts_on = recurrence.first_day(series.rule, on_or_after=since)
    fewest.settle(series, before=before, by=by)
    _save(series, by=by)


def _split(series: Series, *, day: date, by: User | None) -> Series:
    """End `series` the day before `day`; return the new one that takes over from there."""
    rule = recurrence.read(series.rule)
    before = recurrence.days_of_rule(series, first=series.starts_on, last=day - timedelta(days=1))
    later = copy.copy(series)
    later.pk, later._state.adding, later.calendar_key = None, True, ""
    later.starts_on = next(
        recurrence.days_of_rule(series, first=day, last=day + recurrence.LOOKED_AHEAD), day
    )
    if rule.count is not None:
        left = rule.count - sum(1 for _day in before)
        later.rule = recurrence.written(rule, series.rule, count=max(left, 1))
    later.left_out = [text for text in series.left_out if text >= day.isoformat()]
    _save(later, by=by)
    series.left_out = [text for text in series.left_out if text < day.isoformat()]
    series.ended_on = day - timedelta(days=1)
    _save(series, by=by)
    series.sessions.filter(occurrence_on__gte=day).update(series=later)
    StandingPlace.objects.bulk_create(
        StandingPlace(series=later, participant_id=one.participant_id)
        for one in series.standing_places.all()
    )
    return later


def _save(series: Series, *, by: User | None) -> None:
    try:
        series.full_clean(exclude=["activity", "team", "place"])
    except ValidationError as error:
        raise RuleBroken(" ".join(error.messages)) from error
    recurrence.must_come_again(series)
    series._history_user = by  # type: ignore[attr-defined]
    series.save()


# --- How its sessions follow ----------------------------------------------------------
def _agree(series: Series, *, since: date, by: User | None) -> Changes:
    """Bring the sessions from `since` on in agreement with the series; the past is the past.

    A session whose day is gone takes a new day of the same week, with its people, when the rule
    gives one.
    """
    until = max(series.made_until or since, timezone.localdate() + AHEAD, series.starts_on)
    wanted = {
        meeting.day: meeting for meeting in recurrence.meetings(series, first=since, last=until)
    }
    result = Changes(series)
    homeless: list[Session] = []
    for session in series.sessions.filter(occurrence_on__gte=since).order_by("occurrence_on"):
        meeting = wanted.pop(session.occurrence_on, None)  # type: ignore[arg-type]
        if meeting is None:
            homeless.append(session)
        else:
            _follow(session, meeting, result=result, by=by)
    _find_days(homeless, wanted, result=result, by=by)
    for meeting in wanted.values():
        result.made.append(_make(series, meeting, by=by))
    Series.objects.filter(pk=series.pk).update(made_until=until)
    series.made_until = until
    return result


def _follow(session: Session, meeting: Meeting, *, result: Changes, by: User | None) -> None:
    """Give a session that is still ahead what its series says, unless it stands alone."""
    if session.stands_alone or session.state not in Session.EDITABLE or _is_past(session):
        return
    changed = _differing(session, meeting, series=result.series)
    if session.occurrence_on != meeting.day:
        Session.objects.filter(pk=session.pk).update(occurrence_on=meeting.day)
        session.occurrence_on = meeting.day
    if changed:
        result.changed.append(sessions.edit(session, by=by, **changed))


def _differing(session: Session, meeting: Meeting, *, series: Series) -> dict[str, Any]:
    """Return what `series` says of a session that is not so yet."""
    fields = _of_the_session(series)
    if session.moved_indoors:
        del fields["place"], fields["rain_place"]
    fields |= {"starts_at": meeting.starts_at, "ends_at": meeting.ends_at}
    return {name: value for name, value in fields.items() if getattr(session, name) != value}


def _find_days(
    homeless: list[Session],
    wanted: dict[date, Meeting],
    *,
    result: Changes,
    by: User | None,
) -> None:
    """Move sessions without a day to a free day of the same week, else let them go."""
    free = defaultdict(list)
    for day in sorted(wanted):
        free[day.isocalendar()[:2]].append(day)
    for session in homeless:
        week = session.occurrence_on.isocalendar()[:2] if session.occurrence_on else None
        may_move = not session.stands_alone and session.state in Session.EDITABLE
        if may_move and not _is_past(session) and week and free[week]:
            _follow(session, wanted.pop(free[week].pop(0)), result=result, by=by)
        else:
            _let_go(session, result=result)


def _let_go(session: Session, *, result: Changes) -> None:
    """Remove a draft that nobody knows of; keep everything else, standing alone."""
    known = session.signups.exists() or session.shifts.exists() or session.attendances.exists()
    if session.state == Session.State.DRAFT and not known:
        session.delete()
        result.removed += 1
        return
    if session.state in Session.EDITABLE and not _is_past(session):
        result.kept.append(session)
    if not session.stands_alone:
        session.stands_alone = True
        session.save(update_fields=["stands_alone", "changed_at"])


def _make(series: Series, meeting: Meeting, *, by: User | None) -> Session:
    return sessions.make(
        series.activity,
        team=series.team,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        by=by,
        series=series,
        occurrence_on=meeting.day,
        **_of_the_session(series),
    )


def _of_the_session(series: Series) -> dict[str, Any]:
    """Return what a session takes from `series`: fewer staff than its place only as decided."""
    found = {name: getattr(series, name) for name in OF_THE_SESSION}
    found |= {"min_staff_reason": series.min_staff_reason}
    if not series.min_staff_reason:
        found["min_staff"] = fewest.of_copy(series.place, series.min_staff)
    return found


def _is_past(session: Session) -> bool:
    return session.starts_at <= timezone.now()
