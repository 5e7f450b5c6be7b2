"""Questions about money. Which pages of the staff portal a role opens: `OPENS` in
`portals.staff.shared.page_access`.
"""

from typing import Any

from accounts.models import HOLDING_BUDGETS, PAYING, Role, Team
from participants.models import Participant
from payouts.models import Budget, Threshold


def can_pay(user: Any, team: Team) -> bool:
    """May `user` hand over honoraria in `team`?"""
    return Team.objects.of(user, PAYING).filter(pk=team.pk).exists()


def can_note_pay_choice(user: Any, participant: Participant) -> bool:
    """May `user` note how `participant`, who is there, wants their money?"""
    return can_pay(user, participant.team)


def can_see_pay(user: Any, team: Team) -> bool:
    """May `user` see who is owed something in `team`?"""
    return Team.objects.of(user, PAYING | {Role.AUDITOR}).filter(pk=team.pk).exists()


def can_read_books(user: Any) -> bool:
    """May `user` read the journal and the balances? They are the installation's, without names."""
    return Team.objects.of(user, HOLDING_BUDGETS | {Role.AUDITOR}).exists()


def can_set_account_codes(user: Any) -> bool:
    """May `user` say under which codes the accounts are exported?"""
    return Team.objects.of(user, HOLDING_BUDGETS).exists()


def can_verify_threshold(user: Any, threshold: Threshold) -> bool:
    """May `user` put `threshold` in force? Leader or finance, and not whoever wrote it."""
    return threshold.made_by_id != user.pk and can_end_threshold(user, threshold)


def can_end_threshold(user: Any, threshold: Threshold) -> bool:
    """May `user` end `threshold`, or take it away before it holds? Leader or finance.

    One person, with a reason that is kept: a threshold only warns, it holds no money back.
    """
    return (
        Team.objects.of(user, HOLDING_BUDGETS)
        .filter(organisation_number=threshold.organisation_number)
        .exists()
    )


def can_see_whole_payroll(user: Any, threshold: Threshold) -> bool:
    """May `user` see whom `threshold` concerns in every team? Who keeps the money in all of them.

    That is finance or the auditor of each team with the same legal payer.
    """
    mine = Team.objects.of(user, {Role.FINANCE, Role.AUDITOR})
    others = Team.objects.exclude(pk__in=mine.values("pk"))
    return not others.filter(organisation_number=threshold.organisation_number).exists()


def can_correct_payments(user: Any, team: Team) -> bool:
    """May `user` book our mistakes in `team` as a loss?"""
    return can_hold_budgets(user, team)


def can_hold_budgets(user: Any, team: Team) -> bool:
    """May `user` make budgets, fill boxes and see sums in `team`?"""
    return Team.objects.of(user, HOLDING_BUDGETS).filter(pk=team.pk).exists()


def can_approve_budget(user: Any, budget: Budget) -> bool:
    """May `user` approve `budget`? Somebody else than the one who made it."""
    return budget.made_by_id != user.pk and can_hold_budgets(user, budget.team)


def can_see_bank_accounts(user: Any, team: Team) -> bool:
    """May `user` see and write the accounts of the people of `team`?"""
    return Team.objects.of(user, HOLDING_BUDGETS).filter(pk=team.pk).exists()


def can_handle_bank_batches(user: Any, team: Team) -> bool:
    """May `user` make, seal and send files for the bank, and say what became of them?"""
    return Team.objects.of(user, HOLDING_BUDGETS).filter(pk=team.pk).exists()


def can_see_batches(user: Any, team: Team) -> bool:
    """May `user` see who is paid through the bank in `team`? Accounts are another question."""
    return Team.objects.of(user, HOLDING_BUDGETS | {Role.AUDITOR}).filter(pk=team.pk).exists()
