"""The escalation after an off-site session: remind, ask the leader, ask the deputy, a card for 112.

Every member of staff reports «alt i orden» for themselves, also in public places and when
several went. Steps are counted from the session's end in UTC, so a change of the clock moves
none. A timer that was stopped takes every step that it missed at its next run, in order; after a
day nobody is rung in the middle of something else, and the leader gets one task about all of them
(`not_home_long_ago`). Reir reminds and shows; it is no alarm (rules.md#staff-come-home).
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import LEADING, Membership, Team, User
from activities.models import Absence, EscalationStep, OnCall, Shift, TeamSafety
from activities.models.staffing.shift import ESCALATION_LASTS, gone
from activities.staffing import assignees
from core.dates import day_and_clock
from core.text import phone_in_words
from notices import outbox, waiting_states

AFTER = {
    EscalationStep.Step.REMIND: timedelta(minutes=0),
    EscalationStep.Step.LEADER: timedelta(minutes=15),
    EscalationStep.Step.DEPUTY: timedelta(minutes=30),
    EscalationStep.Step.POLICE: timedelta(minutes=45),
}
"""How long after the session's end each step is taken (rules.md#staff-come-home)."""
SAYS: dict[str, Any] = {
    EscalationStep.Step.REMIND: gettext_lazy(
        "Økta er slutt. Meld «alt i orden» når du er trygt ferdig."
    ),
    EscalationStep.Step.LEADER: gettext_lazy("%(name)s har ikke meldt «alt i orden». Ring og hør."),
    EscalationStep.Step.DEPUTY: gettext_lazy("%(name)s har fortsatt ikke meldt. Ring og hør."),
    EscalationStep.Step.POLICE: gettext_lazy(
        "%(name)s har ikke meldt på 45 minutter. Ring. Kortet til 112 ligger i Reir."
    ),
}


def escalate() -> int:
    """Take every step that has come; return how many. Any number of timers may run at once."""
    now = timezone.now()
    ended = Shift.objects.not_home(at=now).filter(session__ends_at__gt=now - ESCALATION_LASTS)
    return sum(
        _take(shift, step)
        for shift in _longest_first(ended)
        for step, after in AFTER.items()
        if shift.session.ends_at + after <= now
        and step not in {taken.step for taken in shift.escalation_steps.all()}
    )


def still_out(team: Team) -> "list[Shift]":
    """Return the open duties of `team` that have begun, ended or not, who waits longest first.

    Who is out now stands here too: whom one worries about need not be late.
    """
    return list(_longest_first(Shift.objects.out(at=timezone.now()).filter(session__team=team)))


def _longest_first(shifts: QuerySet[Shift]) -> QuerySet[Shift]:
    """Read `shifts` with what is said of them, who waits longest first."""
    return (
        shifts.select_related("session__team", "session__place", "session__activity", "staff")
        .prefetch_related("escalation_steps")
        .order_by("session__ends_at", "pk")
    )


@transaction.atomic
def _take(shift: Shift, step: str) -> bool:
    """Take one step, once: the row of the shift is the lock."""
    row = Shift.objects.select_for_update(of=("self",)).get(pk=shift.pk)
    if row.all_clear_at is not None:
        return False
    _step, is_new = EscalationStep.objects.get_or_create(shift=row, step=step)
    if not is_new:
        return False
    for user in _whom(shift, step):
        _tell(user, shift, step)
    if step == EscalationStep.Step.LEADER:
        waiting_states.refresh("not_home", row)
    return True


def _whom(shift: Shift, step: str) -> list[User]:
    """Return who hears of a step. Who is out themselves is never the one who is asked."""
    if step == EscalationStep.Step.REMIND:
        return [shift.staff]
    leaders, deputies = _leaders(shift), _deputies(shift)
    if step == EscalationStep.Step.LEADER:
        return leaders or deputies or _anybody(shift)
    if step == EscalationStep.Step.DEPUTY:
        return deputies or leaders or _anybody(shift)
    duties = OnCall.objects.at(timezone.now()).of_team(shift.session.team)
    watch = [duty.staff for duty in duties.select_related("staff")]
    return _unlike(shift, [*leaders, *deputies, *watch]) or _anybody(shift)


def _leaders(shift: Shift) -> list[User]:
    """Return the team's leaders who are at work now; without one, the deputies."""
    leaders = (
        Membership.objects.active()
        .filter(team=shift.session.team, role__in=LEADING, user__is_active=True)
        .exclude(user__in=Absence.objects.now().values("staff"))
        .select_related("user")
        .order_by("pk")
    )
    return _unlike(shift, [one.user for one in leaders]) or _deputies(shift)


def _deputies(shift: Shift) -> list[User]:
    """Return the team's deputy and whoever stands in for a leader who is away: who is at work."""
    today = Absence.objects.on(timezone.localdate())
    away = Absence.objects.now().values("staff")
    found = [
        one.deputy
        for rows in (TeamSafety.objects.all(), today)
        for one in rows.filter(team=shift.session.team, deputy__isnull=False)
        .exclude(gone("deputy"))
        .exclude(deputy__in=away)
        .select_related("deputy")
    ]
    return _unlike(shift, found)


def _anybody(shift: Shift) -> list[User]:
    """Return one colleague who is asked when nobody who leads is at work."""
    found = assignees.assignee_in(shift.session.team, unlike=[shift.staff_id])
    return [found] if found else []


def _unlike(shift: Shift, users: Iterable[User | None]) -> list[User]:
    """Return `users` once each, without whoever it is about."""
    return list({user.pk: user for user in users if user and user.pk != shift.staff_id}.values())


def _tell(user: User, shift: Shift, step: str) -> None:
    outbox.queue(
        key=f"ladder:{shift.pk}:{shift.session.ends_at:%Y%m%dT%H%M}:{step}:{user.pk}",
        user=user,
        subject=lambda: _("Meld alt i orden"),
        body=lambda: SAYS[step] % {"name": shift.staff.first_name or str(shift.staff)},
        urgent=True,
    )


def words_for_the_police(shift: Shift) -> list[str]:
    """Return what to read to 112, one sentence each: a colleague and a place, no participant."""
    session = shift.session
    ends = _("Jobben der skulle være ferdig %(day)s klokka %(clock)s.")
    if session.ends_at > timezone.now():
        ends = _("Jobben der skal være ferdig %(day)s klokka %(clock)s.")
    return [
        _("Jeg ringer fra %(team)s. Vi får ikke tak i en kollega.") % {"team": session.team.name},
        _("Navnet er %(name)s. Telefon %(phone)s.")
        % {"name": shift.staff, "phone": phone_in_words(shift.staff.phone) or "–"},
        _("Stedet er %(where)s.") % {"where": session.place.where},
        ends % day_and_clock(session.ends_at),
    ]
