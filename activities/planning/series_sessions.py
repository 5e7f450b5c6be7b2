"""How the sessions of a recurring session follow from it (the verbs are in `series`).

A session that is open, or that somebody has said something to, is never deleted. The caller holds
the series' row.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from activities.models import Resource, Series, Session
from activities.planning import conflicts, series_days, series_needs, sessions
from activities.planning.series_days import Occurrence
from activities.staffing import minimum_staff, over_limits
from core.templatetags.formats import clock

AHEAD = timedelta(weeks=12)
"""How far ahead sessions are made."""


@dataclass
class Changes:
    """What an act did: the series that goes on, and its sessions by what became of them.

    `kept` are sessions that no longer have a day in the series and that people know of: they
    stand alone until somebody moves or cancels them. `not_put` has a sentence for each member of
    staff who cannot work a day.
    """

    series: Series
    made: list[Session] = field(default_factory=list)
    changed: list[Session] = field(default_factory=list)
    removed: int = 0
    kept: list[Session] = field(default_factory=list)
    not_put: list[str] = field(default_factory=list)


def horizon(series: Series, *, since: date) -> date:
    """Return the day up to which `series` has sessions, looked at from `since`."""
    return max(series.made_until or since, timezone.localdate() + AHEAD, series.starts_on)


def planned(series: Series, *, since: date) -> list[Session]:
    """Return the sessions, not saved, that `series` has from `since` on and that are not over.

    Raises RuleBroken when its rule cannot be.
    """
    until, now = horizon(series, since=since), timezone.now()
    return [
        Session(
            team=series.team,
            activity=series.activity,
            occurrence_on=occurrence.day,
            **_of_the_session(series, occurrence),
        )
        for occurrence in series_days.occurrences(series, first=since, last=until)
        if occurrence.ends_at > now
    ]


def foreseen(
    series: Series,
    *,
    since: date,
    resources: Iterable[Resource],
    staff: Iterable[User],
    without: Series | None = None,
) -> tuple[list[str], list[str]]:
    """Return what would be booked twice by the sessions of `series`, and which limits passed.

    Sentences, each with its day. `series` need not be saved; the sessions of `without`, which it
    is or comes from, are no news. Raises RuleBroken when its rule cannot be.
    """
    rows = planned(series, since=since)
    own, staff = Q(series=without) if without else None, list(staff)
    found = conflicts.foreseen_in_all(rows, resources=resources, staff=staff, without=own)
    passed = over_limits.foreseen(rows, staff=staff, without=own)
    told = [] if without and without.starts == series.starts else _later_by_the_clock(series, rows)
    found = [*told, *found]
    return [_on_its_day(*one) for one in found], [_on_its_day(*one) for one in passed]


def _later_by_the_clock(series: Series, rows: Iterable[Session]) -> list[tuple[Session, str]]:
    """Return those of `rows` that begin an hour later: the clock is put forward that night."""
    words = _("Den natta stilles klokka fram. Da begynner økta %(clock)s.")
    found = []
    for row in rows:
        starts = timezone.localtime(row.starts_at.astimezone(UTC))
        if starts.time() != series.starts:
            found.append((row, words % {"clock": clock(starts)}))
    return found


def _on_its_day(session: Session, words: str) -> str:
    return f"{timezone.localdate(session.starts_at):%d.%m.}: {words}"


def bring_in_line(series: Series, *, since: date, by: User | None, reason: str = "") -> Changes:
    """Bring the sessions from `since` on in agreement with the series; the past is the past.

    `reason` is why a leader lets its staff pass a limit of working time (`over_limits`).

    A session whose day is gone takes a new day of the same week, with its people, when the rule
    gives one.
    """
    until = horizon(series, since=since)
    wanted = {
        occurrence.day: occurrence
        for occurrence in series_days.occurrences(series, first=since, last=until)
    }
    result = Changes(series)
    homeless: list[Session] = []
    for session in series.sessions.filter(occurrence_on__gte=since).order_by("occurrence_on"):
        occurrence = wanted.pop(session.occurrence_on, None)  # type: ignore[arg-type]
        if occurrence is None:
            homeless.append(session)
        else:
            _follow(session, occurrence, result=result, by=by)
    _find_days(homeless, wanted, result=result, by=by)
    needs = series_needs.of(series) if wanted else series_needs.Needs()
    for occurrence in wanted.values():
        if occurrence.ends_at <= timezone.now():
            continue
        session = sessions.make(
            series.activity,
            team=series.team,
            by=by,
            series=series,
            occurrence_on=occurrence.day,
            **_of_the_session(series, occurrence),
        )
        result.made.append(session)
        result.not_put += series_needs.give(session, needs, by=by, reason=reason)
    Series.objects.filter(pk=series.pk).update(made_until=until)
    series.made_until = until
    return result


def _follow(session: Session, occurrence: Occurrence, *, result: Changes, by: User | None) -> None:
    """Give a session that is still ahead what its series says, unless it stands alone."""
    if session.stands_alone or session.state not in Session.EDITABLE or _is_past(session):
        return
    changed = differing(session, occurrence, series=result.series)
    if session.occurrence_on != occurrence.day:
        Session.objects.filter(pk=session.pk).update(occurrence_on=occurrence.day)
        session.occurrence_on = occurrence.day
    if changed:
        result.changed.append(sessions.edit(session, by=by, **changed))


def differing(session: Session, occurrence: Occurrence, *, series: Series) -> dict[str, Any]:
    """Return what `series` says of a session that is not so yet."""
    fields = _of_the_session(series, occurrence)
    if session.moved_indoors:
        del fields["place"], fields["rain_place"]
    return {name: value for name, value in fields.items() if getattr(session, name) != value}


def _find_days(
    homeless: list[Session],
    wanted: dict[date, Occurrence],
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
            detach(session, result=result)


def detach(session: Session, *, result: Changes) -> None:
    """Remove a draft that nobody knows of; keep everything else, standing alone."""
    put_by_hand = session.shifts.exclude(staff__in=result.series.staff.all())
    known = session.signups.exists() or put_by_hand.exists() or session.attendances.exists()
    is_draft = session.state == Session.State.DRAFT and not session.is_drawn_back
    if is_draft and not known:
        session.delete()
        result.removed += 1
        return
    if session.state in Session.EDITABLE and not _is_past(session):
        result.kept.append(session)
    if not session.stands_alone:
        session.stands_alone = True
        session.save(update_fields=["stands_alone", "changed_at"])


def _of_the_session(series: Series, occurrence: Occurrence) -> dict[str, Any]:
    """Return what a session takes from `series`: fewer staff than its place only as decided."""
    found = {name: getattr(series, name) for name in (*Series.ALIKE, "min_staff_reason")}
    found |= {"starts_at": occurrence.starts_at, "ends_at": occurrence.ends_at}
    if not series.min_staff_reason:
        found["min_staff"] = minimum_staff.of_copy(series.place, series.min_staff)
    return found


def _is_past(session: Session) -> bool:
    return session.starts_at <= timezone.now()
