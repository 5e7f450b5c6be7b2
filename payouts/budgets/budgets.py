"""Making a budget, putting it in force, and earmarking lease income for it."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.second_person import must_be_two
from core.errors import RuleBroken, must_be_valid
from core.hidden_fields import must_be_unchanged
from core.money import kroner, must_be_over_zero
from core.saving import delete_by, locked_row, save_by
from ledger import books, chart, posting
from ledger.models import Entry
from payouts.models import Budget
from payouts.permissions import can_approve_budget, can_hold_budgets


def make(*, by: User, amount_ore: int, **fields: Any) -> Budget:
    """Return a new budget for [starts_on, ends_on), not in force until a second person approves.

    `fields` are its name, team, source and days, and the `activity` that it is for, if one.
    """
    must_be_over_zero(amount_ore)
    budget = Budget(amount_ore=amount_ore, made_by=by, **fields)
    must_be_valid(budget, exclude=["team", "activity", "made_by", "approved_by"])
    save_by(budget, by)
    return budget


def facts(budget: Budget) -> tuple[object, ...]:
    """Return what somebody who approves `budget` has read, for the digest."""
    return (
        budget.pk, budget.name, budget.source, budget.amount_ore, budget.activity_id,
        budget.starts_on, budget.ends_on,
    )  # fmt: skip


def approve(budget: Budget, *, by: User, shown: str | None = None) -> Budget:
    """Put a budget in force; a repeat changes nothing. Four eyes: never by its maker.

    Raises Changed when it is not what was shown.
    """
    with locked_row(budget) as row:
        if row.approved_by_id:
            return row
        if not can_approve_budget(by, row):
            raise RuleBroken(_("En annen enn den som laget budsjettet må godkjenne det."))
        must_be_two(row.made_by, by)
        must_be_unchanged(shown, *facts(row))
        row.approved_by = by
        save_by(row, by, "approved_by")
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
        delete_by(row, by)


def earmark(budget: Budget, *, ore: int, by: User, key: str) -> Budget:
    """Set aside `ore` of the team's lease income for `budget`, so that it can be promised.

    A repeat of `key` changes nothing. Four eyes: never by the budget's maker. Raises RuleBroken
    when so much has not come in, or the budget is full.
    """
    must_be_over_zero(ore)
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
