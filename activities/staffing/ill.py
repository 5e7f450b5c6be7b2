"""«Jeg er syk i dag»: the rest of today is an absence like any other, and those who must, know.

That somebody is ill is written nowhere: they are away, as for a dentist or a funeral, and neither
row nor message says why (docs/privacy.md, activities.Absence).
"""

from collections import defaultdict
from datetime import time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import LEADING, PLANNING, Membership, Team, User
from activities.models import Absence, OnCall, Session, Shift, TeamSafety
from activities.staffing import assignees, availability, cover_asks, shift_notices
from core.dates import midnight
from core.errors import RuleBroken
from notices import outbox


@transaction.atomic
def report(staff: User, *, by: User) -> list[Absence]:
    """Note that `staff` is away for the rest of today, in every team, and return the absences.

    From now, when they have been at work already. A repeat changes nothing and tells nobody. The
    leader who is at work and those on call are told at once, once, and never `by`. What they answer
    for goes to another who is at work, where somebody is. Raises RuleBroken for who works nowhere.
    """
    User.objects.select_for_update(no_key=True).get(pk=staff.pk)
    if there := list(_of_today(staff)):
        return there
    theirs = Team.objects.of(staff, PLANNING).values("pk")
    own = Team.objects.filter(pk__in=theirs).order_by("pk")
    teams = list(own.select_for_update(no_key=True))  # whoever lends somebody points at the team
    if not teams:
        raise RuleBroken(_("Velg noen som jobber i teamet."))
    today = timezone.localdate()
    away = [
        availability.add_absence(
            team, staff=staff, deputy=_deputy(team, staff), by=by,
            first_day=today, last_day=today, from_clock=_from(staff), is_at_once=True,
        )
        for team in teams
    ]  # fmt: skip
    concerned = list(shifts_of_today(staff))
    for user, known in _who_must_know(staff, teams, but=by).items():
        of_theirs = [one.session for one in concerned if one.session.team_id in known]
        _tell(user, staff, of_theirs, away[0])
        for session in of_theirs:
            shift_notices.has_heard(session, user)
    return away


@transaction.atomic
def take_back(staff: User, *, by: User) -> int:
    """«Jeg kan likevel»: take back what was noted today; return how many. Repeatable.

    Planned leave stays, and what `by` does not plan for. What a colleague has taken meanwhile stays
    theirs. Who was told of the absence hears of this.
    """
    User.objects.select_for_update(no_key=True).get(pk=staff.pk)
    rows = list(noted_today(staff, by=by))
    urgent = any(cover_asks.is_urgent(one.session) for one in shifts_of_today(staff))
    for away in rows:
        availability.remove_absence(away)
    if not rows:
        return 0
    for user in _who_must_know(staff, [one.team for one in rows], but=by):
        outbox.queue(
            key=f"back-today:{rows[0].pk}:{user.pk}",
            user=user,
            subject=lambda: _("Tilbake i dag"),
            body=lambda: _("%(name)s kan jobbe i dag likevel.") % {"name": staff},
            urgent=urgent,
        )
    return len(rows)


def noted_today(staff: User, *, by: User) -> Any:
    """Return what was noted today of today alone, in every team of one's own, or where `by` plans.

    Leave from an earlier day was planned, and is no report.
    """
    today = timezone.localdate()
    rows = _of_today(staff).filter(first_day=today, last_day=today, created_at__gte=midnight(today))
    return rows if by == staff else rows.filter(team__in=Team.objects.of(by, PLANNING))


def is_reported(staff: User) -> bool:
    """Tell whether the rest of today is noted as away for `staff`. One query."""
    return _of_today(staff).exists()


def shifts_of_today(staff: User) -> Any:
    """Return what `staff` was to work in the rest of today, and is away from, the nearest first."""
    now = timezone.now()
    away = Shift.objects.with_presence().filter(is_there=False)  # type: ignore[misc] # annotated
    return (
        away.filter(
            staff=staff,
            session__state=Session.State.PUBLISHED,
            session__ends_at__gt=now,
            session__starts_at__lt=midnight(timezone.localdate() + timedelta(days=1)),
        )
        .select_related("session__activity", "session__place", "session__team", "staff")
        .order_by("session__starts_at", "pk")
    )


def _of_today(staff: User) -> Any:
    """Return what says that `staff` is away from now, or from the morning, until midnight."""
    tomorrow = midnight(timezone.localdate() + timedelta(days=1))
    found = Absence.objects.filter(staff=staff, starts_at__lte=timezone.now())
    return found.filter(ends_at__gte=tomorrow).select_related("team").order_by("pk")


def _from(staff: User) -> time | None:
    """Return the clock when they have begun a session today; None is the whole day."""
    now = timezone.now()
    began = Shift.objects.working().filter(
        staff=staff,
        session__state__in=(Session.State.PUBLISHED, Session.State.CLOSED),
        session__starts_at__lte=now,
        session__ends_at__gt=midnight(timezone.localdate()),
    )
    if not began.exists():
        return None
    return timezone.localtime(now).time().replace(second=0, microsecond=0)


def _deputy(team: Team, staff: User) -> User | None:
    """Return who answers for a leader: the team's deputy, else another, there all day; or None.

    Who is there in an hour, or leaves at three, cannot answer for the rest of the day.
    """
    leads = Membership.objects.active().filter(team=team, user=staff, role__in=LEADING)
    if not leads.exists():
        return None
    tomorrow = midnight(timezone.localdate() + timedelta(days=1))
    away = Absence.objects.during(timezone.now(), tomorrow).values("staff")
    there = Membership.objects.planning().filter(team=team).exclude(user__in=away)
    at_work = there.exclude(user=staff).select_related("user").order_by("pk")
    named = at_work.filter(
        user__in=TeamSafety.objects.filter(team=team, deputy__isnull=False).values("deputy")
    )
    found = named.first() or at_work.filter(role__in=LEADING).first() or at_work.first()
    return found.user if found else None


def _who_must_know(staff: User, teams: list[Team], *, but: User) -> dict[User, set[int]]:
    """Return each who is told, with their teams: the leader at work, and who is on call today."""
    known: dict[User, set[int]] = defaultdict(set)
    not_told = {staff.pk, but.pk, *assignees.away_today()}
    now, tomorrow = timezone.now(), midnight(timezone.localdate() + timedelta(days=1))
    for team in teams:
        watches = OnCall.objects.of_team(team).filter(starts_at__lt=tomorrow, ends_at__gt=now)
        on_call = [one.staff for one in watches.select_related("staff").order_by("starts_at", "pk")]
        for user in (assignees.assignee_in(team, unlike=[staff.pk]), *on_call):
            if user is not None and user.pk not in not_told:
                known[user].add(team.pk)
    return known


def _tell(user: User, staff: User, sessions: list[Session], away: Absence) -> None:
    def body() -> str:
        lines = [_("%(name)s er borte i dag.") % {"name": staff}]
        lines += [
            _("Vakt: %(when)s, %(place)s.")
            % {"when": cover_asks.when(session), "place": session.place}
            for session in sessions
        ]
        page = cover_asks.link("staff:cover", staff.pk)
        return "\n".join([*lines, _("Se hvem som kan: %(page)s") % {"page": page}])

    outbox.queue(
        key=f"away-today:{away.pk}:{user.pk}",
        user=user,
        subject=lambda: _("Borte i dag"),
        body=body,
        urgent=any(cover_asks.is_urgent(session) for session in sessions),
    )
