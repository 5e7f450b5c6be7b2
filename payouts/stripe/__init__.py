"""Payouts through Stripe. Only `client` talks to it. Off as shipped."""
