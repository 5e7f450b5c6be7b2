"""The ledger's step in `manage.py run_due`."""

from core.schedule import due
from ledger import seals

due("seal the ledger")(seals.seal)
