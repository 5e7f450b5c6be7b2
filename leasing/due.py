"""The step of leasing in `manage.py run_due`."""

from core.schedule import due
from leasing import partners

due("forget answered enquiries", irreversible=True)(partners.forget_old_enquiries)
