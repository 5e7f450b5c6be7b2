from payouts.models.budget import Budget, Reservation
from payouts.models.cash import CashBox, CashReceipt
from payouts.models.earning import Earning
from payouts.models.entry import Entry, VoucherCounter
from payouts.models.payout import Payout
from payouts.models.rate import Rate

__all__ = [
    "Budget",
    "CashBox",
    "CashReceipt",
    "Earning",
    "Entry",
    "Payout",
    "Rate",
    "Reservation",
    "VoucherCounter",
]
