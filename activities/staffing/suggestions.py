"""Proposing who could work a week's gaps. Nothing is changed until somebody accepts.

The method (docs/decisions/010): sessions with the fewest possible people are filled first; for
each gap the candidates who break no rule are put in order (a skill that is still lacking, a face
that was here last time, the fewest hours that week), and the first is proposed with the reasons.
When a gap is left, one exchange is tried: somebody proposed elsewhere who could fill it, and
whom another could replace there. It is greedy and does not promise the best plan there is.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership, Role, Substitute, Team, User
from activities.models import Absence, Incident, Session, Shift, Skill
from activities.staffing import hours, plan_changes, shifts, working_time
from activities.staffing.working_time import AROUND, Broken, Duty, Rules
from core.dates import midnight
from core.errors import RuleBroken


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
    busy: list[Session | Duty] = field(default_factory=list)
    rules: Rules = field(default_factory=lambda: Rules({}))
    contract: int | None = None
    """The agreed seconds of their week, in all teams; None when none are written down."""
    lent_by: Team | None = None
    """The team of a substitute from another team."""
    _passed: dict[tuple[object, ...], list[Broken]] = field(default_factory=dict, repr=False)

    def why_not(self, session: Session) -> str:
        """Return which rule keeps them from `session`, in a word or two, or ""."""
        return self.cannot(session) or next(self.unwise(session), "")

    def cannot(self, session: Session) -> str:
        """Return what makes it impossible (`shifts.must_be_available`), in a word or two, or ""."""
        if any(map(session.meets, self.away)):
            return _("borte")
        if timezone.localdate(session.starts_at) in self.shielded:
            return _("skjermet")
        return _("opptatt") if self.beside(session) else ""

    def beside(self, session: Session) -> Session | Duty | None:
        """Return what else they work in the time of `session`."""
        return next((other for other in self.busy if _is_at_once(other, session)), None)

    def unwise(self, session: Session) -> Iterator[str]:
        """Yield what a person decides: outside their hours, and each limit that it passes."""
        start, end = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
        if self.hours and not self._at_work(start, end):
            yield _("ikke på jobb da")
        for one in self.passes(session):
            yield one.words

    def passes(self, session: Session) -> list[Broken]:
        """Return the limits of working time that `session` passes beside all their duties."""
        asked = (session.pk, session.starts_at, session.ends_at, *(one.pk for one in self.busy))
        if asked not in self._passed:  # a plan asks again and again
            self._passed[asked] = self._passes(session)
        return self._passed[asked]

    def _passes(self, session: Session) -> list[Broken]:
        others = working_time.spans_of(one for one in self.busy if one.pk != session.pk)
        duty = working_time.span(session.starts_at, session.ends_at)
        return working_time.broken_by(duty, others, self.rules, contract=self.contract)

    def time_in_week(self, session: Session) -> timedelta:
        """Return the planned time of their duties in the week of `session`."""
        day = timezone.localdate(session.starts_at)
        monday = day - timedelta(days=day.weekday())
        first, last = midnight(monday), midnight(monday + timedelta(days=7))
        times = (one.ends_at - one.starts_at for one in self.busy if first <= one.starts_at < last)
        return sum(times, timedelta())

    def _at_work(self, start: datetime, end: datetime) -> bool:
        hours = self.hours.get(start.weekday())
        if hours is None:
            return False
        first, last = hours
        in_time = end.date() == start.date() and end.time() <= last
        return start.time() >= first and (in_time or last <= first)  # or over midnight


def _is_at_once(other: Session | Duty, session: Session) -> bool:
    return other.pk == session.pk or session.meets(other)


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
        hours = working_time.hours_in_words(person.time_in_week(session).total_seconds())
        reasons.append(_("%(hours)s fra før den uka") % {"hours": hours})
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
        there += skills_lent(session.staff_there)
        return {skill.pk for skill in session.activity.skills.all()}.difference(*there)

    def _proposed(self, session: Session) -> list[Choice]:
        return [one for one in self.choices if one.session.pk == session.pk]


def suggest(team: Team, *, first: date, last: date) -> Suggestion:
    """Propose staff for the team's gaps from `first` to `last`, both included. Reads only.

    Nine queries, however many sessions and people; one more when substitutes are there.
    """
    sessions = _sessions(team, first, last)
    if sessions:
        last = days_of(sessions)[1]
    plan = Suggestion(people_of(team, first, last), last_faces(team, sessions))
    skills_lent(shift for one in sessions for shift in one.staff_there)  # all in one query
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


@transaction.atomic
def accept(
    team: Team, *, wanted: Iterable[tuple[int, int, str]], by: User | None = None
) -> list[str]:
    """Put the accepted ones on shift: (session, user, part) keys. Each is checked anew.

    Returns a sentence for each that could no longer be; the others are done, and undone together.
    Locks: all the people, then all the sessions.
    """
    asked, sentences, put = list(wanted), [], []
    people = User.objects.select_for_update(no_key=True).filter(pk__in={one[1] for one in asked})
    users = {one.pk: one for one in people.order_by("pk")}
    rows = Session.objects.select_for_update().filter(team=team, pk__in={one[0] for one in asked})
    sessions = {one.pk: one for one in rows.order_by("pk")}
    there = set(Shift.objects.filter(session__in=sessions).values_list("session", "staff"))
    for session_pk, user_pk, part in asked:
        session, user = sessions.get(session_pk), users.get(user_pk)
        if session is None or user is None or part not in Shift.Part.values:
            sentences.append(_("Ett av forslagene finnes ikke lenger."))
            continue
        try:
            put.append(shifts.assign(session, staff=user, part=part, by=by))
        except RuleBroken as broken:
            sentences.append(f"{session.name}: {broken.message}")
    new = {one.pk: one for one in put if (one.session_id, one.staff_id) not in there}
    plan_changes.note_all_put_on(new.values(), by=by)
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


def days_of(sessions: Iterable[Session]) -> tuple[date, date]:
    """Return the days of `sessions`, saved or not: of the first beginning and of the last end."""
    times = [(one.starts_at, one.ends_at) for one in sessions]
    first, last = min(starts for starts, _ends in times), max(ends for _starts, ends in times)
    return timezone.localdate(first), timezone.localdate(last)


def people_of(
    team: Team, first: date, last: date, *, skills: Iterable[int] | None = None
) -> dict[int, Person]:
    """Return who can be asked in `team`, by id, as the plan sees them. Six queries.

    `first` and `last` are those of `days_of` what they are held against.
    `skills` are the keys of those that matter, all without it: when none does, that is one query
    less.
    """
    rules = working_time.rules_of(team)
    people: dict[int, Person] = {}
    members = Membership.objects.planning().filter(team=team).order_by("user")
    for member in members.select_related("user"):
        person = people.setdefault(member.user_id, Person(member.user, set(), rules=rules))
        person.roles.add(member.role)
    _fill_in_skills(people, skills)
    _fill_in(people, team, first, last)
    return people


def people_on(shifts: Iterable[Shift], team: Team, first: date, last: date) -> dict[int, Person]:
    """Return those who have `shifts` in `team` and can work there, by id, as `people_of`.

    Without what they can, which no move changes. Who has left the team is not among them, and a
    substitute is. Five queries, and none when nobody has a shift.
    """
    held = list(shifts)
    here = Membership.objects.planning().filter(team=team, user__in=[one.staff_id for one in held])
    works_here, rules = set(here.values_list("user", flat=True)), working_time.rules_of(team)
    people = {
        one.staff_id: Person(one.staff, set(), rules=rules)
        for one in held
        if one.lent_by_id or one.staff_id in works_here
    }
    if people:
        _fill_in(people, team, first, last)
    return people


def substitutes_of(team: Team, first: date, last: date) -> dict[int, Person]:
    """Return whom `team` may ask from other teams, as `people_of`. One query without any, or seven.

    What they work in all teams counts, by the rules of the team that asks.
    """
    people: dict[int, Person] = {}
    rules = working_time.rules_of(team)
    rows = Substitute.objects.to_ask_in(team).select_related("staff", "agreement__lends")
    for one in rows.prefetch_related("staff__skills").order_by("staff", "agreement"):
        skills = {skill.pk for skill in one.staff.skills.all()}
        lends = one.agreement.lends
        people.setdefault(one.staff_id, Person(one.staff, skills, rules=rules, lent_by=lends))
    if people:
        _fill_in(people, team, first, last)
    return people


def skills_lent(shifts: Iterable[Shift]) -> list[set[int]]:
    """Return what each substitute among `shifts` can. Read once, for as many as come together."""
    lent = [one for one in shifts if one.lent_by_id]
    prefetch_related_objects(lent, "staff__skills")
    return [{skill.pk for skill in one.staff.skills.all()} for one in lent]


def _fill_in_skills(people: dict[int, Person], skills: Iterable[int] | None) -> None:
    """Note what each of `people` can, of `skills` or of all. No query when none matters."""
    theirs = Skill.staff.through.objects.filter(user__in=people)
    if skills is not None:
        theirs = theirs.filter(skill__in=skills)
    for user, skill in theirs.values_list("user", "skill"):
        people[user].skills.add(skill)


def _fill_in(people: dict[int, Person], team: Team, first: date, last: date) -> None:
    """Note when each of `people` is at work in `team`, away, shielded and on other sessions."""
    for row in hours.agreed(people):
        person = people[row.staff_id]
        length = hours.length(row.starts, row.ends)
        person.contract = (person.contract or 0) + round(length.total_seconds())
        if row.team_id == team.pk:
            person.hours[row.weekday] = (row.starts, row.ends)
    near_days = midnight(first - timedelta(days=1)), midnight(last + timedelta(days=2))
    for gone in Absence.objects.during(*near_days).filter(staff__in=people):
        people[gone.staff_id].away.append(gone)
    if first <= timezone.localdate():  # what happened shields for its day
        for shield in Incident.objects.filter(staff__in=people, happened_at__gte=midnight(first)):
            people[shield.staff_id].shielded.add(timezone.localdate(shield.happened_at))
    near = Shift.objects.worked_between(midnight(first - AROUND), midnight(last + AROUND))
    duties: dict[int, Duty] = {}  # several people share one
    for staff, pk, starts_at, ends_at, of_team, title, activity in near.filter(
        staff__in=people
    ).values_list(
        "staff", "session", "session__starts_at", "session__ends_at", "session__team",
        "session__title", "session__activity__name",
    ):  # fmt: skip
        if pk not in duties:
            duties[pk] = Duty(pk, starts_at, ends_at, of_team, title or activity)
        people[staff].busy.append(duties[pk])


def last_faces(team: Team, sessions: list[Session]) -> dict[int, set[int]]:
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
