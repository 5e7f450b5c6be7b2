"""What a calendar from Outlook or Google would do to a team's sessions. Nothing is written here.

What has been opened here is never changed by a file, nor is the rule of a recurring session; the
plan says what differs and a person decides. A day that a recurring session has not made yet is left
out or moved as the calendar says, so that it is never made as if it had not been.
"""

from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Team
from activities.calendar_files.calendar_reader import (
    CalendarReading,
    Occurrence,
    Problem,
    read_calendar,
)
from activities.calendar_files.recurring import Recurring, stays_single
from activities.calendar_import import duplicates
from activities.calendar_import.duplicates import Alike
from activities.models import Activity, Place, Series, Session
from activities.planning import series_days
from core.errors import RuleBroken


@dataclass(frozen=True)
class Planned:
    """One occurrence and what would happen: `session` is the draft it would change, if any.

    `series` is the recurring session here of which it is a moved day. `names_place` tells whether
    the calendar told of `place` itself.
    """

    occurrence: Occurrence
    place: Place
    session: Session | None = None
    series: Series | None = None
    names_place: bool = False

    @property
    def is_older(self) -> bool:
        """Tell whether the session was last taken from a newer edition of the entry."""
        session = self.session
        return session is not None and self.occurrence.sequence < session.calendar_sequence

    @property
    def differs(self) -> bool:
        """Tell whether the session is not as the calendar says."""
        session, occurrence = self.session, self.occurrence
        return session is not None and (
            session.starts_at,
            session.ends_at,
            session.title,
            session.place_id,
        ) != (occurrence.starts_at, occurrence.ends_at, occurrence.title, self.place.pk)


@dataclass(frozen=True)
class ImportPlan:
    """What a file would do to a team's sessions between `first` and `last` (both included).

    `alike` is what looks like something that the team has under another name: it is made only
    when somebody says so. `left_out` are days that recurring sessions here must not make. `outside`
    counts the entries of which nothing happens in the period.
    """

    team: Team
    activity: Activity
    first: date
    last: date
    outside: int = 0
    new: list[Planned] = field(default_factory=list)
    changed: list[Planned] = field(default_factory=list)
    unchanged: list[Planned] = field(default_factory=list)
    recurring: list[Recurring] = field(default_factory=list)
    alike: list[Alike] = field(default_factory=list)
    left_out: dict[Series, set[date]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    batch: UUID = field(default_factory=uuid4)
    """What its drafts share, so that they can be discarded together (`planning.drafts`)."""

    @property
    def planned(self) -> list[Planned]:
        """Return every occurrence that has, or will have, a session here."""
        return [*self.new, *self.changed, *self.unchanged]

    @property
    def left_out_count(self) -> int:
        """Return how many days recurring sessions here will not make."""
        return sum(map(len, self.left_out.values()))

    @property
    def does_something(self) -> bool:
        """Tell whether there is something to carry out, or to answer first."""
        return bool(self.new or self.changed or self.alike or self.left_out)


def plan(
    data: bytes,
    *,
    team: Team,
    activity: Activity,
    place: Place,
    first: date,
    last: date,
    also: frozenset[int] = frozenset(),
) -> ImportPlan:
    """Return what the calendar `data` would make; nothing is written.

    An entry whose location is the name of a place here gets that place, others get `place`.
    Every entry that cannot be used is in `problems` with its line and a reason. `also` are the
    lines of entries that are wanted though they look like something the team has.
    """
    if last < first:
        raise RuleBroken(_("Sluttdatoen må komme etter startdatoen."))
    reading = read_calendar(data, first=first, last=last)
    result = ImportPlan(
        team=team, activity=activity, first=first, last=last, outside=reading.outside
    )
    result.problems.extend(reading.problems)
    planning = _Planning(result, reading, place=place)
    for occurrence in reading.entries:
        planning.take(occurrence)
    for occurrence in reading.later:
        planning.take_later(occurrence)
    planning.finish(also=also)
    return result


class _Planning:
    """Holds the entries of a file beside what the team has."""

    def __init__(self, result: ImportPlan, reading: CalendarReading, *, place: Place) -> None:
        self._result, self._place = result, place
        self._meetings = {one.uid: one for one in reading.recurring}
        self._known = {
            one.calendar_key: one
            for one in Series.objects.filter(team=result.team).exclude(calendar_key="")
        }
        self._places = {known.name.casefold(): known for known in Place.objects.all()}
        self._here = {
            session.calendar_key: session
            for session in Session.objects.filter(team=result.team).exclude(calendar_key="")
        }
        self._by_day = {
            (session.series_id, session.occurrence_on): session
            for session in Session.objects.filter(series__in=self._known.values())
        }
        self._days = {(one.uid, one.original_day) for one in reading.entries}
        self._older: set[str] = set()
        self._told: set[str] = set()
        for meeting in reading.recurring:
            self._compare(meeting)
        for line, uid, title in _cancelled_whole(reading):
            if uid in self._known:
                reason = _("Treffet er avlyst i kalenderen. Avslutt det her, om det stemmer.")
                result.problems.append(Problem(line, title, reason))

    def take(self, occurrence: Occurrence) -> None:
        """Put an occurrence where it belongs in the plan."""
        session = self._here.get(key_of(occurrence))
        series = self._known.get(occurrence.uid)
        if series:
            session = session or self._by_day.get((series.pk, occurrence.original_day))
        named = self._places.get(occurrence.location.strip().casefold())
        planned = Planned(occurrence, named or self._place, session, names_place=named is not None)
        if series and session is None:
            self._belongs_to(series, planned)
        elif occurrence.uid in self._told:
            self._result.unchanged.append(planned)
        else:
            self._put(planned)

    def take_later(self, occurrence: Occurrence) -> None:
        """Count a change after the period where a recurring session would make the day anew."""
        meeting, day = self._meetings.get(occurrence.uid), occurrence.original_day
        if occurrence.uid in self._known:
            self.take(occurrence)
        elif meeting and meeting.is_understood and day:
            if occurrence.cancelled or occurrence.ends_at <= occurrence.starts_at:
                left_out = (*meeting.left_out, day)
                self._meetings[meeting.uid] = replace(meeting, left_out=left_out)
            else:
                self.take(occurrence)

    def finish(self, *, also: frozenset[int]) -> None:
        """Decide what concerns whole entries."""
        result = self._result
        for uid, series in self._known.items():
            if uid in self._meetings and uid not in self._older:
                self._taken_out(series, self._meetings[uid])
        begun = {planned.occurrence.uid for planned in result.planned} - self._known.keys()
        result.recurring.extend(
            one for one in self._meetings.values() if one.uid in begun and one.is_understood
        )
        self._ask_first(also=also)
        result.problems.sort(key=lambda problem: problem.line)

    def _ask_first(self, *, also: frozenset[int]) -> None:
        """Keep what looks like something the team has for an answer, unless it is in `also`."""
        result = self._result
        result.alike.extend(alike for alike in duplicates.find(result) if alike.line not in also)
        asked = {one.occurrence.uid for alike in result.alike for one in alike.planned}
        result.new[:] = [one for one in result.new if one.series or one.occurrence.uid not in asked]
        result.recurring[:] = [one for one in result.recurring if one.uid not in asked]

    def _compare(self, meeting: Recurring) -> None:
        """Say when a recurring session is not as the calendar says."""
        here = self._known.get(meeting.uid)
        if here is None:
            return
        single = Problem(meeting.line, meeting.title, stays_single(), "changed")
        self._result.problems[:] = [one for one in self._result.problems if one != single]
        if meeting.sequence < here.calendar_sequence:
            self._older.add(meeting.uid)
            reason = _("Fila har en eldre utgave av dette treffet. Den er ikke brukt.")
        elif meeting.is_understood and (
            (meeting.rule, meeting.starts, meeting.minutes, meeting.title)
            == (here.rule, here.starts, here.minutes, here.title)
        ):
            return
        else:
            reason = _(
                "Treffet er endret i kalenderen. Endre det faste treffet her, om det stemmer."
            )
        self._told.add(meeting.uid)
        self._result.problems.append(Problem(meeting.line, meeting.title, reason))

    def _belongs_to(self, series: Series, planned: Planned) -> None:
        """Leave a day without a session here to its recurring session, which makes it."""
        occurrence = planned.occurrence
        day = occurrence.original_day
        if day is None or day.isoformat() in series.left_out or occurrence.uid in self._older:
            return
        if series.made_until is not None and day <= series.made_until:
            if not occurrence.cancelled:
                reason = _("Det faste treffet er endret her. Denne dagen er ikke brukt.")
                self._result.problems.append(_problem(occurrence, reason))
        elif occurrence.cancelled or occurrence.is_change:
            if not _makes(series, day):
                return
            if occurrence.cancelled or occurrence.ends_at <= occurrence.starts_at:
                self._result.left_out.setdefault(series, set()).add(day)
            else:
                self._result.new.append(replace(planned, series=series))

    def _taken_out(self, series: Series, meeting: Recurring) -> None:
        """Days that the calendar takes out of a recurring session that is here."""
        for day in meeting.left_out:
            session = self._by_day.get((series.pk, day))
            if (meeting.uid, day) in self._days:
                continue
            if session is None:
                is_ahead = series.made_until is None or day > series.made_until
                if is_ahead and day.isoformat() not in series.left_out and _makes(series, day):
                    self._result.left_out.setdefault(series, set()).add(day)
            elif session.state in Session.EDITABLE and session.starts_at > timezone.now():
                title = f"{session.name} {timezone.localtime(session.starts_at):%d.%m.%Y}"
                reason = _("Dagen er tatt ut i kalenderen. Avlys økta her, hvis det stemmer.")
                self._result.problems.append(Problem(meeting.line, title, reason))

    def _put(self, planned: Planned) -> None:
        """Put an occurrence that is no longer anybody else's among the new, changed or told."""
        result, occurrence, session = self._result, planned.occurrence, planned.session
        if session is None and occurrence.cancelled:
            return
        if session is None and occurrence.ends_at > occurrence.starts_at:
            result.new.append(planned)
            return
        is_open_here = session is not None and session.state != Session.State.CANCELLED
        is_cancelled_there = occurrence.cancelled and is_open_here
        if session is None:
            reason = _("Den slutter når den begynner. Gi den en lengde i kalenderen.")
        elif planned.is_older and (is_cancelled_there or planned.differs):
            reason = _("Fila har en eldre utgave av denne. Økta her er ikke endret.")
        elif is_cancelled_there:
            reason = _("Den er avlyst i kalenderen. Avlys økta her hvis det stemmer.")
        elif occurrence.cancelled or not planned.differs:
            result.unchanged.append(planned)
            return
        elif session.state == Session.State.DRAFT:
            result.changed.append(planned)
            return
        else:
            reason = _("Den er endret i kalenderen, men økta er åpnet her. Endre den selv.")
        result.problems.append(_problem(occurrence, reason))


def key_of(occurrence: Occurrence) -> str:
    """Return the text by which a session remembers the occurrence that it came from."""
    return f"{occurrence.uid}#{occurrence.recurrence_key}"


def _cancelled_whole(reading: CalendarReading) -> set[tuple[int, str, str]]:
    """Return (line, UID, title) of every series that is cancelled itself, not only days of it."""
    return {
        (one.line, one.uid, one.title)
        for one in reading.entries
        if one.cancelled and one.recurrence_key and not one.is_change
    }


def _makes(series: Series, day: date) -> bool:
    """Tell whether the rule of `series` puts a session on `day`."""
    with suppress(RuleBroken):
        return next(series_days.days_of_rule(series, first=day, last=day), None) is not None
    return False


def _problem(occurrence: Occurrence, reason: str) -> Problem:
    title = occurrence.title or timezone.localtime(occurrence.starts_at).strftime("%d.%m.%Y")
    return Problem(line=occurrence.line, title=title, reason=reason)
