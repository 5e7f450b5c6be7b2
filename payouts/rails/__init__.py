"""How money reaches people. Each rail has `pay`; they share `core.errors` and the ledger.

Cash is here. Gift cards, bank files and Stripe come behind the same shape: take approved
earnings of one person, make one live payout for each, book `send` and `settle`.
"""
