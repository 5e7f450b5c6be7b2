"""What we promise, keep: the activities' acts and the money that follows, in one transaction.

The portals call these instead of `activities.planning.sessions` and
`activities.taking_part.attendance`, which do not know that money exists (rules.md#money-follows).
Whether there is money for an honorarium, or it waits, is decided in `payouts.earnings.funding`.
Locks: session, then budget, then the voucher counter.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from activities.models import Attendance, CareVisit, Guest, Session, SignUp, Work
from activities.planning import sessions
from activities.taking_part import attendance, guests
from activities.works import works
from core.errors import RuleBroken
from core.hidden_fields import must_be_unchanged
from participants.models import Participant
from payouts import session_rates
from payouts.budgets import reservations
from payouts.earnings import approval, funding
from payouts.models import Earning, Reservation
from payouts.models.rate import Reason


@dataclass(frozen=True)
class Recorded:
    """That somebody took part, and the honorarium for it (None: the session promises nothing).

    `co_organising` is the one for helping to make the activity, when they do. UNFUNDED is what
    there is no money for yet.
    """

    attendance: Attendance
    earning: Earning | None
    co_organising: Earning | None = None


def offer(session: Session, *, by: User | None, shown: str | None = None) -> Session:
    """Publish `session` with its honorarium reserved. A repeat changes nothing.

    Raises RuleBroken when the activity promises money and no budget has enough left, and Changed
    when it would set aside another sum than was shown.
    """
    with transaction.atomic():
        row = sessions.locked(session)
        if row.state == Session.State.DRAFT:
            must_be_unchanged(shown, row.pk, needed([row])[row.pk])
            if ore := session_rates.of(row):
                reservations.reserve(row, rate_ore=ore, count=row.expected_count)
        return sessions.publish(row, by=by)


def draw_back(session: Session, *, by: User) -> Session:
    """Let an open session be a draft again (`activities.planning.sessions.draw_back`).

    What was set aside for it is given back. A repeat changes nothing. Raises RuleBroken.
    """
    with transaction.atomic():
        row = sessions.draw_back(session, by=by)
        reservations.give_back(row)
    return row


def needed(drafts: Iterable[Session]) -> dict[int, int]:
    """Return {session id: øre that opening it sets aside} for `drafts`; two queries."""
    found = list(drafts)
    ore = session_rates.of_many(found)
    return {one.pk: ore[one.pk] * one.expected_count for one in found}


def record(
    session: Session, *, participant: Participant, by: User, at: datetime | None = None
) -> Recorded:
    """Record taking part and promise the honorarium. A repeat changes nothing.

    Taking part is recorded always; when the budget has no more, the honorarium is UNFUNDED and the
    leader gets a task (rules.md#keep-promises). After the session is closed the honorarium is
    approved at once, like the others'. `at` is when it was tapped on a phone that was offline.
    """
    with transaction.atomic():
        fact = attendance.record(session, participant=participant, by=by, at=at)
        row = fact.session  # the verb locked it
        earning = funding.promise(row, participant=participant, reason=Reason.TOOK_PART)
        organising = funding.promise_organiser(row, fact=fact)
        if row.state == Session.State.CLOSED:
            for one in (earning, organising):
                if one and one.is_funded:
                    approval.approve_many([one.pk], by=by)
                    one.refresh_from_db()
    return Recorded(attendance=fact, earning=earning, co_organising=organising)


def reverse(
    session: Session, *, participant: Participant, by: User, at: datetime | None = None
) -> Earning | None:
    """Undo a tap that was a mistake, and its promise.

    Returns the honorarium when it has been approved: it stays, our mistake is never claimed back
    (rules.md#keep-promises).
    """
    with transaction.atomic():
        row = sessions.locked(session)
        attendance.reverse(row, participant=participant, by=by, at=at)
        honorarium = Earning.objects.filter(
            session=row,
            participant=participant,
            reason__in=(Reason.TOOK_PART, Reason.CO_ORGANISING),
        ).order_by("pk")
        honorarium.filter(state__in=(Earning.State.PROMISED, Earning.State.UNFUNDED)).update(
            state=Earning.State.REVERSED, held_by="", threshold=None, changed_at=timezone.now()
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
    budget has enough left, it is UNFUNDED and the leader gets a task (rules.md#keep-promises).
    """
    with transaction.atomic():
        visit = works.care(work, care=care, by=by, participant=participant)
        if participant and participant.pk == work.steward_id:
            funding.honour_visit(visit, steward=participant, by=by)
    return visit


def care_sums(some: Iterable[Work], *, participant: Participant) -> dict[int, int]:
    """Return {work id: øre} that a tap on `care` would promise `participant` now."""
    return funding.would_honour(some, steward=participant)


def reverse_care(
    visit: CareVisit, *, by: User | None = None, participant: Participant | None = None
) -> int:
    """Undo a visit that was tapped by mistake, and its honorarium; return the øre reversed.

    By whoever tapped it, `by` or `participant`, within the quarter of an hour of one tap. With an
    honorarium in the books the visit stays, of nobody. A repeat changes nothing.
    """
    with transaction.atomic():
        row = CareVisit.objects.select_for_update(of=("self",)).filter(pk=visit.pk).first()
        if row is None or (row.participant_id is None and hasattr(row, "earning")):
            return 0
        own = row.participant_id if by is None else None
        if row.recorded_by_id != (by.pk if by else None) or own != (
            participant.pk if participant else None
        ):
            raise RuleBroken(_("Bare den som skrev det, kan angre det."))
        if row.visited_at < timezone.now() - works.SAME_TAP:
            raise RuleBroken(_("Det er en stund siden. Si fra til lederen, så retter vi det."))
        ore = funding.reverse_visit(row, by=by)
        if hasattr(row, "earning"):
            row.participant = None
            row.save(update_fields=["participant"])
        else:
            row.delete()
    return ore


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
            raise RuleBroken(_("Noen har vært med. Gjør økta ferdig i stedet."))
        row = sessions.cancel(before, reason=reason, by=by)
        if row.state == Session.State.CANCELLED:
            coming = row.signups.filter(state=SignUp.State.COMING).select_related("participant")
            for signup in coming:
                funding.promise(row, participant=signup.participant, reason=Reason.CANCELLED_BY_US)
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
        used = funding.count_at_flat_rate(session)
    return used < reservation.count or reservation.budget.free_ore >= reservation.rate_ore


def _settle(session: Session, *, by: User | None) -> None:
    """Approve the session's live earnings and release what is left of its reservation."""
    promised = session.earnings.filter(state=Earning.State.PROMISED)
    approval.approve_many(promised.values_list("pk", flat=True), by=by)
    reservation = Reservation.objects.filter(session=session).first()
    if reservation:
        reservations.release(
            reservation,
            used=funding.count_at_flat_rate(session),
            extra_ore=funding.extra_ore(session),
        )
