"""How money reaches people. Each rail has `pay` or `send`; they share `core.errors` and the ledger.

`cash` and `gift_card` go across the table; `connected` goes through Stripe to those whom
`recipients` knows, and `stripe` alone talks to it. All take approved earnings, make one live payout
for each, and book `send` and `settle`.
"""
