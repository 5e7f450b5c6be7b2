"""Proposing who could work a week's gaps. Nothing is changed until somebody accepts.

The method (docs/decisions/010): sessions with the fewest possible people are filled first; for
each gap the candidates who break no rule are put in order (a skill that is still lacking, a face
that was here last time, the fewest hours that week), and the first is proposed with the reasons.
When a gap is left, one exchange is tried: somebody proposed elsewhere who could fill it, and
whom another could replace there. It is greedy and does not promise the best plan there is.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import PLANNING, Membership, Role, Team, User
from activities.models import Absence, Incident, Session, Shift, WorkingHours
from activities.staffing import shifts
from core.dates import midnight
from core.errors import RuleBroken

REST = timedelta(hours=11)
"""Rest between the duties of two days (arbeidsmiljøloven § 10-8)."""
MOST_A_WEEK = timedelta(hours=40)
"""Planned duties in a week (arbeidsmiljøloven § 10-4)."""


@dataclass(frozen=True)
class Choice:
    """One proposal: who, where, as what, and why, in words."""

    session: Session
    staff: User
    part: str
    reasons: tuple[str, ...]


@dataclass
class Suggestion:
    """What is proposed, and the gaps that nobody could fill, with why."""

    choices: list[Choice] = field(default_factory=list)
    gaps: list[tuple[Session, str]] = field(default_factory=list)


@dataclass
class Person:
    """A colleague as the plan sees them: what they can, when they can, what they already have."""

    user: User
    is_peer: bool
    skills: set[int]
    hours: dict[int, tuple[time, time]]
    away: list[tuple[datetime, datetime]]
    shielded: set[date]
    busy: list[Session]

    def why_not(self, session: Session) -> str:
        """Return which rule keeps them from `session`, in a word or two, or ""."""
        start, end = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
        day = start.date()
        if any(first < session.ends_at and last > session.starts_at for first, last in self.away):
            return _("borte")
        if day in self.shielded:
            return _("skjermet")
        if self.hours and not self._at_work(start, end):
            return _("ikke på jobb da")
        if kept := next(filter(None, (_too_near(other, session) for other in self.busy)), ""):
            return kept
        if self.time_in_week(session) + (session.ends_at - session.starts_at) > MOST_A_WEEK:
            return _("har full uke")
        return ""

    def time_in_week(self, session: Session) -> timedelta:
        """Return the planned time of their duties in the week of `session`."""
        week = timezone.localtime(session.starts_at).isocalendar()[:2]
        return sum(
            (
                other.ends_at - other.starts_at
                for other in self.busy
                if timezone.localtime(other.starts_at).isocalendar()[:2] == week
            ),
            timedelta(),
        )

    def _at_work(self, start: datetime, end: datetime) -> bool:
        hours = self.hours.get(start.weekday())
        if hours is None:
            return False
        first, last = hours
        if last <= first:  # over midnight
            return start.time() >= first
        return start.time() >= first and end.date() == start.date() and end.time() <= last


def _too_near(other: Session, session: Session) -> str:
    """Return why who works `other` cannot work `session` too, or ""."""
    if other.pk == session.pk or _meet(other, session):
        return _("opptatt")
    days = {timezone.localdate(one.starts_at) for one in (other, session)}
    gap = max(session.starts_at - other.ends_at, other.starts_at - session.ends_at)
    return _("trenger hvile") if len(days) > 1 and gap < REST else ""


def suggest(team: Team, *, first: date, last: date) -> Suggestion:
    """Propose staff for the team's gaps from `first` to `last`, both included. Reads only.

    Nine queries, however many sessions and people.
    """
    sessions = _sessions(team, first, last)
    people = _people(team, first, last)
    known = _last_faces(team, sessions)
    result = Suggestion()
    gaps = [session for session in sessions if session.missing_staff]
    gaps.sort(key=lambda one: (sum(not p.why_not(one) for p in people), one.starts_at, one.pk))
    for session in gaps:
        for _place in range(session.missing_staff):
            choice = _best(session, people, result, known)
            if choice is None:
                choice = _by_exchange(session, people, result, known)
            if choice is None:
                result.gaps.append((session, _why_nobody(session, people)))
                break
            result.choices.append(choice)
            _person(people, choice.staff).busy.append(session)
    result.choices.sort(key=lambda one: (one.session.starts_at, one.session.pk))
    return result


def accept(team: Team, *, wanted: Iterable[tuple[int, int, str]], by: User) -> list[str]:
    """Put the accepted ones on shift: (session, user, part) keys. Each is checked anew.

    Returns a sentence for each that could no longer be; the others are done.
    """
    sentences = []
    for session_pk, user_pk, part in wanted:
        session = Session.objects.filter(team=team, pk=session_pk).first()
        user = User.objects.filter(pk=user_pk).first()
        if session is None or user is None or part not in Shift.Part.values:
            sentences.append(_("Ett av forslagene finnes ikke lenger."))
            continue
        try:
            shifts.assign(session, staff=user, part=part, by=by)
        except RuleBroken as broken:
            sentences.append(f"{session.name}: {broken.message}")
    return sentences


# --- Choosing -----------------------------------------------------------------------
def _best(
    session: Session, people: list[Person], result: Suggestion, known: dict[int, set[int]]
) -> Choice | None:
    """Return the best proposal that breaks no rule, or None."""
    lacking = _lacking(session, people, result)
    free = [person for person in people if not person.why_not(session)]
    free.sort(
        key=lambda person: (
            -len(lacking & person.skills),
            person.user.pk not in known[session.activity_id],
            person.time_in_week(session),
            person.user.pk,
        )
    )
    return _choice(session, free[0], lacking, result, known) if free else None


def _by_exchange(
    session: Session, people: list[Person], result: Suggestion, known: dict[int, set[int]]
) -> Choice | None:
    """Free somebody from another proposal, if another can take that over; None when it fails."""
    for number, other in enumerate(result.choices):
        person = _person(people, other.staff)
        if other.session.pk == session.pk:
            continue
        person.busy.remove(other.session)
        if not person.why_not(session):
            left = result.choices.pop(number)
            rest = [one for one in people if one is not person]
            instead = _best(other.session, rest, result, known)
            if instead:
                result.choices.insert(number, instead)
                _person(people, instead.staff).busy.append(other.session)
                return _choice(session, person, _lacking(session, people, result), result, known)
            result.choices.insert(number, left)
        person.busy.append(other.session)
    return None


def _choice(
    session: Session,
    person: Person,
    lacking: set[int],
    result: Suggestion,
    known: dict[int, set[int]],
) -> Choice:
    reasons = []
    if person.user.pk in known[session.activity_id]:
        reasons.append(_("var her sist"))
    skills = [
        skill.name for skill in session.activity.skills.all() if skill.pk in lacking & person.skills
    ]
    if skills:
        reasons.append(_("kan %(skills)s") % {"skills": ", ".join(skills)})
    hours = round(person.time_in_week(session) / timedelta(hours=1), 1)
    reasons.append(_("%(hours)s timer fra før den uka") % {"hours": f"{hours:g}".replace(".", ",")})
    has_lead = any(shift.part == Shift.Part.LEAD for shift in session.staff_there) or any(
        one.session.pk == session.pk and one.part == Shift.Part.LEAD for one in result.choices
    )
    part = Shift.Part.PEER if person.is_peer else Shift.Part.SECOND
    if not has_lead and not person.is_peer:
        part = Shift.Part.LEAD
        reasons.append(_("økta mangler leder"))
    return Choice(session, person.user, part, tuple(reasons))


def _lacking(session: Session, people: list[Person], result: Suggestion) -> set[int]:
    """Return the skills that the session needs and nobody on it has."""
    needed = {skill.pk for skill in session.activity.skills.all()}
    on_it = {shift.staff_id for shift in session.staff_there}
    on_it |= {one.staff.pk for one in result.choices if one.session.pk == session.pk}
    for person in people:
        if person.user.pk in on_it:
            needed -= person.skills
    return needed


def _why_nobody(session: Session, people: list[Person]) -> str:
    """Return «Kari: borte, Per: opptatt», so that a person can decide."""
    if not people:
        return _("Teamet har ingen ansatte ennå.")
    return ", ".join(f"{person.user}: {person.why_not(session)}" for person in people)


def _person(people: list[Person], user: User) -> Person:
    return next(person for person in people if person.user.pk == user.pk)


def _meet(one: Session, other: Session) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


# --- Reading ------------------------------------------------------------------------
def _sessions(team: Team, first: date, last: date) -> list[Session]:
    return list(
        Session.objects.filter(team=team, state__in=Session.EDITABLE, ends_at__gt=timezone.now())
        .between(midnight(first), midnight(last + timedelta(days=1)))
        .select_related("activity", "place")
        .with_staff()
        .prefetch_related("activity__skills")
    )


def _people(team: Team, first: date, last: date) -> list[Person]:
    roles = defaultdict(set)
    members = Membership.objects.active().filter(team=team, role__in=PLANNING, user__is_active=True)
    users = {}
    for member in members.select_related("user").prefetch_related("user__skills").order_by("user"):
        roles[member.user_id].add(member.role)
        users[member.user_id] = member.user
    hours: dict[int, dict[int, tuple[time, time]]] = defaultdict(dict)
    for row in WorkingHours.objects.filter(team=team, staff__in=users):
        hours[row.staff_id][row.weekday] = (row.starts, row.ends)
    away = defaultdict(list)
    near_days = midnight(first - timedelta(days=1)), midnight(last + timedelta(days=2))
    for gone in Absence.objects.during(*near_days).filter(staff__in=users):
        away[gone.staff_id].append((gone.starts_at, gone.ends_at))
    shielded = defaultdict(set)
    for shield in Incident.objects.filter(staff__in=users, happened_at__gte=midnight(first)):
        shielded[shield.staff_id].add(timezone.localtime(shield.happened_at).date())
    busy = defaultdict(list)
    week = timedelta(days=7)  # the whole of the first and last week, and the nights beside them
    near = Shift.objects.working().filter(
        staff__in=users,
        session__state__in=(*Session.EDITABLE, Session.State.CLOSED),
        session__starts_at__gte=midnight(first - week),
        session__starts_at__lt=midnight(last + week),
    )
    for shift in near.select_related("session"):
        busy[shift.staff_id].append(shift.session)
    return [
        Person(
            user=user,
            is_peer=roles[pk] == {Role.PEER_WORKER},
            skills={skill.pk for skill in user.skills.all()},
            hours=hours[pk],
            away=away[pk],
            shielded=shielded[pk],
            busy=busy[pk],
        )
        for pk, user in users.items()
    ]


def _last_faces(team: Team, sessions: list[Session]) -> dict[int, set[int]]:
    """Return {activity: who worked its last session}, so that people meet the same faces."""
    faces: dict[int, set[int]] = defaultdict(set)
    last: dict[int, datetime] = {}
    rows = (
        Shift.objects.working()
        .filter(
            session__team=team,
            session__activity__in={one.activity_id for one in sessions},
            session__starts_at__lt=timezone.now(),
            session__starts_at__gt=timezone.now() - timedelta(days=60),
        )
        .order_by("-session__starts_at")
        .values_list("session__activity", "session__starts_at", "staff")
    )
    for activity, starts_at, staff in rows:
        if last.setdefault(activity, starts_at) == starts_at:
            faces[activity].add(staff)
    return faces
