"""The payouts' step in `manage.py run_due`."""

from core.schedule import due
from payouts import promises


@due("promise what was recorded before the money was there")
def accrue_honoraria() -> int:
    """Promise each honorarium that a fact has no promise for yet; return how many."""
    return promises.accrue()
