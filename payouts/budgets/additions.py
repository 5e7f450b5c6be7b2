"""Finding more money for a budget: proposed by one, approved by another, then counted in.

New money makes the budget larger; money from another budget of the team makes that one smaller.
Locks the budgets in the order in which a reservation does.
"""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.second_person import must_be_two
from core.errors import RuleBroken
from core.hidden_fields import must_be_unchanged
from core.money import MOST_ORE, kroner, must_be_over_zero
from core.saving import delete_by, save_by
from core.text import checked_line
from payouts.models import Addition, Budget
from payouts.permissions import can_hold_budgets

LEASE_INCOME = Budget.Source.LEASE_INCOME


def propose(
    budget: Budget,
    *,
    ore: int,
    reason: str,
    by: User,
    key: UUID,
    taken_from: Budget | None = None,
) -> Addition:
    """Write down that `budget` shall have `ore` more; it counts when somebody else approves.

    `reason` says where the money comes from. A repeat of `key` changes nothing. Raises
    RuleBroken for a budget that is not in force, or money that `taken_from` does not have.
    """
    said = checked_line(reason)
    must_be_over_zero(ore)
    if not said:
        raise RuleBroken(_("Skriv hvor pengene kommer fra."))
    with transaction.atomic():
        rows = _locked(budget.pk, taken_from.pk if taken_from else None)
        row = rows[budget.pk]
        if existing := Addition.objects.filter(key=key).first():
            return existing
        if not can_hold_budgets(by, row.team):
            raise RuleBroken(_("Bare leder og økonomi kan legge til penger."))
        _must_fit(row, ore=ore, taken_from=rows.get(taken_from.pk) if taken_from else None)
        addition = Addition(
            budget=row, taken_from=taken_from, ore=ore, reason=said[:120], key=key, made_by=by
        )
        save_by(addition, by)
    return addition


def facts(addition: Addition) -> tuple[object, ...]:
    """Return what somebody who approves `addition` has read, for the digest."""
    return (
        addition.pk, addition.ore, addition.reason, addition.budget_id, addition.taken_from_id
    )  # fmt: skip


def approve(addition: Addition, *, by: User, shown: str | None = None) -> Addition:
    """Count an addition in; a repeat changes nothing. Four eyes: never by whoever made it.

    Raises RuleBroken when the other budget has promised the money meanwhile, and Changed when it
    is not what was shown.
    """
    with transaction.atomic():
        rows = _locked(addition.budget_id, addition.taken_from_id)
        row = Addition.objects.select_for_update().get(pk=addition.pk)
        if row.approved_by_id:
            return row
        budget = rows[row.budget_id]
        if row.made_by_id == by.pk or not can_hold_budgets(by, budget.team):
            raise RuleBroken(_("En annen enn den som la inn pengene, må godkjenne dem."))
        must_be_two(row.made_by, by)
        must_be_unchanged(shown, *facts(row))
        source = rows[row.taken_from_id] if row.taken_from_id else None
        _must_fit(budget, ore=row.ore, taken_from=source)
        if source:
            _change(source, -row.ore, by=by)
        _change(budget, row.ore, by=by)
        row.approved_by, row.approved_at = by, timezone.now()
        save_by(row, by, "approved_by", "approved_at")
    return row


def remove(addition: Addition, *, by: User) -> None:
    """Take away an addition that nobody has approved. A repeat changes nothing."""
    with transaction.atomic():
        rows = _locked(addition.budget_id, None)
        row = Addition.objects.select_for_update().filter(pk=addition.pk).first()
        if row is None:
            return
        if not can_hold_budgets(by, rows[row.budget_id].team):
            raise RuleBroken(_("Bare leder og økonomi kan ta bort penger."))
        if row.approved_by_id:
            raise RuleBroken(_("Pengene er godkjent og blir stående."))
        delete_by(row, by)


def _locked(*keys: int | None) -> dict[int, Budget]:
    found = Budget.objects.filter(pk__in=[key for key in keys if key]).select_related("team")
    return {row.pk: row for row in found.in_order().select_for_update(of=("self",))}


def _must_fit(budget: Budget, *, ore: int, taken_from: Budget | None) -> None:
    """Raise RuleBroken unless `budget` can have `ore` more, from `taken_from` when given."""
    if not budget.approved_by_id:
        raise RuleBroken(_("Budsjettet må godkjennes først."))
    if budget.amount_ore + ore > MOST_ORE:
        raise RuleBroken(_("Beløpet er for stort. Se om det er skrevet riktig."))
    if taken_from is None:
        return
    if taken_from.team_id != budget.team_id or not taken_from.approved_by_id:
        raise RuleBroken(_("Velg et annet budsjett som teamet har, og som gjelder."))
    if LEASE_INCOME in (budget.source, taken_from.source):
        raise RuleBroken(_("Leieinntekt settes av for seg og kan ikke flyttes."))
    if taken_from.free_ore < ore:
        raise RuleBroken(
            _("%(budget)s har %(free)s ledig.")
            % {"budget": taken_from.name, "free": kroner(taken_from.free_ore)}
        )


def _change(budget: Budget, ore: int, *, by: User) -> None:
    budget.amount_ore += ore
    save_by(budget, by, "amount_ore")
