"""The ledger's step in `manage.py run_due`."""

from core.schedule import due
from ledger import seals


@due("seal the ledger")
def seal_the_ledger() -> int:
    """Seal what was posted since the last time; return how many entries."""
    return seals.seal()
