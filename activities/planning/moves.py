"""What moving a session would mean, told before anybody says yes. Read, never written.

Rooms, things and people that are booked twice come from `conflicts`; hours and the limits of
working time from `staffing.suggestions`; too few staff is counted here. People decide; a limit is
for a leader to pass, with a reason (`staffing.over_limits`).
"""

import copy
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from activities.models import Place, Session, Shift
from activities.planning import conflicts, days_off
from activities.staffing import over_limits
from activities.staffing.suggestions import Person, days_of, people_on


@dataclass
class Foreseen:
    """What would not fit, in sentences, and those of them that ask a leader why."""

    sentences: list[str] = field(default_factory=list)
    limits: list[str] = field(default_factory=list)


def moved(session: Session, *, starts_at: datetime, ends_at: datetime, place: Place) -> Session:
    """Return an unsaved copy of `session` as it would stand; asking for what `place` asks for."""
    there = copy.copy(session)
    there.starts_at, there.ends_at, there.place = starts_at, ends_at, place
    there.min_staff = least_staff(session, place)
    return there


def least_staff(session: Session, place: Place) -> int:
    """Return how many staff `session` would need at `place`; where it is, what is decided."""
    if place.pk == session.place_id:
        return session.min_staff
    return max(session.min_staff, place.min_staff)


def foreseen(session: Session, *, options: Iterable[Session]) -> list[Foreseen]:
    """Return for each of `options`, which `moved` made of `session`, what would not fit.

    Eleven queries at most, however many options; two fewer when `session` comes `with_staff`.
    """
    rows = list(options)
    things, on_it = list(session.resources.all()), list(session.shifts.all())
    prefetch_related_objects(on_it, "staff")
    twice = defaultdict(list)
    for row, words in conflicts.foreseen_in_all(rows, resources=things):
        twice[id(row)].append(words)
    days = [timezone.localdate(row.starts_at) for row in rows]
    off = days_off.names(session.team, first=min(days), last=max(days))
    people = people_on(on_it, session.team, *days_of(rows))
    for colleague in people.values():
        colleague.busy = [one for one in colleague.busy if one.pk != session.pk]
    passing = [one for one in on_it if _passes_any(people.get(one.staff_id), rows)]
    prefetch_related_objects(passing, "over_limits")
    found = []
    for row, day in zip(rows, days, strict=True):
        told = _of_people(row, on_it, people)
        sentences = [*twice[id(row)], *told.sentences]
        if day in off:
            sentences.insert(0, _("Teamet har fri: %(why)s.") % {"why": off[day]})
        found.append(Foreseen(list(dict.fromkeys(sentences)), told.limits))
    return found


def _passes_any(person: Person | None, rows: list[Session]) -> bool:
    return person is not None and any(map(person.passes, rows))


def _of_people(row: Session, on_it: list[Shift], people: dict[int, Person]) -> Foreseen:
    """Return what `row` would mean for those who work it, and whether enough of them are left."""
    keeps: list[str] = []
    unwise: list[str] = []
    limits: list[str] = []
    left = 0
    for one in on_it:
        person = people.get(one.staff_id)
        if person is None:
            continue
        if person.cannot(row):
            keeps += _what_keeps(person, row)
            continue
        left += 1
        unwise += [f"{one.staff}: {why}." for why in person.unwise(row)]
        if passed := person.passes(row):
            new = over_limits.undecided(one, passed)
            limits += [f"{one.staff}: {why.words}." for why in new]
    if on_it and left < row.min_staff:
        words = {"n": left, "least": row.min_staff}
        unwise.append(_("Da er det %(n)s av %(least)s ansatte.") % words)
    return Foreseen([*keeps, *unwise], limits)


def _what_keeps(person: Person, row: Session) -> list[str]:
    """Return why somebody cannot work `row`: away, shielded, and what else they work then."""
    found = [conflicts.is_away(person.user)] if any(map(row.meets, person.away)) else []
    if timezone.localdate(row.starts_at) in person.shielded:
        found.append(f"{person.user}: " + _("skjermet") + ".")
    beside = [one for one in person.busy if row.meets(one)]
    return found + [conflicts.is_elsewhere(person.user, one, team=row.team_id) for one in beside]


def week_of(session: Session) -> list[Session]:
    """Return `session` on each other day of its week that is not over, at the same clock."""
    starts = timezone.localtime(session.starts_at)
    length = session.ends_at - session.starts_at
    monday = starts.date() - timedelta(days=starts.weekday())
    made = []
    for number in range(7):
        day = monday + timedelta(days=number)
        at = timezone.make_aware(datetime.combine(day, starts.time()))
        if day != starts.date() and at > timezone.now():
            made.append(moved(session, starts_at=at, ends_at=at + length, place=session.place))
    return made
