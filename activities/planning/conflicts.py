"""Which people, places and things are booked twice: read, never written, and shown to people.

People decide about it; only who cannot work is refused (`shifts.must_be_available`).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from accounts.models import User
from activities.models import Absence, Resource, Session, Shift


def warnings_of(sessions: Iterable[Session]) -> dict[int, list[str]]:
    """Return {session id: sentences} for what is booked twice among `sessions`. Three queries.

    Looks at people, indoor places and shared things: of the sessions themselves and of everything
    else in the same time.
    """
    rows = [one for one in sessions if one.state in Session.EDITABLE]
    found: dict[int, list[str]] = defaultdict(list)
    mine = {one.pk for one in rows}
    beside = list(_in_the_time_of(rows))
    for one in (row for row in beside if row.pk in mine):
        things, people = set(one.resources.all()), {shift.staff_id for shift in one.staff_there}
        for other in beside:
            if other.pk != one.pk and one.meets(other):
                found[one.pk] += _double_booked(one, other, things, people)
    return found


def foreseen(
    session: Session, *, resources: Iterable[Resource] = (), staff: Iterable[User] = ()
) -> list[str]:
    """Return what would be booked twice were `session`, saved or not, kept as it stands now.

    Looks at its place, at the same activity at the same time, at `resources`, at `staff` and those
    who have a shift in it. Five queries.
    """
    there = {shift.staff for shift in session.staff_there} if session.pk else set()
    found = foreseen_in_all([session], resources=resources, staff={*there, *staff})
    return [words for _session, words in found]


def foreseen_in_all(
    sessions: Iterable[Session],
    *,
    resources: Iterable[Resource] = (),
    staff: Iterable[User] = (),
    without: Q | None = None,
) -> list[tuple[Session, str]]:
    """Return (session, sentence) for all of `sessions`, saved or not; as many queries as for one.

    `staff` would work each of them. `without` are sessions that are no news: those of the same
    series.
    """
    rows, things, people = list(sessions), set(resources), {one.pk: one for one in staff}
    if not rows:
        return []
    known = without or Q(pk__in=[one.pk for one in rows if one.pk])
    others = _others_in_the_time_of(rows, things, people).exclude(known)
    away = Absence.objects.during(*_time_of(rows)).filter(staff__in=people)
    found: list[tuple[Session, str]] = []
    for one in rows:
        gone = (people[each.staff_id] for each in away if one.meets(each))
        found += [(one, is_away(name)) for name in gone]
        for other in others:
            if one.meets(other):
                twice = _double_booked(one, other, things, people)
                found += [(one, words) for words in (*_there_already(one, other), *twice)]
    return found


def is_away(staff: Any) -> str:
    """Return the sentence for who is away in the time."""
    return _("%(name)s er borte da.") % {"name": staff}


def is_elsewhere(staff: Any, other: Any, *, team: int | None) -> str:
    """Return the sentence for who works `other`, a session or a duty, in the time.

    What is not of `team`, a key, is not named: another team's plans are its own.
    """
    if other.team_id != team:
        return _("%(name)s er på jobb et annet sted.") % {"name": staff}
    return _("%(name)s er også på %(session)s.") % {"name": staff, "session": other.name}


def _time_of(rows: list[Session]) -> tuple[datetime, datetime]:
    return min(one.starts_at for one in rows), max(one.ends_at for one in rows)


def _planned_in_the_time_of(rows: list[Session]) -> Any:
    """Return what is planned while any of `rows` is."""
    if not rows:
        return Session.objects.none()
    first, last = _time_of(rows)
    planned = Session.objects.filter(
        state__in=Session.EDITABLE, starts_at__lt=last, ends_at__gt=first
    )
    return planned.select_related("activity", "place").order_by("starts_at", "pk")


def _in_the_time_of(rows: list[Session]) -> Any:
    """Return it with its people and things."""
    return _planned_in_the_time_of(rows).with_staff().prefetch_related("resources")


def _others_in_the_time_of(
    rows: list[Session], things: set[Resource], people: Collection[int]
) -> Any:
    """Return of it what `rows` could collide with, and of its people and things only these.

    That is what shares a room, is the same activity, or has one of them: a team's other sessions
    have nothing to do with it.
    """
    works = Shift.objects.filter(staff__in=people)
    lent = Resource.sessions.through.objects.filter(resource__in=things)
    collides = (
        Q(place__in={one.place_id for one in rows}, place__indoors=True)
        | Q(activity__in={one.activity_id for one in rows}, team__in={one.team_id for one in rows})
        | Q(pk__in=works.values("session"))
        | Q(pk__in=lent.values("session"))
    )
    found = _planned_in_the_time_of(rows).filter(collides)
    if people:
        there = works.with_presence().select_related("staff")
        found = found.prefetch_related(Prefetch("shifts", there))
    if things:
        own = Resource.objects.filter(pk__in=[one.pk for one in things])
        found = found.prefetch_related(Prefetch("resources", own))
    return found


def _double_booked(
    one: Session, other: Session, things: set[Resource], people: Collection[int]
) -> Iterator[str]:
    """Yield what `one` and `other`, which meet in time, would both need."""
    if _share_a_room(one, other):
        words = {"session": other.name, "place": other.place}
        yield _("%(session)s er på %(place)s samtidig.") % words
    for thing in things & set(other.resources.all() if things else ()):
        yield _("%(thing)s er også på %(session)s.") % {"thing": thing, "session": other.name}
    for shift in other.staff_there if people else ():
        if shift.staff_id in people:
            yield is_elsewhere(shift.staff, other, team=one.team_id)


def _there_already(one: Session, other: Session) -> Iterator[str]:
    """Yield that `other` is the same thing once more, which a shared room says by itself."""
    same = (one.team_id, one.activity_id) == (other.team_id, other.activity_id)
    if same and not _share_a_room(one, other):
        yield _("%(session)s er alt lagt inn på samme tid.") % {"session": other.name}


def _share_a_room(one: Session, other: Session) -> bool:
    return one.place.indoors and other.place_id == one.place_id
