"""The step of leasing in `manage.py run_due`."""

from core.schedule import due
from leasing import partners


@due("forget answered enquiries", irreversible=True)
def forget_answered_enquiries() -> int:
    """Delete what docs/privacy.md says is not kept."""
    return partners.forget_old_enquiries()
