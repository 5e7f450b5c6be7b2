"""Who may do what with partners, their leases and their money."""

from typing import Any

from accounts.models import HOLDING_BUDGETS, PLANNING, Team
from leasing.models import Enquiry, Invoice, Partner


def can_manage_partner(user: Any, partner: Partner) -> bool:
    """Tell whether `user` may change `partner`, invite its contacts and end its leases."""
    return Team.objects.of(user, PLANNING).filter(pk=partner.team_id).exists()


def can_answer_enquiry(user: Any, enquiry: Enquiry) -> bool:
    """Tell whether `user` may answer what a business wrote, and invite it."""
    return Team.objects.of(user, PLANNING).filter(pk=enquiry.team_id).exists()


def can_record_payment(user: Any, invoice: Invoice) -> bool:
    """Tell whether `user` may write down that money came in to the bank for `invoice`."""
    team_id = invoice.lease.partner.team_id
    return Team.objects.of(user, HOLDING_BUDGETS).filter(pk=team_id).exists()
