"""A calendar from Outlook or Google becomes sessions: first a plan to look at, then the act.

Each occurrence becomes a draft with its title, time and place, and an entry that comes again
becomes a standing meeting that makes its own sessions from then on. Descriptions and attendees are
left behind: they often name people. What has been published here is never changed by a file, nor
is a standing meeting; the plan says what differs and a person decides.
"""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Team, User
from activities import series, sessions
from activities.calendar_reading import Occurrence, Problem, read_calendar
from activities.calendar_series import Recurring
from activities.models import Activity, Place, Series, Session
from core.errors import RuleBroken


@dataclass(frozen=True)
class Planned:
    """One occurrence and what would happen: `session` is the draft it would change, if any."""

    occurrence: Occurrence
    place: Place
    session: Session | None = None


@dataclass(frozen=True)
class ImportPlan:
    """What a file would do to a team's sessions between `first` and `last` (both included)."""

    team: Team
    activity: Activity
    first: date
    last: date
    new: list[Planned] = field(default_factory=list)
    changed: list[Planned] = field(default_factory=list)
    unchanged: list[Planned] = field(default_factory=list)
    recurring: list[Recurring] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    batch: UUID = field(default_factory=uuid4)
    """What its drafts share, so that they can be thrown away together (`activities.drafts`)."""

    @property
    def planned(self) -> list[Planned]:
        """Return every occurrence that has, or will have, a session here."""
        return [*self.new, *self.changed, *self.unchanged]


@dataclass(frozen=True)
class ImportResult:
    """What was done."""

    made: int
    changed: int
    series: int
    problems: list[Problem]


def plan(
    data: bytes, *, team: Team, activity: Activity, place: Place, first: date, last: date
) -> ImportPlan:
    """Return what the calendar `data` would make; nothing is written.

    An entry whose location is the name of a place here gets that place, others get `place`.
    Every entry that cannot be used is in `problems` with its line and a reason.
    """
    if last < first:
        raise RuleBroken(_("Sluttdatoen må komme etter startdatoen."))
    reading = read_calendar(data, first=first, last=last)
    result = ImportPlan(team=team, activity=activity, first=first, last=last)
    result.problems.extend(reading.problems)
    known_series = {
        one.calendar_key: one for one in Series.objects.filter(team=team).exclude(calendar_key="")
    }
    places = {known.name.casefold(): known for known in Place.objects.all()}
    here = {
        session.calendar_key: session
        for session in Session.objects.filter(team=team).exclude(calendar_key="")
    }
    by_day = {
        (session.series_id, session.occurrence_on): session
        for session in Session.objects.filter(series__in=known_series.values())
    }
    moved = _changed_in_the_calendar(reading.recurring, known_series, result=result)
    for occurrence in reading.entries:
        chosen = places.get(occurrence.location.strip().casefold(), place)
        session = here.get(key_of(occurrence))
        series_here = known_series.get(occurrence.uid)
        if series_here:
            session = session or by_day.get((series_here.pk, occurrence.original_day))
        if series_here and session is None:
            _belongs_to(series_here, occurrence, result=result)
        elif occurrence.uid in moved:
            result.unchanged.append(Planned(occurrence, chosen, session))
        else:
            _place_in(result, Planned(occurrence, chosen, session))
    begun = {planned.occurrence.uid for planned in result.planned} - known_series.keys()
    result.recurring.extend(one for one in reading.recurring if one.uid in begun)
    result.problems.sort(key=lambda problem: problem.line)
    return result


def carry_out(plan: ImportPlan, *, by: User | None) -> ImportResult:
    """Make and change the drafts of `plan`, all of them or (when the database fails) none.

    Safe to repeat: an occurrence is known by its UID and original start.
    """
    problems = list(plan.problems)
    made = changed = 0
    with transaction.atomic():
        keys = Session.objects.filter(team=plan.team).exclude(calendar_key="")
        there = set(keys.values_list("calendar_key", flat=True))
        for planned in plan.new:
            if key_of(planned.occurrence) in there:
                continue  # a repeat has made it meanwhile
            try:
                _make(plan, planned, by=by)
                made += 1
            except RuleBroken as broken:
                problems.append(_problem(planned.occurrence, broken.message))
        for planned in plan.changed:
            try:
                changed += _change(planned, by=by)
            except RuleBroken as broken:
                problems.append(_problem(planned.occurrence, broken.message))
        adopted = 0
        for recurring in plan.recurring:
            try:
                adopted += _adopt(plan, recurring, by=by)
            except RuleBroken as broken:
                reason = _("Øktene er laget hver for seg. %(why)s") % {"why": broken.message}
                problems.append(Problem(recurring.line, recurring.title, reason, "changed"))
    return ImportResult(made=made, changed=changed, series=adopted, problems=problems)


def key_of(occurrence: Occurrence) -> str:
    """Return the text by which a session remembers the occurrence that it came from."""
    return f"{occurrence.uid}#{occurrence.recurrence_key}"


def _changed_in_the_calendar(
    some: list[Recurring], known: dict[str, Series], *, result: ImportPlan
) -> set[str]:
    """Say which standing meetings differ from the calendar; return their UIDs."""
    found = set()
    for one in some:
        here = known.get(one.uid)
        theirs = (one.rule, one.starts, one.minutes, one.title)
        if here and theirs != (here.rule, here.starts, here.minutes, here.title):
            found.add(one.uid)
            reason = _(
                "Treffet er endret i kalenderen. Endre det faste treffet her, om det stemmer."
            )
            result.problems.append(Problem(one.line, one.title, reason))
    return found


def _belongs_to(series: Series, occurrence: Occurrence, *, result: ImportPlan) -> None:
    """Say of a day of a standing meeting that has no session here; it makes its own."""
    day = occurrence.original_day
    is_ahead = day is None or series.made_until is None or day > series.made_until
    if occurrence.cancelled or is_ahead or (day and day.isoformat() in series.left_out):
        return
    reason = _("Det faste treffet er endret her. Denne dagen er ikke brukt.")
    result.problems.append(_problem(occurrence, reason))


def _adopt(plan: ImportPlan, recurring: Recurring, *, by: User | None) -> bool:
    """Make the sessions of an entry that comes again one standing meeting; False for none."""
    days = {
        key_of(one.occurrence): one.occurrence.original_day
        for one in plan.planned
        if one.occurrence.uid == recurring.uid and one.occurrence.original_day
    }
    found = Session.objects.filter(team=plan.team, series=None, calendar_key__in=days)
    sessions_by_day = {days[session.calendar_key]: session for session in found}
    if not sessions_by_day:
        return False
    place = next(iter(sessions_by_day.values())).place
    unsaved = Series(
        activity=plan.activity,
        team=plan.team,
        place=place,
        off_site=place.off_site,
        min_staff=place.min_staff,
        title=recurring.title,
        starts_on=recurring.starts_on,
        starts=recurring.starts,
        minutes=recurring.minutes,
        rule=recurring.rule,
        left_out=[day.isoformat() for day in recurring.left_out],
        skip_holidays=False,
        made_until=plan.last,
        calendar_key=recurring.uid,
    )
    series.adopt(unsaved, sessions_by_day=sessions_by_day, first=plan.first, by=by)
    return True


def _place_in(result: ImportPlan, planned: Planned) -> None:
    """Put one occurrence where it belongs in the plan."""
    occurrence, session = planned.occurrence, planned.session
    if session is None:
        if occurrence.cancelled:
            return
        if occurrence.ends_at <= occurrence.starts_at:
            reason = _("Den slutter når den begynner. Gi den en lengde i kalenderen.")
            result.problems.append(_problem(occurrence, reason))
            return
        result.new.append(planned)
    elif occurrence.cancelled and session.state != Session.State.CANCELLED:
        reason = _("Den er avlyst i kalenderen. Avlys økta her hvis det stemmer.")
        result.problems.append(_problem(occurrence, reason))
    elif occurrence.cancelled or not _differs(planned):
        result.unchanged.append(planned)
    elif session.state == Session.State.DRAFT:
        result.changed.append(planned)
    else:
        reason = _("Den er endret i kalenderen, men økta er åpnet her. Endre den selv.")
        result.problems.append(_problem(occurrence, reason))


def _differs(planned: Planned) -> bool:
    occurrence, session = planned.occurrence, planned.session
    return session is not None and (
        session.starts_at,
        session.ends_at,
        session.title,
        session.place_id,
    ) != (
        occurrence.starts_at,
        occurrence.ends_at,
        occurrence.title,
        planned.place.pk,
    )


def _make(plan: ImportPlan, planned: Planned, *, by: User | None) -> None:
    sessions.make(
        plan.activity,
        team=plan.team,
        place=planned.place,
        starts_at=planned.occurrence.starts_at,
        ends_at=planned.occurrence.ends_at,
        title=planned.occurrence.title,
        calendar_key=key_of(planned.occurrence),
        batch=plan.batch,
        by=by,
    )


def _change(planned: Planned, *, by: User | None) -> bool:
    """Change one draft as the calendar says."""
    if planned.session is None:
        return False
    series.edit_one(
        planned.session,
        by=by,
        starts_at=planned.occurrence.starts_at,
        ends_at=planned.occurrence.ends_at,
        title=planned.occurrence.title,
        place=planned.place,
    )
    return True


def _problem(occurrence: Occurrence, reason: str) -> Problem:
    title = occurrence.title or timezone.localtime(occurrence.starts_at).strftime("%d.%m.%Y")
    return Problem(line=occurrence.line, title=title, reason=reason)
