"""The portals' step in `manage.py run_due`."""

from core.schedule import due
from portals import idempotency


@due("forget sent forms", irreversible=True)
def forget_sent_forms() -> int:
    """Delete the once-keys of pages that nobody has open any longer."""
    return idempotency.forget_old()
