"""A calendar from Outlook or Google becomes sessions: first a plan to look at, then the act.

Each occurrence becomes a draft with its title, time and place, and an entry that comes again
becomes a recurring session that makes its own sessions from then on. Descriptions and attendees are
left behind: they often name people.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from activities.calendar_files.calendar_reader import Problem
from activities.calendar_files.recurring import Recurring
from activities.calendar_import.plan import ImportPlan, Planned, key_of
from activities.calendar_import.plan import plan as plan
from activities.models import Series, Session
from activities.planning import series, sessions
from core.errors import RuleBroken


@dataclass(frozen=True)
class ImportResult:
    """What was done."""

    made: int
    changed: int
    series: int
    problems: list[Problem]


def carry_out(plan: ImportPlan, *, by: User | None) -> ImportResult:
    """Make and change the drafts of `plan`, all of them or (when the database fails) none.

    Safe to repeat: an occurrence is known by its UID and original start.
    """
    problems = list(plan.problems)
    made = changed = 0
    with transaction.atomic():
        keys = Session.objects.filter(team=plan.team).exclude(calendar_key="")
        there = set(keys.values_list("calendar_key", flat=True))
        for planned in [*plan.new, *plan.changed]:
            occurrence = planned.occurrence
            if planned.session is None and key_of(occurrence) in there:
                continue  # a repeat has made it meanwhile
            try:
                if planned.session is None:
                    _make(plan, planned, by=by)
                    made += 1
                else:
                    series.edit_one(
                        planned.session,
                        by=by,
                        starts_at=occurrence.starts_at,
                        ends_at=occurrence.ends_at,
                        title=occurrence.title,
                        place=planned.place,
                    )
                    changed += 1
            except RuleBroken as broken:
                problems.append(Problem(occurrence.line, occurrence.title, broken.message))
        for planned in [*plan.changed, *plan.unchanged]:
            _remember_edition(planned)
        for meeting, days in plan.left_out.items():
            series.leave_out_ahead(meeting, days=days, by=by)
        adopted = 0
        for recurring in plan.recurring:
            try:
                adopted += _adopt(plan, recurring, by=by)
            except RuleBroken as broken:
                reason = _("Øktene er laget hver for seg. %(why)s") % {"why": broken.message}
                problems.append(Problem(recurring.line, recurring.title, reason, "changed"))
    return ImportResult(made=made, changed=changed, series=adopted, problems=problems)


def _adopt(plan: ImportPlan, recurring: Recurring, *, by: User | None) -> bool:
    """Make the sessions of an entry that comes again one recurring session; False for none."""
    days = {
        key_of(one.occurrence): one.occurrence.original_day
        for one in plan.planned
        if one.occurrence.uid == recurring.uid and one.occurrence.original_day
    }
    found = Session.objects.filter(team=plan.team, series=None, calendar_key__in=days)
    sessions_by_day = {days[session.calendar_key]: session for session in found}
    if not sessions_by_day:
        return False
    without = set(days.values()) - sessions_by_day.keys()
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
        left_out=sorted({day.isoformat() for day in {*recurring.left_out, *without}}),
        skip_holidays=False,
        made_until=plan.last,
        calendar_key=recurring.uid,
        calendar_sequence=recurring.sequence,
    )
    series.adopt(unsaved, sessions_by_day=sessions_by_day, first=plan.first, by=by)
    return True


def _make(plan: ImportPlan, planned: Planned, *, by: User | None) -> None:
    occurrence, meeting, day = planned.occurrence, planned.series, planned.occurrence.original_day
    if meeting and meeting.sessions.filter(occurrence_on=day).exists():
        return  # it has made the day meanwhile
    session = sessions.make(
        plan.activity,
        team=plan.team,
        place=planned.place,
        starts_at=occurrence.starts_at,
        ends_at=occurrence.ends_at,
        title=occurrence.title,
        calendar_key=key_of(occurrence),
        calendar_sequence=occurrence.sequence,
        batch=plan.batch,
        by=by,
    )
    if meeting and day:
        series.stand_in(session, meeting, day=day)


def _remember_edition(planned: Planned) -> None:
    session, sequence = planned.session, planned.occurrence.sequence
    if session and sequence > session.calendar_sequence:
        Session.objects.filter(pk=session.pk).update(calendar_sequence=sequence)
