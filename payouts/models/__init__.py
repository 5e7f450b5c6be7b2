from payouts.models.addition import Addition
from payouts.models.batch import BankAnswer, BankProfile, Batch
from payouts.models.books_check import BooksCheck
from payouts.models.budget import Budget, Reservation
from payouts.models.cash import BoxCount, CashBox, CashReceipt
from payouts.models.earning import Earning
from payouts.models.gift_card import GiftCard, GiftCardReceipt
from payouts.models.pay_choice import PayChoice, Way
from payouts.models.payout import Payout
from payouts.models.rate import Rate
from payouts.models.session_rate import SessionRate
from payouts.models.stripe import StripePayoutEvent, StripeRecipient, StripeTransfer
from payouts.models.threshold import Threshold, ThresholdDecision
from payouts.models.vault import Signature, VaultEntry

__all__ = [
    "Addition",
    "BankAnswer",
    "BankProfile",
    "Batch",
    "BooksCheck",
    "BoxCount",
    "Budget",
    "CashBox",
    "CashReceipt",
    "Earning",
    "GiftCard",
    "GiftCardReceipt",
    "PayChoice",
    "Payout",
    "Rate",
    "Reservation",
    "SessionRate",
    "Signature",
    "StripePayoutEvent",
    "StripeRecipient",
    "StripeTransfer",
    "Threshold",
    "ThresholdDecision",
    "VaultEntry",
    "Way",
]
