"""Which people, places and things are booked twice: read, never written, and shown to people.

People decide about it; only who cannot work is refused (`shifts.why_unavailable`).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q
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
    if not rows:
        return found
    first, last = min(one.starts_at for one in rows), max(one.ends_at for one in rows)
    near: dict[str, Any] = {
        "session__state__in": Session.EDITABLE,
        "session__starts_at__lt": last,
        "session__ends_at__gt": first,
    }
    _people(rows, near, found)
    _places(rows, first, last, found)
    _things(rows, first, last, found)
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
    first, last = min(one.starts_at for one in rows), max(one.ends_at for one in rows)
    others = (
        Session.objects.filter(state__in=Session.EDITABLE, starts_at__lt=last, ends_at__gt=first)
        .exclude(without or Q(pk__in=[one.pk for one in rows if one.pk]))
        .select_related("activity", "place")
        .with_staff()
        .prefetch_related("resources")
        .order_by("starts_at", "pk")
    )
    away = list(Absence.objects.during(first, last).filter(staff__in=people))
    found = []
    for one in rows:
        words = [*_away(one, away, people), *_all_twice(one, others, things, people)]
        found += [(one, sentence) for sentence in words]
    return found


def _away(one: Session, away: list[Absence], people: dict[int, User]) -> Iterator[str]:
    """Yield who of `people` is away at the time of `one`."""
    for gone in away:
        if gone.starts_at < one.ends_at and gone.ends_at > one.starts_at:
            yield _("%(name)s er borte da.") % {"name": people[gone.staff_id]}


def _all_twice(
    one: Session, others: Iterable[Session], things: set[Resource], people: dict[int, User]
) -> Iterator[str]:
    """Yield what `one` and those of `others` that it meets in time would both need."""
    for other in others:
        if _meet(one, other):
            yield from _double_booked(one, other, things, people)


def _double_booked(
    one: Session, other: Session, things: set[Resource], people: dict[int, User]
) -> Iterator[str]:
    """Yield what `one` and `other`, which meet in time, would both need."""
    if one.place.indoors and other.place_id == one.place_id:
        yield _("%(session)s er på %(place)s samtidig.") % {
            "session": other.name,
            "place": other.place,
        }
    elif (one.team_id, one.activity_id) == (other.team_id, other.activity_id):
        yield _("%(session)s er alt lagt inn på samme tid.") % {"session": other.name}
    for thing in things & set(other.resources.all()):
        yield _("%(thing)s er også på %(session)s.") % {"thing": thing, "session": other.name}
    for shift in other.staff_there:
        if shift.staff_id in people:
            yield _("%(name)s er også på %(session)s.") % {
                "name": shift.staff,
                "session": other.name,
            }


def _people(rows: list[Session], near: dict[str, Any], found: dict[int, list[str]]) -> None:
    there = Shift.objects.working().filter(**near)
    shifts = list(there.select_related("session__activity", "staff"))
    by_person = defaultdict(list)
    for shift in shifts:
        by_person[shift.staff_id].append(shift)
    mine = {one.pk for one in rows}
    for shift in shifts:
        if shift.session_id not in mine:
            continue
        for other in by_person[shift.staff_id]:
            if other.session_id != shift.session_id and _meet(shift.session, other.session):
                found[shift.session_id].append(
                    _("%(name)s er også på %(session)s.")
                    % {"name": shift.staff, "session": other.session.name}
                )


def _places(
    rows: list[Session], first: datetime, last: datetime, found: dict[int, list[str]]
) -> None:
    others = Session.objects.filter(
        state__in=Session.EDITABLE,
        place__in={one.place_id for one in rows},
        place__indoors=True,
        starts_at__lt=last,
        ends_at__gt=first,
    ).select_related("activity", "place")
    for one in rows:
        for other in others:
            if other.pk != one.pk and other.place_id == one.place_id and _meet(one, other):
                found[one.pk].append(
                    _("%(session)s er på %(place)s samtidig.")
                    % {"session": other.name, "place": other.place}
                )


def _things(
    rows: list[Session], first: datetime, last: datetime, found: dict[int, list[str]]
) -> None:
    booked = Resource.sessions.through.objects.filter(
        session__state__in=Session.EDITABLE,
        session__starts_at__lt=last,
        session__ends_at__gt=first,
    ).select_related("resource", "session__activity")
    by_thing = defaultdict(list)
    for link in booked:
        by_thing[link.resource].append(link.session)
    mine = {one.pk: one for one in rows}
    for thing, users in by_thing.items():
        for session in users:
            for other in users:
                if session.pk in mine and other.pk != session.pk and _meet(session, other):
                    found[session.pk].append(
                        _("%(thing)s er også på %(session)s.")
                        % {"thing": thing.name, "session": other.name}
                    )


def _meet(one: Session, other: Session) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at
