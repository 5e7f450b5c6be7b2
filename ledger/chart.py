"""The chart of accounts: those of the ledger, and what each is called.

The municipality's own codes are set at export (`ledger.books`).
"""

from django.utils.translation import gettext_lazy

from accounts.models import Team

EXPENSE = "expense"
"""Honoraria."""
OWED = "owed"
"""What we owe people."""
IN_TRANSIT = "in_transit"
BANK = "bank"
STRIPE = "stripe"
CASH_BOX = "cash_box"
"""Followed by a colon and the box's id."""
BOX_DIFFERENCE = "box_difference"
GIFT_CARD_STOCK = "gift_card_stock"
LEASE_INCOME = "lease_income"
"""Followed by a colon and the team's id: what is not earmarked yet."""
EARMARKED = "earmarked"
"""Followed by a colon and the budget's id."""
LEASE_OVERPAID = "lease_overpaid"
"""What came in beyond what was owed, and is the partner's to have back."""
LOSS = "loss"

ACCOUNTS = {
    EXPENSE: gettext_lazy("Honorarer (kostnad)"),
    OWED: gettext_lazy("Skyldig deltakere"),
    IN_TRANSIT: gettext_lazy("På vei"),
    BANK: gettext_lazy("Bank"),
    CASH_BOX: gettext_lazy("Pengeskrin"),
    BOX_DIFFERENCE: gettext_lazy("Differanser i skrin"),
    GIFT_CARD_STOCK: gettext_lazy("Gavekort på lager"),
    STRIPE: gettext_lazy("Stripe"),
    LEASE_INCOME: gettext_lazy("Leieinntekt"),
    LEASE_OVERPAID: gettext_lazy("Leie betalt for mye"),
    EARMARKED: gettext_lazy("Leieinntekt satt av til honorar"),
    LOSS: gettext_lazy("Tap"),
}
"""The ledger's accounts in words; boxes and budgets have a number after a colon."""


def words_of(account: str) -> str:
    """Return a ledger account in words: «cash_box:7» is «Pengeskrin 7»."""
    kind, _colon, number = account.partition(":")
    return f"{ACCOUNTS.get(kind, kind)} {number}".rstrip()


def lease_income(team: Team) -> str:
    """Return the account of the lease income of `team` that is not earmarked yet."""
    return f"{LEASE_INCOME}:{team.pk}"
