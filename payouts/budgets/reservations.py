"""What budgets have promised: set aside, changed, given back.

Locks are taken in one order: what is set aside, then the budgets.
"""

from collections.abc import Collection, Iterable
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from activities.models import CareVisit, Session, Work
from core.errors import RuleBroken
from core.money import kroner
from core.saving import locked_row
from payouts.models import Budget, Reservation


def lock_for(sessions: Collection[Session]) -> None:
    """Lock what is set aside for `sessions`, and every budget that may pay for any or does.

    For who changes several in one transaction, the sessions' rows held: one session after the
    other would take budgets in another order than somebody else does at the same time.
    """
    days = [timezone.localdate(one.starts_at) for one in sessions]
    if not days:
        return
    may = Q(
        team__in={one.team_id for one in sessions}, approved_by__isnull=False,
        starts_on__lte=max(days), ends_on__gt=min(days),
    )  # fmt: skip
    held = Reservation.objects.filter(session__in=[one.pk for one in sessions])
    paying = {one.budget_id for one in held.order_by("pk").select_for_update()}
    rows = Budget.objects.filter(may | Q(pk__in=paying))
    list(rows.in_order().select_for_update(of=("self",)))


def reserve(session: Session, *, rate_ore: int, count: int) -> Reservation:
    """Set aside `count` honoraria of `rate_ore` for `session`. A repeat changes nothing.

    Takes the first budget that covers the day and has enough left. Raises RuleBroken when none
    has: then the session cannot be offered (rules.md#keep-promises).
    """
    day = timezone.localdate(session.starts_at)
    needed = rate_ore * count
    with transaction.atomic():
        existing = Reservation.objects.filter(session=session).first()
        if existing:
            return existing
        budget = _take(session, day=day, ore=needed)
        if budget:
            return Reservation.objects.create(
                session=session, budget=budget, rate_ore=rate_ore, count=count
            )
    raise not_covered(needed, day=day, covering=Budget.objects.covering(session, day=day))


def adjust(reservation: Reservation, *, rate_ore: int, count: int) -> None:
    """Let what is set aside for a session be `count` honoraria of `rate_ore`, on its day now.

    Its own budget stays when it covers the day and has enough; else another takes over the
    whole. Raises RuleBroken when none has enough.
    """
    with locked_row(reservation) as row:
        session = Session.objects.get(reservation=row)
        day = timezone.localdate(session.starts_at)
        covering = set(Budget.objects.covering(session, day=day).values_list("pk", flat=True))
        locked = Budget.objects.filter(pk__in=covering | {row.budget_id})
        rows = {one.pk: one for one in locked.in_order().select_for_update()}
        before, own = row.ore, rows[row.budget_id]
        row.rate_ore, row.count = rate_ore, count
        own.committed_ore -= before
        usable = [one for one in rows.values() if one.pk in covering]
        able = [one for one in usable if one.free_ore >= row.ore]
        if not able:
            raise not_covered(row.ore, day=day, covering=usable)
        row.budget = own if own in able else able[0]
        own.save(update_fields=["committed_ore", "changed_at"])
        _commit(rows[row.budget_id], row.ore)
        row.save(update_fields=["budget", "rate_ore", "count", "changed_at"])


def reserve_visit(visit: CareVisit, *, rate_ore: int) -> Reservation | None:
    """Set aside one honorarium for a care visit; return None when no budget has enough left."""
    with transaction.atomic():
        budget = _take(visit.work, day=timezone.localdate(visit.visited_at), ore=rate_ore)
        if budget is None:
            return None
        return Reservation.objects.create(
            care_visit=visit,
            budget=budget,
            rate_ore=rate_ore,
            count=1,
            released_at=timezone.now(),
        )


def extend(reservation: Reservation, *, count: int = 0, extra_ore: int = 0) -> bool:
    """Set aside `count` honoraria more, and `extra_ore` more beside the flat rate.

    The caller holds the row. Returns False when the budget has no more.
    """
    ore = count * reservation.rate_ore + extra_ore
    with transaction.atomic():
        budget = Budget.objects.select_for_update().get(pk=reservation.budget_id)
        if budget.free_ore < ore:
            return False
        _commit(budget, ore)
        reservation.count += count
        reservation.extra_ore += extra_ore
        reservation.save(update_fields=["count", "extra_ore", "changed_at"])
    return True


def release(reservation: Reservation, *, used: int = 0, extra_ore: int = 0) -> None:
    """Give back what was not used. A repeat changes nothing; a session's is released once.

    `used` is the number at the flat rate, `extra_ore` what was used beside it.
    """
    with locked_row(reservation) as row:
        if row.session_id and row.released_at:
            return
        budget = Budget.objects.select_for_update().get(pk=row.budget_id)
        before = row.ore
        row.count, row.extra_ore = used, extra_ore
        _commit(budget, row.ore - before)
        row.released_at = row.released_at or timezone.now()
        row.save(update_fields=["count", "extra_ore", "released_at", "changed_at"])


def give_back(session: Session) -> None:
    """Give back all that is set aside for `session`, which is no longer open. Repeatable.

    Nothing is left of it: what it becomes is set aside anew.
    """
    with transaction.atomic():
        row = Reservation.objects.filter(session=session).first()
        if row is None:
            return
        with locked_row(row) as held:
            budget = Budget.objects.select_for_update().get(pk=held.budget_id)
            _commit(budget, -held.ore)
            held.delete()


def not_covered(ore: int, *, day: date, covering: Iterable[Budget]) -> RuleBroken:
    """Return what `ore` lacks in the budgets that hold on `day`, and what to do about it."""
    said = _("Økta trenger %(sum)s til honorar.") % {"sum": kroner(ore)}
    free = [one.free_ore for one in covering]
    if free:
        what = _(
            "Det mangler %(missing)s. Legg til penger under «Budsjett», eller velg færre plasser."
        ) % {"missing": kroner(ore - max(free))}
    else:
        what = _(
            "Ingen godkjente budsjett gjelder %(day)s. Lag et under «Budsjett», og la en annen"
            " godkjenne det."
        ) % {"day": f"{day:%d.%m.%Y}"}
    return RuleBroken(f"{said} {what}")


def _take(thing: Session | Work, *, day: date, ore: int) -> Budget | None:
    """Take `ore` from the first budget that covers `thing` on `day` and has enough left."""
    for budget in Budget.objects.covering(thing, day=day).select_for_update(of=("self",)):
        if budget.free_ore >= ore:
            _commit(budget, ore)
            return budget
    return None


def _commit(budget: Budget, ore: int) -> None:
    budget.committed_ore += ore
    budget.save(update_fields=["committed_ore", "changed_at"])
