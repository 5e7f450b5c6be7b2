"""A calendar from Outlook or Google becomes sessions: first a plan to look at, then the act.

Each occurrence becomes a draft with its title, time and place. Descriptions and attendees are
left behind: they often name people. What has been published here is never changed by a file;
the plan says what differs and a person decides.
"""

from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Team, User
from activities import sessions
from activities.calendar_reading import Occurrence, Problem, read_calendar
from activities.models import Activity, Place, Session
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
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class ImportResult:
    """What was done."""

    made: int
    changed: int
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
    places = {known.name.casefold(): known for known in Place.objects.all()}
    here = {
        session.calendar_key: session
        for session in Session.objects.filter(team=team).exclude(calendar_key="")
    }
    for occurrence in reading.entries:
        chosen = places.get(occurrence.location.strip().casefold(), place)
        _place_in(result, Planned(occurrence, chosen, here.get(key_of(occurrence))))
    return result


def carry_out(plan: ImportPlan, *, by: User | None) -> ImportResult:
    """Make and change the drafts of `plan`, all of them or (when the database fails) none.

    Safe to repeat: an occurrence is known by its UID and original start.
    """
    problems = list(plan.problems)
    made = changed = 0
    with transaction.atomic():
        for planned in plan.new:
            try:
                made += _make(plan, planned, by=by)
            except RuleBroken as broken:
                problems.append(_problem(planned.occurrence, broken.message))
        for planned in plan.changed:
            try:
                changed += _change(planned, by=by)
            except RuleBroken as broken:
                problems.append(_problem(planned.occurrence, broken.message))
    return ImportResult(made=made, changed=changed, problems=problems)


def key_of(occurrence: Occurrence) -> str:
    """Return the text by which a session remembers the occurrence that it came from."""
    return f"{occurrence.uid}#{occurrence.recurrence_key}"


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
        reason = _("Den er avlyst i kalenderen. Avlys økten her hvis det stemmer.")
        result.problems.append(_problem(occurrence, reason))
    elif occurrence.cancelled or not _differs(planned):
        result.unchanged.append(planned)
    elif session.state == Session.State.DRAFT:
        result.changed.append(planned)
    else:
        reason = _("Den er endret i kalenderen, men økten er åpnet her. Endre den selv.")
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


def _make(plan: ImportPlan, planned: Planned, *, by: User | None) -> bool:
    """Make one draft; False when a repeat has made it meanwhile."""
    key = key_of(planned.occurrence)
    if Session.objects.filter(team=plan.team, calendar_key=key).exists():
        return False
    sessions.make(
        plan.activity,
        team=plan.team,
        place=planned.place,
        starts_at=planned.occurrence.starts_at,
        ends_at=planned.occurrence.ends_at,
        title=planned.occurrence.title,
        calendar_key=key,
        by=by,
    )
    return True


def _change(planned: Planned, *, by: User | None) -> bool:
    """Change one draft as the calendar says."""
    if planned.session is None:
        return False
    sessions.edit(
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
