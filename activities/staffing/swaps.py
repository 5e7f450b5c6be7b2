"""Which shifts of colleagues one could work instead of one's own, and they one's own."""

from dataclasses import dataclass, replace

from django.utils import timezone

from activities.models import Session, Shift
from activities.staffing.candidates import AHEAD
from activities.staffing.suggestions import Person, days_of, people_of


@dataclass(frozen=True)
class Swap:
    """A colleague's shift, and what both should know before they swap."""

    theirs: Shift
    unwise: tuple[str, ...]


def possible(shift: Shift) -> list[Swap]:
    """Return what `shift` could be swapped for in its team, the wisest and nearest first.

    Reads only; nine queries, however many shifts.
    """
    mine, now = shift.session, timezone.now()
    ahead = Shift.objects.working().filter(
        session__team=mine.team,
        session__state=Session.State.PUBLISHED,
        session__starts_at__gt=now,
        session__starts_at__lt=now + AHEAD,
    )
    on_mine = set(mine.shifts.values_list("staff", flat=True))
    free = ahead.exclude(staff__in=on_mine).exclude(session__shifts__staff=shift.staff_id)
    rows = list(free.select_related("session__activity", "session__place", "staff"))
    people = people_of(mine.team, *days_of([mine, *(one.session for one in rows)]))
    me = people.get(shift.staff_id)
    if me is None:
        return []
    found = []
    for theirs in rows:
        if theirs.staff_id not in people:  # a substitute, or who has left
            continue
        them = _without(people[theirs.staff_id], theirs.session)
        i_would = _without(me, mine)
        if i_would.cannot(theirs.session) or them.cannot(mine):
            continue
        unwise = (*i_would.unwise(theirs.session), *them.unwise(mine))
        found.append(Swap(theirs, unwise))
    return sorted(
        found, key=lambda one: (len(one.unwise), one.theirs.session.starts_at, one.theirs.pk)
    )


def _without(person: Person, session: Session) -> Person:
    return replace(person, busy=[one for one in person.busy if one.pk != session.pk])
