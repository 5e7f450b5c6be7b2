"""What we promise, keep: the activities' acts and the money that follows, in one transaction.

The doors call these instead of `activities.sessions` and `activities.attendance`, which do not
know that money exists (DESIGN §2). Locks: session, then budget, then the voucher counter.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from activities import attendance, guests, sessions, works
from activities.models import Attendance, CareVisit, CoOrganiser, Guest, Session, SignUp, Work
from core.errors import RuleBroken
from notices import tasks
from notices.models import Task
from participants.models import Participant
from payouts import budgets, ledger, thresholds
from payouts.models import Earning, Rate, Reservation
from payouts.models.rate import Reason
from payouts.thresholds import Standing

EXPECTED_AT_DROP_IN = 12
"""How many honoraria are set aside for a session without a number of places."""


@dataclass(frozen=True)
class Recorded:
    """That somebody took part, and the honorarium that it promised (None: nothing was promised).

    `co_organising` is the one for helping to make the activity, when they do.
    """

    attendance: Attendance
    earning: Earning | None
    co_organising: Earning | None = None


def offer(session: Session, *, by: User | None) -> Session:
    """Publish `session` with its honorarium reserved. A repeat changes nothing.

    Raises RuleBroken when the activity promises money and no budget has enough left.
    """
    with transaction.atomic():
        row = sessions.locked(session)
        if row.state == Session.State.DRAFT:
            rate = Rate.objects.on(row.activity, day=timezone.localdate(row.starts_at))
            if rate:
                count = EXPECTED_AT_DROP_IN if row.places is None else row.places
                budgets.reserve(row, rate_ore=rate.ore, count=count)
        return sessions.publish(row, by=by)


def record(
    session: Session, *, participant: Participant, by: User, at: datetime | None = None
) -> Recorded:
    """Record taking part and promise the honorarium. A repeat changes nothing.

    Taking part is recorded always; when the budget has no more, nothing is promised and the
    leader gets a task (DESIGN §1.4). After the session is closed the honorarium is approved at
    once, like the others'. `at` is when it was tapped on a telephone without signal.
    """
    with transaction.atomic():
        row = sessions.locked(session)
        fact = attendance.record(row, participant=participant, by=by, at=at)
        earning = _promise(row, participant=participant, reason=Reason.TOOK_PART)
        organising = _promise_organiser(row, fact=fact)
        if row.state == Session.State.CLOSED:
            for one in filter(None, (earning, organising)):
                ledger.approve(one, by=by)
                one.refresh_from_db()
    return Recorded(attendance=fact, earning=earning, co_organising=organising)


def take_back(
    session: Session, *, participant: Participant, by: User, at: datetime | None = None
) -> Earning | None:
    """Undo a tap that was a mistake, and its promise.

    Returns the honorarium when it has been approved: it stays, our mistake is never claimed back
    (DESIGN §1.4).
    """
    with transaction.atomic():
        row = sessions.locked(session)
        attendance.take_back(row, participant=participant, by=by, at=at)
        honorarium = Earning.objects.filter(
            session=row,
            participant=participant,
            reason__in=(Reason.TOOK_PART, Reason.CO_ORGANISING),
        ).order_by("pk")
        honorarium.filter(state=Earning.State.PROMISED).update(
            state=Earning.State.TAKEN_BACK, changed_at=timezone.now()
        )
    return honorarium.filter(state=Earning.State.APPROVED).first()


def guest_became(guest: Guest, *, participant: Participant, by: User) -> Recorded:
    """Say who a guest is: their taking part and its honorarium are the participant's from now on.

    Nothing is lost when the session is closed. A repeat changes nothing.
    """
    with transaction.atomic():
        session = sessions.locked(guest.session)
        guests.attach(guest, participant=participant, by=by)
        return record(session, participant=participant, by=by)


def care(
    work: Work, *, care: str, by: User | None = None, participant: Participant | None = None
) -> CareVisit:
    """Record that somebody looked after `work`; a steward's visit is honoured, once a day.

    The honorarium is the activity's rate for care visits on the day, approved at once. When no
    budget has enough left, the visit stands and the leader gets a task (DESIGN §1.4).
    """
    with transaction.atomic():
        visit = works.care(work, care=care, by=by, participant=participant)
        if participant and participant.pk == work.steward_id:
            _honour_visit(visit, steward=participant, by=by)
    return visit


def _honour_visit(visit: CareVisit, *, steward: Participant, by: User | None) -> None:
    work, day = visit.work, timezone.localdate(visit.visited_at)
    rate = Rate.objects.on(work.activity, day=day, reason=Reason.CARE_VISIT)
    same_day = Earning.objects.filter(
        participant=steward, care_visit__work=work, care_visit__visited_at__date=day
    )
    if rate is None or same_day.exists():
        return
    reservation = budgets.reserve_visit(visit, rate_ore=rate.ore)
    if reservation is None:
        tasks.ask(
            key=f"find-money:care:{visit.pk}",
            team=work.team,
            kind=Task.Kind.FIND_MONEY,
            participant=steward,
            text=_("Budsjettet er brukt opp. Finn penger til ett honorar for tilsyn med %(work)s.")
            % {"work": work},
        )
        return
    earning = Earning.objects.create(
        participant=steward,
        reason=Reason.CARE_VISIT,
        care_visit=visit,
        reservation=reservation,
        ore=rate.ore,
    )
    ledger.approve(earning, by=by)


def close(session: Session, *, by: User) -> Session:
    """Finish `session`: approve what it promised, give back what it did not use."""
    with transaction.atomic():
        row = sessions.close(session, by=by)
        _settle(row, by=by)
    return row


def cancel(session: Session, *, reason: str, by: User) -> Session:
    """Cancel `session`. Those who were coming keep the promised honorarium, approved at once."""
    with transaction.atomic():
        before = sessions.locked(session)
        if before.state == Session.State.PUBLISHED and guests.took_part_count(before):
            raise RuleBroken(_("Noen har vært med. Gjør økten ferdig i stedet."))
        row = sessions.cancel(before, reason=reason, by=by)
        if row.state == Session.State.CANCELLED:
            coming = row.signups.filter(state=SignUp.State.COMING).select_related("participant")
            for signup in coming:
                _promise(row, participant=signup.participant, reason=Reason.CANCELLED_BY_US)
            _settle(row, by=by)
    return row


def honorarium_of(some: Iterable[Session]) -> dict[int, int]:
    """Return {session id: øre promised for taking part}, in one query, for those that promise."""
    rows = Reservation.objects.filter(session__in=[one.pk for one in some])
    return dict(rows.values_list("session_id", "rate_ore"))


def can_promise_one_more(session: Session) -> bool:
    """Tell whether one more at `session` can be honoured: staff see it before the tap.

    A page fetches `reservation__budget` with the session, and may bring `live_earnings`, their
    number.
    """
    reservation: Reservation | None = getattr(session, "reservation", None)
    if reservation is None:
        return True
    used = getattr(session, "live_earnings", None)
    if used is None:
        used = _used(session)
    return used < reservation.count or reservation.budget.free_ore >= reservation.rate_ore


def accrue() -> int:
    """Promise the honorarium of every fact that has none yet; return how many were made.

    Repeatable: it finds what was recorded before the money was there, approves what belongs to
    a closed session, and touches nothing else.
    """
    made = 0
    for fact in _facts_without(Reason.TOOK_PART):
        with transaction.atomic():
            row = sessions.locked(fact.session)
            earning = _promise(row, participant=fact.participant, reason=Reason.TOOK_PART)
            made += _approve_when_closed(row, earning)
    for fact in _facts_without(Reason.CO_ORGANISING).filter(_by_an_organiser()):
        with transaction.atomic():
            row = sessions.locked(fact.session)
            made += _approve_when_closed(row, _promise_organiser(row, fact=fact))
    return made


def _facts_without(reason: str) -> QuerySet[Attendance]:
    promised = Earning.objects.live().filter(
        session=OuterRef("session"), participant=OuterRef("participant"), reason=reason
    )
    return (
        Attendance.objects.filter(
            ~Exists(promised), ~Exists(_forgotten()), session__reservation__isnull=False
        )
        .select_related("session", "participant")
        .order_by("pk")
    )


def _by_an_organiser() -> Exists:
    """Keep the facts of those who already helped to make the activity when it was recorded."""
    return Exists(
        CoOrganiser.objects.filter(
            activity=OuterRef("session__activity"),
            participant=OuterRef("participant"),
            created_at__lte=OuterRef("recorded_at"),
        )
    )


def _approve_when_closed(session: Session, earning: Earning | None) -> int:
    if earning and session.state == Session.State.CLOSED:
        ledger.approve(earning, by=None)
    return 1 if earning else 0


def _forgotten() -> QuerySet[Earning]:
    """Return the honoraria of an outer row's session whose owners the books have forgotten.

    Who has been honoured for such a session is not known any more: nothing new is promised on it.
    """
    return Earning.objects.filter(session=OuterRef("session"), participant__isnull=True)


def _reserved(session: Session) -> Reservation | None:
    """Return what `session` has reserved, locked; None when nothing can be promised on it."""
    rows = Reservation.objects.select_for_update()
    return rows.filter(~Exists(_forgotten()), session=session).first()


def _promise(session: Session, *, participant: Participant, reason: str) -> Earning | None:
    """Return the live earning for the fact, made within the reservation or by extending it."""
    reservation = _reserved(session)
    if reservation is None:
        return None
    earning = Earning.objects.filter(
        session=session, participant=participant, reason=reason
    ).first()
    if earning and earning.state != Earning.State.TAKEN_BACK:
        return earning
    if stop := thresholds.stops(session, participant=participant, ore=reservation.rate_ore):
        _ask_about_threshold(session, participant=participant, stop=stop)
        return None
    if _used(session) >= reservation.count and not budgets.extend(reservation):
        _ask_leader_for_money(session, participant=participant)
        return None
    fresh = Earning(session=session, participant=participant, reason=reason)
    return _made(earning or fresh, reservation=reservation, ore=reservation.rate_ore)


def _promise_organiser(session: Session, *, fact: Attendance) -> Earning | None:
    """Return the live earning of `fact`'s participant for helping to make the activity.

    None when they do not, or the activity has no rate for it. What is set aside is extended in
    the same transaction, beside the flat rate.
    """
    if not Attendance.objects.filter(_by_an_organiser(), pk=fact.pk).exists():
        return None
    day = timezone.localdate(session.starts_at)
    rate = Rate.objects.on(session.activity, day=day, reason=Reason.CO_ORGANISING)
    reservation = _reserved(session)
    if rate is None or reservation is None:
        return None
    participant = fact.participant
    earning = Earning.objects.filter(
        session=session, participant=participant, reason=Reason.CO_ORGANISING
    ).first()
    if earning and earning.state != Earning.State.TAKEN_BACK:
        return earning
    if stop := thresholds.stops(session, participant=participant, ore=rate.ore):
        _ask_about_threshold(session, participant=participant, stop=stop)
        return None
    lacking = _used_extra(session) + rate.ore - reservation.extra_ore
    if lacking > 0 and not budgets.extend_by(reservation, ore=lacking):
        _ask_leader_for_money(session, participant=participant)
        return None
    fresh = Earning(session=session, participant=participant, reason=Reason.CO_ORGANISING)
    return _made(earning or fresh, reservation=reservation, ore=rate.ore)


def _made(earning: Earning, *, reservation: Reservation, ore: int) -> Earning:
    earning.reservation = reservation
    earning.ore = ore
    earning.state = Earning.State.PROMISED
    earning.save()
    return earning


def _used(session: Session) -> int:
    """Return how many honoraria at the flat rate are promised."""
    return session.earnings.live().exclude(reason=Reason.CO_ORGANISING).count()


def _used_extra(session: Session) -> int:
    """Return the øre promised beside the flat rate."""
    return session.earnings.live().filter(reason=Reason.CO_ORGANISING).total()


def _settle(session: Session, *, by: User | None) -> None:
    """Approve the session's live earnings and release what is left of its reservation."""
    promised = session.earnings.filter(state=Earning.State.PROMISED)
    ledger.approve_many(promised.values_list("pk", flat=True), by=by)
    reservation = Reservation.objects.filter(session=session).first()
    if reservation:
        budgets.release(reservation, used=_used(session), extra_ore=_used_extra(session))


def _ask_about_threshold(session: Session, *, participant: Participant, stop: Standing) -> None:
    tasks.ask(
        key=f"threshold-stop:{session.pk}:{participant.pk}",
        team=session.team,
        kind=Task.Kind.FIND_MONEY,
        participant=participant,
        text=_(
            "Vi har avtalt å stoppe før «%(threshold)s». Honoraret på %(session)s er ikke lovet."
        )
        % {"threshold": stop.threshold.name, "session": session.name},
    )


def _ask_leader_for_money(session: Session, *, participant: Participant) -> None:
    tasks.ask(
        key=f"find-money:{session.pk}:{participant.pk}",
        team=session.team,
        kind=Task.Kind.FIND_MONEY,
        participant=participant,
        text=_("Budsjettet er brukt opp. Finn penger til ett honorar til på %(session)s.")
        % {"session": session.name},
    )
