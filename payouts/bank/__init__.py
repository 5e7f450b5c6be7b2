"""Payouts through the bank: what is collected and sealed, the files, what the bank answered."""
