"""The payouts' step in `manage.py run_due`."""

from core.schedule import due
from payouts import retention, thresholds, unconfirmed
from payouts.earnings import unfunded
from payouts.over_the_table import signatures
from payouts.reconciliation import runs


@due("forget drawn signatures", irreversible=True)
def forget_drawings() -> int:
    """Delete the drawings whose time is over; return how many."""
    return signatures.forget_drawings()


@due("tell of what the second person has not confirmed")
def tell_unconfirmed() -> int:
    """Ask the leaders about what has waited a day for the second person; return how many."""
    return unconfirmed.ask_leaders()


@due("warn before a threshold")
def warn_of_thresholds() -> int:
    """Ask the leaders to talk with whoever may cross a threshold soon; return how many."""
    return thresholds.warn()


@due("forget old bank files", irreversible=True)
def forget_bank_files() -> int:
    """Delete the bank files whose retention time is over; return how many."""
    return retention.forget_files()


@due("forget whose old rows in the books are", irreversible=True)
def forget_people() -> int:
    """Cut the links to those whose retention time is over; return how many people."""
    return retention.forget_people()


@due("verify the ledger")
def verify_ledger() -> int:
    """Have the books looked through once a day; the log says what does not agree."""
    return runs.ask_daily()


@due("promise what was recorded before the money was there")
def accrue_honoraria() -> int:
    """Promise each honorarium that a fact has no promise for yet; return how many."""
    return unfunded.fund_waiting()
