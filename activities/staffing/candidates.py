"""Who could work a session: everybody of the team, the best first, each with the reasons.

Read, never written. The words and the order are those of `activities.staffing.suggestions`; who
cannot is in the list too, so that nobody wonders. Limits of working time warn: a leader goes on
with a reason (`over_limits`).
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import PLANNING, Role, Team, User
from activities.models import Session, Shift
from activities.staffing.suggestions import (
    Person,
    days_of,
    last_faces,
    people_of,
    skills_lent,
    substitutes_of,
)
from activities.staffing.working_time import Broken, hours_in_words
from core.templatetags.formats import clock

AHEAD = timedelta(weeks=3)
"""How far ahead somebody is shown what they could take."""


@dataclass(frozen=True)
class Candidate:
    """A colleague beside a session: whether they can, and why one would or would not ask them."""

    staff: User
    part: str
    cannot: str
    """What makes it impossible, "" when they can."""
    unwise: tuple[str, ...]
    """What whoever decides should know before asking them."""
    reasons: tuple[str, ...]
    passes: tuple[Broken, ...] = ()
    """The limits of working time they would pass, which are among `unwise`."""
    lent_by: Team | None = None
    """The other team whose colleague they are, for a substitute."""

    @property
    def is_free(self) -> bool:
        """Tell whether nothing speaks against them."""
        return not self.cannot and not self.unwise


def of(
    session: Session, *, instead_of: Shift | None = None, shifts: Sequence[Shift] | None = None
) -> list[Candidate]:
    """Return the colleagues who are not on `session`, the best first. Nine queries at most.

    With `instead_of` it is that shift they would take over: its part, and its person is not there.
    `shifts` are those of the session, where they have been read.
    """
    prefetch_related_objects([session.activity], "skills")
    shifts = list(session.shifts.all()) if shifts is None else shifts
    days = days_of([session])
    people = people_of(session.team, *days, skills=_skills(session))
    on_it = [one for one in shifts if instead_of is None or one.pk != instead_of.pk]
    put = {one.staff_id for one in shifts}
    lacking = _lacking(session, on_it, people)
    known = last_faces(session.team, [session])[session.activity_id]
    parts = {one.part for one in on_it}
    rows = [
        _candidate(person, session, lacking=lacking, known=known, parts=parts, taken=instead_of)
        for person in people.values()
        if person.user.pk not in put
    ]

    def order(one: Candidate) -> tuple[object, ...]:
        person = people[one.staff.pk]
        can = len(lacking.keys() & person.skills)
        hours = person.time_in_week(session)
        new = one.staff.pk not in known
        return bool(one.cannot), len(one.unwise), -can, new, hours, one.staff.pk

    return sorted(rows, key=order)


def substitutes(session: Session, *, instead_of: Shift | None = None) -> list[Candidate]:
    """Return the substitutes of other teams who can work `session`, the best first.

    Who cannot is left out: why is not for another team to know. One query when nobody is willing,
    ten at most.
    """
    days = days_of([session])
    people = substitutes_of(session.team, *days)
    if not people:
        return []
    shifts = list(session.shifts.all())
    on_it = [one for one in shifts if instead_of is None or one.pk != instead_of.pk]
    lacking = _lacking(session, on_it, people_of(session.team, *days) | people)
    known = last_faces(session.team, [session])[session.activity_id]
    put, parts = {one.staff_id for one in shifts}, {one.part for one in on_it}
    rows = [
        _candidate(person, session, lacking=lacking, known=known, parts=parts, taken=instead_of)
        for person in people.values()
        if person.user.pk not in put and not person.cannot(session)
    ]
    return sorted(rows, key=lambda one: (len(one.unwise), one.staff.pk not in known, one.staff.pk))


def open_to(user: User) -> list[tuple[Session, Candidate]]:
    """Return the open sessions of the next weeks that lack staff and fit `user`, the nearest first.

    What fits is what nothing speaks against: they are free, rested, at work and can what is needed.
    Ten queries at most for each team of theirs.
    """
    now = timezone.now()
    found = []
    for team in Team.objects.of(user, PLANNING):
        ahead = Session.objects.lacking_staff().filter(
            team=team, state=Session.State.PUBLISHED, starts_at__gt=now, starts_at__lt=now + AHEAD
        )
        sessions = list(
            ahead.exclude(shifts__staff=user)
            .select_related("activity", "place", "team")
            .with_staff()
            .prefetch_related("activity__skills")
        )
        if not sessions:
            continue
        people = people_of(team, timezone.localdate(), days_of(sessions)[1])
        known = last_faces(team, sessions)
        skills_lent(shift for one in sessions for shift in one.staff_there)  # all in one query
        for session in sessions:
            there = session.staff_there
            found.append((session, _candidate(
                people[user.pk], session, lacking=_lacking(session, there, people),
                known=known[session.activity_id], parts={one.part for one in there}, taken=None,
            )))  # fmt: skip
    free = [(session, one) for session, one in found if one.is_free]
    return sorted(free, key=lambda pair: (pair[0].starts_at, pair[0].pk))


def speaks_against(
    staff: User, session: Session, *, instead_of: User | None, without: Session | None = None
) -> tuple[str, tuple[str, ...]]:
    """Return what makes it impossible for `staff` to work `session`, "" for nothing, and unwise.

    For whoever is asked, who may not have signed in: no other session is named. `without` is one
    that they would give away.
    """
    days = days_of([session])
    people = people_of(session.team, *days)
    if staff.pk not in people:
        people |= substitutes_of(session.team, *days)
    person = people.get(staff.pk)
    if person is None:
        return _("ikke i teamet"), ()
    if without is not None:
        person.busy = [one for one in person.busy if one.pk != without.pk]
    if cannot := person.cannot(session):
        return cannot, ()
    there = [
        one for one in session.staff_there if instead_of is None or one.staff_id != instead_of.pk
    ]
    lacking = _lacking(session, there, people)
    cannot_do = [name for pk, name in lacking.items() if pk not in person.skills]
    skills = [_("kan ikke %(skills)s") % {"skills": ", ".join(cannot_do)}] if cannot_do else []
    return "", (*person.unwise(session), *skills)


def _lacking(session: Session, on_it: Iterable[Shift], people: dict[int, Person]) -> dict[int, str]:
    """Return {key: name} of the skills that the session needs and nobody of `on_it` has."""
    there = [people[one.staff_id].skills for one in on_it if one.staff_id in people]
    needed = _skills(session)
    there += skills_lent(on_it) if needed else []
    return {pk: name for pk, name in needed.items() if pk not in set().union(*there)}


def _skills(session: Session) -> dict[int, str]:
    """Return {key: name} of the skills that the session needs."""
    return {one.pk: one.name for one in session.activity.skills.all()}


def _candidate(
    person: Person,
    session: Session,
    *,
    lacking: dict[int, str],
    known: Collection[int],
    parts: set[str],
    taken: Shift | None,
) -> Candidate:
    part = taken.part if taken else _part(person, parts)
    cannot = person.cannot(session)
    if other := person.beside(session):
        words = {"session": other.name, "from": clock(other.starts_at), "to": clock(other.ends_at)}
        if other.team_id != session.team_id:  # another team's plans are its own
            cannot = _("i et annet team %(from)s–%(to)s") % words
        else:
            cannot = _("på %(session)s %(from)s–%(to)s") % words
    can = [name for pk, name in lacking.items() if pk in person.skills]
    reasons = []
    if person.lent_by:
        reasons.append(_("vikar fra %(team)s") % {"team": person.lent_by})
    if person.user.pk in known:
        reasons.append(_("var her sist"))
    if can:
        reasons.append(_("kan %(skills)s") % {"skills": ", ".join(can)})
    hours = hours_in_words(person.time_in_week(session).total_seconds())
    reasons.append(_("%(hours)s fra før den uka") % {"hours": hours})
    if cannot:
        return Candidate(person.user, part, cannot, (), tuple(reasons))
    unwise = list(person.unwise(session))
    cannot_do = [name for pk, name in lacking.items() if pk not in person.skills]
    if cannot_do:
        unwise.append(_("kan ikke %(skills)s") % {"skills": ", ".join(cannot_do)})
    if part == Shift.Part.LEAD and person.roles == {Role.PEER_WORKER}:
        unwise.append(_("leder ikke økter til vanlig"))
    passes = tuple(person.passes(session))
    return Candidate(person.user, part, "", tuple(unwise), tuple(reasons), passes, person.lent_by)


def _part(person: Person, parts: set[str]) -> str:
    if person.roles == {Role.PEER_WORKER}:
        return Shift.Part.PEER
    return Shift.Part.SECOND if Shift.Part.LEAD in parts else Shift.Part.LEAD
