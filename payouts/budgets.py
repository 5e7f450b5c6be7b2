"""The only writer of what budgets have promised. Locks the budget's row."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Team, User
from accounts.second_person import must_be_two
from activities.models import Activity, CareVisit, Session, Work
from core.errors import RuleBroken
from core.money import kroner
from core.shown import must_be
from ledger import books, chart, posting
from ledger.models import Entry
from payouts.models import Budget, Reservation
from payouts.permissions import can_approve_budget, can_hold_budgets


def make(
    *,
    name: str,
    team: Team,
    source: str,
    amount_ore: int,
    starts_on: date,
    ends_on: date,
    by: User,
    activity: Activity | None = None,
) -> Budget:
    """Return a new budget for [starts_on, ends_on), not in force until a second person approves."""
    if amount_ore <= 0:
        raise RuleBroken(_("Skriv et beløp over null."))
    budget = Budget(
        name=name,
        team=team,
        activity=activity,
        source=source,
        amount_ore=amount_ore,
        starts_on=starts_on,
        ends_on=ends_on,
        made_by=by,
    )
    try:
        budget.full_clean(exclude=["team", "activity", "made_by", "approved_by"])
    except ValidationError as error:
        raise RuleBroken(" ".join(error.messages)) from error
    budget._history_user = by  # type: ignore[attr-defined]
    budget.save()
    return budget


def facts(budget: Budget) -> tuple[object, ...]:
    """Return what somebody who approves `budget` has read, for `core.shown`."""
    return (
        budget.pk, budget.name, budget.source, budget.amount_ore, budget.activity_id,
        budget.starts_on, budget.ends_on,
    )  # fmt: skip


def approve(budget: Budget, *, by: User, shown: str | None = None) -> Budget:
    """Put a budget in force; a repeat changes nothing. Four eyes: never by its maker.

    Raises Changed when it is not what was shown.
    """
    with transaction.atomic():
        row = Budget.objects.select_for_update().get(pk=budget.pk)
        if row.approved_by_id:
            return row
        if not can_approve_budget(by, row):
            raise RuleBroken(_("En annen enn den som laget budsjettet må godkjenne det."))
        must_be_two(row.made_by, by)
        must_be(shown, *facts(row))
        row.approved_by = by
        row._history_user = by  # type: ignore[attr-defined]
        row.save(update_fields=["approved_by", "changed_at"])
    return row


def remove(budget: Budget, *, by: User) -> None:
    """Take away a budget that nobody has approved. A repeat changes nothing."""
    with transaction.atomic():
        row = Budget.objects.select_for_update().filter(pk=budget.pk).first()
        if row is None:
            return
        if not can_hold_budgets(by, row.team):
            raise RuleBroken(_("Bare leder og økonomi kan ta bort et budsjett."))
        if row.approved_by_id:
            raise RuleBroken(_("Budsjettet er godkjent og blir stående."))
        if row.earmarked_ore:
            raise RuleBroken(_("Det er satt av leieinntekt til budsjettet. Det blir stående."))
        row._history_user = by  # type: ignore[attr-defined]
        row.delete()


def earmark(budget: Budget, *, ore: int, by: User, key: str) -> Budget:
    """Set aside `ore` of the team's lease income for `budget`, so that it can be promised.

    A repeat of `key` changes nothing. Four eyes: never by the budget's maker. Raises RuleBroken
    when so much has not come in, or the budget is full.
    """
    if ore <= 0:
        raise RuleBroken(_("Skriv et beløp over null."))
    with transaction.atomic():
        row = (
            Budget.objects.select_for_update(of=("self",)).select_related("team").get(pk=budget.pk)
        )
        voucher = f"earmark:{row.pk}:{key}"
        if Entry.objects.filter(key=voucher).exists():
            return row
        if row.source != Budget.Source.LEASE_INCOME:
            raise RuleBroken(_("Bare budsjett med leieinntekt som kilde kan få leieinntekt."))
        if not can_approve_budget(by, row):
            raise RuleBroken(_("En annen enn den som laget budsjettet må øremerke pengene."))
        must_be_two(row.made_by, by)
        room = row.amount_ore - row.earmarked_ore
        if ore > room:
            raise RuleBroken(
                _("Budsjettet er på %(all)s. Det er plass til %(room)s til.")
                % {"all": kroner(row.amount_ore), "room": kroner(room)}
            )
        _book_earmark(row, ore=ore, by=by, key=voucher)
        row.earmarked_ore += ore
        row.save(update_fields=["earmarked_ore", "changed_at"])
    return row


def _book_earmark(budget: Budget, *, ore: int, by: User, key: str) -> None:
    """Move `ore` from the team's income to the budget; the counter's row keeps two apart."""
    income = chart.lease_income(budget.team)
    posting.lock()
    free = -books.balance(income)
    if ore > free:
        raise RuleBroken(
            _("Teamet har %(free)s i leieinntekt som ikke er brukt.") % {"free": kroner(free)}
        )
    posting.post(
        Entry.Kind.EARMARK,
        about=posting.About(team=budget.team_id, budget=budget.pk),
        key=key,
        debit=income,
        credit=budget.account,
        ore=ore,
        reason=_("Øremerket til %(budget)s") % {"budget": budget.name[:90]},
        by=by,
    )


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
    raise _not_covered(needed, day=day, covering=Budget.objects.covering(session, day=day))


def adjust(reservation: Reservation, *, rate_ore: int, count: int) -> None:
    """Let what is set aside for a session be `count` honoraria of `rate_ore`, on its day now.

    Its own budget stays when it covers the day and has enough; else another takes over the
    whole. Raises RuleBroken when none has enough.
    """
    with transaction.atomic():
        row = Reservation.objects.select_for_update().get(pk=reservation.pk)
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
            raise _not_covered(row.ore, day=day, covering=usable)
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


def give_back(reservation: Reservation) -> None:
    """Give back all of what was set aside for a care visit. A repeat changes nothing."""
    with transaction.atomic():
        budget = Budget.objects.select_for_update().get(pk=reservation.budget_id)
        row = Reservation.objects.select_for_update().get(pk=reservation.pk)
        _commit(budget, -row.ore)
        row.count, row.extra_ore = 0, 0
        row.save(update_fields=["count", "extra_ore", "changed_at"])


def extend(reservation: Reservation) -> bool:
    """Set aside one honorarium more; return False when the budget has no more."""
    with transaction.atomic():
        budget = Budget.objects.select_for_update().get(pk=reservation.budget_id)
        if budget.free_ore < reservation.rate_ore:
            return False
        _commit(budget, reservation.rate_ore)
        reservation.count += 1
        reservation.save(update_fields=["count", "changed_at"])
    return True


def extend_by(reservation: Reservation, *, ore: int) -> bool:
    """Set aside `ore` more beside the flat rate; return False when the budget has no more."""
    with transaction.atomic():
        budget = Budget.objects.select_for_update().get(pk=reservation.budget_id)
        if budget.free_ore < ore:
            return False
        _commit(budget, ore)
        reservation.extra_ore += ore
        reservation.save(update_fields=["extra_ore", "changed_at"])
    return True


def release(reservation: Reservation, *, used: int, extra_ore: int = 0) -> None:
    """Give back what was not used. A repeat changes nothing.

    `used` is the number at the flat rate, `extra_ore` what was used beside it.
    """
    with transaction.atomic():
        budget = Budget.objects.select_for_update().get(pk=reservation.budget_id)
        row = Reservation.objects.select_for_update().get(pk=reservation.pk)
        if row.released_at:
            return
        before = row.ore
        row.count, row.extra_ore = used, extra_ore
        _commit(budget, row.ore - before)
        row.released_at = timezone.now()
        row.save(update_fields=["count", "extra_ore", "released_at", "changed_at"])


def _not_covered(ore: int, *, day: date, covering: Iterable[Budget]) -> RuleBroken:
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
