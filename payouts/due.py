"""The payouts' step in `manage.py run_due`."""

from core.schedule import due
from payouts import promises
from payouts.rails import signing


@due("forget drawn signatures")
def forget_drawings() -> int:
    """Delete the drawings whose time is over; return how many."""
    return signing.forget_drawings()


@due("promise what was recorded before the money was there")
def accrue_honoraria() -> int:
    """Promise each honorarium that a fact has no promise for yet; return how many."""
    return promises.accrue()
