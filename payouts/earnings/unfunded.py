"""Promising afterwards what could not be promised at once."""

from collections.abc import Iterable
from typing import TypeVar, cast

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from activities.models import Attendance, CareVisit, Session, SignUp, Work
from activities.planning import sessions
from notices import tasks
from notices.models import Task
from participants.models import Participant
from payouts.earnings import approval, honoraria
from payouts.earnings.honoraria import FIND_MONEY, STOPPED, of_session, of_visit
from payouts.models import Earning
from payouts.models.rate import Reason

F = TypeVar("F", Attendance, SignUp)
ASKED = Q(key__startswith=f"{FIND_MONEY}:") | Q(key__startswith=f"{STOPPED}:")


def fund_waiting() -> int:
    """Promise the honorarium of every fact that has none yet; return how many were made.

    Idempotent: it finds what was recorded, cancelled by us, or cared for by a steward before the
    money was there, approves what is over, and touches nothing else. Whoever was asked to find
    the money has that task done by itself.
    """
    made = 0
    for fact in _took_part():
        with transaction.atomic():
            row = sessions.locked(fact.session)
            earning = honoraria.promise(row, participant=fact.participant, reason=Reason.TOOK_PART)
            made += _approve_when_over(row, earning)
    for fact in _organised():
        with transaction.atomic():
            row = sessions.locked(fact.session)
            made += _approve_when_over(row, honoraria.promise_organiser(row, fact=fact))
    for signup in _cancelled():
        with transaction.atomic():
            row = sessions.locked(signup.session)
            earning = honoraria.promise(
                row, participant=signup.participant, reason=Reason.CANCELLED_BY_US
            )
            made += _approve_when_over(row, earning)
    for visit in _visits():
        with transaction.atomic():
            Work.objects.select_for_update().get(pk=visit.work_id)
            steward = cast(Participant, visit.participant)  # _visits keeps no other
            made += honoraria.honour_visit(visit, steward=steward, by=None)
    _close_tasks()
    return made


# --- What has no honorarium yet -----------------------------------------------------
def _took_part() -> QuerySet[Attendance]:
    return _without(Attendance.objects.all(), reason=Reason.TOOK_PART)


def _organised() -> QuerySet[Attendance]:
    helped = honoraria.organisers(
        activity=OuterRef("session__activity"),
        participant=OuterRef("participant"),
        at=OuterRef("recorded_at"),
    )
    return _without(Attendance.objects.filter(Exists(helped)), reason=Reason.CO_ORGANISING)


def _cancelled() -> QuerySet[SignUp]:
    """Return those who were coming to what we cancelled."""
    coming = SignUp.objects.filter(
        state=SignUp.State.COMING, session__state=Session.State.CANCELLED
    )
    return _without(coming, reason=Reason.CANCELLED_BY_US)


def _without(facts: QuerySet[F], *, reason: str) -> QuerySet[F]:
    """Keep the facts of sessions that promise money whose person has none for `reason`."""
    promised = Earning.objects.live().filter(
        session=OuterRef("session"), participant=OuterRef("participant"), reason=reason
    )
    return (
        facts.filter(
            ~Exists(promised), ~Exists(honoraria.forgotten()), session__reservation__isnull=False
        )
        .select_related("session", "participant")
        .order_by("pk")
    )


def _visits() -> list[CareVisit]:
    """Return the stewards' visits that were not honoured for want of money, or by a stop.

    A work keeps no history of its stewards. What is known is the task that was written on the
    day: the visit was a steward's, and there was a rate. A visit without one is let be.
    """
    asked = Task.objects.filter(ASKED, key__contains=":care:", kind=Task.Kind.FIND_MONEY)
    numbers = [int(key.rpartition(":")[2]) for key in asked.values_list("key", flat=True)]
    if not numbers:
        return []
    visits = CareVisit.objects.filter(pk__in=numbers, earning=None, participant__isnull=False)
    return list(visits.select_related("work__activity", "work__team", "participant").order_by("pk"))


def _approve_when_over(session: Session, earning: Earning | None) -> int:
    if earning and session.state in (Session.State.CLOSED, Session.State.CANCELLED):
        approval.approve(earning, by=None)
    return 1 if earning else 0


def _close_tasks() -> None:
    """Close what was asked about an honorarium that nobody is waiting for any more."""
    keys = set(
        Task.objects.open().filter(ASKED, kind=Task.Kind.FIND_MONEY).values_list("key", flat=True)
    )
    if not keys:
        return
    facts: list[Iterable[Attendance | SignUp]] = [_took_part(), _organised(), _cancelled()]
    waiting = {of_session(row.session_id, row.participant_id) for rows in facts for row in rows}
    waiting |= {of_visit(visit.pk) for visit in _visits()}
    tasks.close(key for key in keys if key.partition(":")[2] not in waiting)
