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

from django.utils import timezone
from django.utils.translation import gettext as _

from activities.models import Place, Session
from activities.planning import conflicts, days_off
from activities.staffing import over_limits
from activities.staffing.suggestions import lent_to, people_of


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

    Twelve queries, however many options.
    """
    rows = list(options)
    on_it = list(session.shifts.select_related("staff", "lent_by").prefetch_related("over_limits"))
    staff, things = [one.staff for one in on_it], list(session.resources.all())
    twice = defaultdict(list)
    for row, words in conflicts.foreseen_in_all(rows, resources=things, staff=staff):
        twice[id(row)].append(words)
    days = [timezone.localdate(row.starts_at) for row in rows]
    off = days_off.names(session.team, first=min(days), last=max(days))
    people = lent_to(session.team, on_it, min(days), max(days))
    people |= people_of(session.team, min(days), max(days))
    for colleague in people.values():
        colleague.busy = [one for one in colleague.busy if one.pk != session.pk]
    found = []
    for row, day in zip(rows, days, strict=True):
        sentences = list(twice[id(row)])
        if day in off:
            sentences.insert(0, _("Teamet har fri: %(why)s.") % {"why": off[day]})
        left, limits = 0, []
        for one in on_it:
            person = people.get(one.staff_id)
            if person is None:
                continue
            if why := person.cannot(row):
                shielded = day in person.shielded and why == _("skjermet")
                sentences += [f"{one.staff}: {why}."] if shielded else []
                continue
            left += 1
            sentences += [f"{one.staff}: {why}." for why in person.unwise(row)]
            new = over_limits.undecided(one, person.passes(row))
            limits += [f"{one.staff}: {why.words}." for why in new]
        if on_it and left < row.min_staff:
            sentences.append(
                _("Da er det %(n)s av %(least)s ansatte.") % {"n": left, "least": row.min_staff}
            )
        found.append(Foreseen(list(dict.fromkeys(sentences)), limits))
    return found


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
