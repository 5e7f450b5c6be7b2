"""Names and accounts of those who chose the bank: kept encrypted, checked, forgotten."""

from payouts.vault.hashes import account_hash  # migration 0013 finds it here

__all__ = ["account_hash"]
