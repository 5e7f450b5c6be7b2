"""How money reaches people. Each rail has `pay` or `send`; they share `core.errors` and the ledger.

`cash` goes across the table; `connected` goes through Stripe, which `stripe` alone talks to. All
take approved earnings, make one live payout for each, and book `send` and `settle`.
"""
