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

from accounts.models import Membership, Role, Team, User
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
class Person:
    """A colleague as the plan sees them: what they can, when they can, what they already have."""

    user: User
    skills: set[int]
    roles: set[str] = field(default_factory=set)
    hours: dict[int, tuple[time, time]] = field(default_factory=dict)
    away: list[Absence] = field(default_factory=list)
    shielded: set[date] = field(default_factory=set)
    busy: list[Session] = field(default_factory=list)

    def why_not(self, session: Session) -> str:
        """Return which rule keeps them from `session`, in a word or two, or ""."""
        start, end = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
        if any(map(session.meets, self.away)):
            return _("borte")
        if start.date() in self.shielded:
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
        in_time = end.date() == start.date() and end.time() <= last
        return start.time() >= first and (in_time or last <= first)  # or over midnight


def _too_near(other: Session, session: Session) -> str:
    """Return why who works `other` cannot work `session` too, or ""."""
    if other.pk == session.pk or session.meets(other):
        return _("opptatt")
    days = {timezone.localdate(one.starts_at) for one in (other, session)}
    gap = max(session.starts_at - other.ends_at, other.starts_at - session.ends_at)
    return _("trenger hvile") if len(days) > 1 and gap < REST else ""


@dataclass
class Suggestion:
    """What is proposed, and the gaps that nobody could fill, with why.

    `people` by id are those who can be asked, `known` says who worked an activity last.
    """

    people: dict[int, Person]
    known: dict[int, set[int]]
    choices: list[Choice] = field(default_factory=list)
    gaps: list[tuple[Session, str]] = field(default_factory=list)

    def best(self, session: Session, *, but: Person | None = None) -> Choice | None:
        """Return the best proposal that breaks no rule, or None."""
        lacking = self._lacking(session)
        free = [
            person
            for person in self.people.values()
            if person is not but and not person.why_not(session)
        ]
        free.sort(
            key=lambda person: (
                -len(lacking & person.skills),
                person.user.pk not in self.known[session.activity_id],
                person.time_in_week(session),
                person.user.pk,
            )
        )
        return self._choice(session, free[0]) if free else None

    def by_exchange(self, session: Session) -> Choice | None:
        """Free somebody from another proposal, if another can take that over; else None."""
        for number, other in enumerate(self.choices):
            if other.session.pk == session.pk:
                continue
            person = self.people[other.staff.pk]
            person.busy.remove(other.session)
            if not person.why_not(session):
                del self.choices[number]
                instead = self.best(other.session, but=person)
                self.choices.insert(number, instead or other)
                if instead:
                    self.people[instead.staff.pk].busy.append(other.session)
                    return self._choice(session, person)
            person.busy.append(other.session)
        return None

    def why_nobody(self, session: Session) -> str:
        """Return «Kari: borte, Per: opptatt», so that a person can decide."""
        why = [f"{person.user}: {person.why_not(session)}" for person in self.people.values()]
        return ", ".join(why) or _("Teamet har ingen ansatte ennå.")

    def _choice(self, session: Session, person: Person) -> Choice:
        reasons = []
        if person.user.pk in self.known[session.activity_id]:
            reasons.append(_("var her sist"))
        can = self._lacking(session) & person.skills
        skills = [skill.name for skill in session.activity.skills.all() if skill.pk in can]
        if skills:
            reasons.append(_("kan %(skills)s") % {"skills": ", ".join(skills)})
        hours = round(person.time_in_week(session) / timedelta(hours=1), 1)
        words = {"hours": f"{hours:g}".replace(".", ",")}
        reasons.append(_("%(hours)s timer fra før den uka") % words)
        parts = {shift.part for shift in session.staff_there}
        parts |= {one.part for one in self._proposed(session)}
        part = Shift.Part.SECOND
        if person.roles == {Role.PEER_WORKER}:
            part = Shift.Part.PEER
        elif Shift.Part.LEAD not in parts:
            part = Shift.Part.LEAD
            reasons.append(_("økta mangler leder"))
        return Choice(session, person.user, part, tuple(reasons))

    def _lacking(self, session: Session) -> set[int]:
        """Return the skills that the session needs and nobody on it has."""
        on_it = {shift.staff_id for shift in session.staff_there}
        on_it |= {one.staff.pk for one in self._proposed(session)}
        there = [self.people[pk].skills for pk in on_it if pk in self.people]
        return {skill.pk for skill in session.activity.skills.all()}.difference(*there)

    def _proposed(self, session: Session) -> list[Choice]:
        return [one for one in self.choices if one.session.pk == session.pk]


def suggest(team: Team, *, first: date, last: date) -> Suggestion:
    """Propose staff for the team's gaps from `first` to `last`, both included. Reads only.

    Nine queries, however many sessions and people.
    """
    sessions = _sessions(team, first, last)
    plan = Suggestion(_people(team, first, last), _last_faces(team, sessions))
    people = plan.people.values()
    gaps = [session for session in sessions if session.missing_staff]
    gaps.sort(key=lambda one: (sum(not p.why_not(one) for p in people), one.starts_at, one.pk))
    for session in gaps:
        for _place in range(session.missing_staff):
            choice = plan.best(session) or plan.by_exchange(session)
            if choice is None:
                plan.gaps.append((session, plan.why_nobody(session)))
                break
            plan.choices.append(choice)
            plan.people[choice.staff.pk].busy.append(session)
    plan.choices.sort(key=lambda one: (one.session.starts_at, one.session.pk))
    return plan


def accept(team: Team, *, wanted: Iterable[tuple[int, int, str]]) -> list[str]:
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
            shifts.assign(session, staff=user, part=part)
        except RuleBroken as broken:
            sentences.append(f"{session.name}: {broken.message}")
    return sentences


# --- Reading ------------------------------------------------------------------------
def _sessions(team: Team, first: date, last: date) -> list[Session]:
    return list(
        Session.objects.filter(team=team, state__in=Session.EDITABLE, ends_at__gt=timezone.now())
        .between(midnight(first), midnight(last + timedelta(days=1)))
        .select_related("activity", "place")
        .with_staff()
        .prefetch_related("activity__skills")
    )


def _people(team: Team, first: date, last: date) -> dict[int, Person]:
    people: dict[int, Person] = {}
    members = Membership.objects.planning().filter(team=team).order_by("user")
    for member in members.select_related("user").prefetch_related("user__skills"):
        skills = {skill.pk for skill in member.user.skills.all()}
        people.setdefault(member.user_id, Person(member.user, skills)).roles.add(member.role)
    for row in WorkingHours.objects.filter(team=team, staff__in=people):
        people[row.staff_id].hours[row.weekday] = (row.starts, row.ends)
    near_days = midnight(first - timedelta(days=1)), midnight(last + timedelta(days=2))
    for gone in Absence.objects.during(*near_days).filter(staff__in=people):
        people[gone.staff_id].away.append(gone)
    for shield in Incident.objects.filter(staff__in=people, happened_at__gte=midnight(first)):
        people[shield.staff_id].shielded.add(timezone.localdate(shield.happened_at))
    week = timedelta(days=7)  # the whole of the first and last week, and the nights beside them
    near = Shift.objects.working().filter(
        staff__in=people,
        session__state__in=(*Session.EDITABLE, Session.State.CLOSED),
        session__starts_at__gte=midnight(first - week),
        session__starts_at__lt=midnight(last + week),
    )
    for shift in near.select_related("session"):
        people[shift.staff_id].busy.append(shift.session)
    return people


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
