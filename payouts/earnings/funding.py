"""Promising one honorarium: within what is set aside, or by setting aside one more.

Promising always gives a row. What there is no money for, or what was stopped before a threshold,
is UNFUNDED; `payouts.waits` asks about it, and `payouts.earnings.unfunded` funds it. The caller
holds the lock of the session or the work.
"""

from collections.abc import Iterable
from datetime import date
from typing import cast

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from activities.models import Attendance, CareVisit, CoOrganiser, Session, Work
from core.errors import RuleBroken
from ledger import posting
from ledger.models import Entry
from notices import waiting_states
from participants.models import Participant
from payouts import thresholds
from payouts.budgets import reservations
from payouts.earnings import approval
from payouts.models import Earning, Payout, Rate, Reservation
from payouts.models.earning import WAITING
from payouts.models.rate import Reason


def promise(session: Session, *, participant: Participant, reason: str) -> Earning | None:
    """Return the earning for the fact, made within the reservation or by extending it.

    Without money it is UNFUNDED. None when `session` promises nothing.
    """
    reservation = _reserved(session)
    if reservation is None:
        return None
    return _promise(reservation, session, participant, reason=reason, ore=reservation.rate_ore)


def promise_organiser(session: Session, *, fact: Attendance) -> Earning | None:
    """Return the earning of `fact`'s participant for helping to make the activity.

    None when they did not yet, or the activity has no rate for it. What is set aside is extended
    in the same transaction, beside the flat rate.
    """
    helped = CoOrganiser.objects.filter(
        activity=session.activity_id,
        participant=fact.participant_id,
        created_at__lte=fact.recorded_at,
    )
    if not helped.exists():
        return None
    day, reason = timezone.localdate(session.starts_at), Reason.CO_ORGANISING
    rate = Rate.objects.on(session.activity, day=day, reason=reason)
    reservation = _reserved(session)
    if rate is None or reservation is None:
        return None
    return _promise(reservation, session, fact.participant, reason=reason, ore=rate.ore)


def forgotten() -> QuerySet[Earning]:
    """Return the honoraria of an outer row's session whose owners the books have forgotten.

    Who has been honoured for such a session is not known any more: nothing new is promised on it.
    """
    return Earning.objects.filter(session=OuterRef("session"), participant__isnull=True)


def _reserved(session: Session) -> Reservation | None:
    """Return what `session` has reserved, locked; None when nothing can be promised on it."""
    rows = Reservation.objects.select_for_update()
    return rows.filter(~Exists(forgotten()), session=session).first()


def _promise(
    held: Reservation, session: Session, participant: Participant, *, reason: str, ore: int
) -> Earning:
    """Return what there is of an honorarium already, funded if it can be, or a new one of `ore`.

    One that was reversed is of `ore` from now on.
    """
    named = {"session": session, "participant": participant, "reason": reason}
    earning = Earning.objects.filter(**named).first() or Earning(**named)
    earning.participant = participant
    if earning.pk and earning.is_funded:
        return earning
    if earning.pk is None or earning.state == Earning.State.REVERSED:
        earning.ore = ore
    return fund(earning, what=session, held=held)


def fund(
    earning: Earning, *, what: Session | CareVisit, held: Reservation | None = None
) -> Earning:
    """Let `earning` be promised if there is money for it, else UNFUNDED with what holds it.

    The caller holds the lock of `what`, read the earning under it, and has seen that it is new,
    reversed or UNFUNDED; `held` is what the session has reserved, when it has locked that too.
    Saves it either way.
    """
    before = (earning.state, earning.held_by, earning.threshold_id, earning.ore)
    # What waits for a budget is in what the person has earned already.
    more = 0 if earning.held_by == Earning.HeldBy.BUDGET else earning.ore
    stop = thresholds.stops(what, participant=earning.participant, ore=more)
    reservation = None if stop else _reserve(earning, what, held)
    earning.reservation, earning.held_by = reservation, ""
    earning.threshold = stop.threshold if stop else None
    if reservation:
        earning.state = Earning.State.PROMISED
    else:
        earning.state = Earning.State.UNFUNDED
        earning.held_by = Earning.HeldBy.THRESHOLD if stop else Earning.HeldBy.BUDGET
    if earning.pk is None:
        earning.save()
    elif before != (earning.state, earning.held_by, earning.threshold_id, earning.ore):
        earning.save(
            update_fields=["state", "held_by", "threshold", "reservation", "ore", "changed_at"]
        )
    if earning.state == Earning.State.UNFUNDED:
        waiting_states.refresh(WAITING[Earning.HeldBy(earning.held_by)], earning)
    return earning


def _reserve(
    earning: Earning, what: Session | CareVisit, held: Reservation | None
) -> Reservation | None:
    """Return what `earning` can be paid of, set aside for it; None when no budget has enough.

    One at the flat rate follows the session's: it never falls below what was said.
    """
    if isinstance(what, CareVisit):
        return reservations.reserve_visit(what, rate_ore=earning.ore)
    reservation = held or Reservation.objects.select_for_update().get(session=what)
    if earning.reason == Reason.CO_ORGANISING:
        lacking = extra_ore(what) + earning.ore - reservation.extra_ore
        has_money = lacking <= 0 or reservations.extend(reservation, extra_ore=lacking)
    else:
        earning.ore = reservation.rate_ore
        is_free = count_at_flat_rate(what) < reservation.count
        has_money = is_free or reservations.extend(reservation, count=1)
    return reservation if has_money else None


def count_at_flat_rate(session: Session) -> int:
    """Return how many honoraria at the flat rate are promised."""
    return session.earnings.live().at_flat_rate().count()


def extra_ore(session: Session) -> int:
    """Return the øre promised beside the flat rate."""
    return session.earnings.live().filter(reason=Reason.CO_ORGANISING).total()


def honour_visit(visit: CareVisit, *, steward: Participant, by: User | None) -> Earning | None:
    """Promise and approve the honorarium of a steward's visit; return it, None for none.

    Without money it is UNFUNDED. One a day for each work.
    """
    work, day = visit.work, timezone.localdate(visit.visited_at)
    rate = Rate.objects.on(work.activity, day=day, reason=Reason.CARE_VISIT)
    if rate is None or _honoured(steward, day).filter(care_visit__work=work).exists():
        return None
    earning = fund(
        Earning(participant=steward, reason=Reason.CARE_VISIT, care_visit=visit, ore=rate.ore),
        what=visit,
    )
    if earning.is_funded:
        approval.approve_many([earning.pk], by=by)
    return earning


def would_honour(some: Iterable[Work], *, steward: Participant) -> dict[int, int]:
    """Return {work id: øre} that a visit by `steward` now would give; it stands on the button.

    Two queries however many, none when `steward` looks after nothing of it.
    """
    own = [work for work in some if work.steward_id == steward.pk]
    if not own:
        return {}
    day = timezone.localdate()
    rates = Rate.objects.filter(
        activity__in=[work.activity_id for work in own],
        reason=Reason.CARE_VISIT,
        valid_from__lte=day,
    ).order_by("valid_from")
    ore = dict(rates.values_list("activity", "ore"))
    done = set(_honoured(steward, day).values_list("care_visit__work", flat=True))
    return {
        work.pk: ore[work.activity_id]
        for work in own
        if work.activity_id in ore and work.pk not in done
    }


def _honoured(steward: Participant, day: date) -> QuerySet[Earning]:
    """Return what the visits of `steward` on `day` gave."""
    visits = Earning.objects.filter(participant=steward, care_visit__visited_at__date=day)
    return visits.exclude(state=Earning.State.REVERSED)


def reverse_visit(visit: CareVisit, *, by: User | None) -> int:
    """Undo the honorarium of a visit that was a slip of the finger; return its øre, 0 for none.

    The caller holds the visit. Raises RuleBroken when the money is on its way to the person: then
    it is theirs (rules.md#keep-promises).
    """
    earning = Earning.objects.select_for_update().filter(care_visit=visit).first()
    if earning is None or earning.state == Earning.State.REVERSED:
        return 0
    if earning.state == Earning.State.UNFUNDED:
        earning.delete()
        return 0
    if earning.payouts.filter(state__in=Payout.LIVE).exists():
        raise RuleBroken(_("Pengene er alt sendt eller betalt. Da er de personens egne."))
    earning.state = Earning.State.REVERSED
    earning.save(update_fields=["state", "changed_at"])
    reservations.release(cast(Reservation, earning.reservation))  # it was approved
    for entry in earning.entries.filter(kind=Entry.Kind.APPROVE):
        posting.reverse(entry, Entry.Kind.UNDO, reason=_("Angret med det samme"), by=by)
    return earning.ore
