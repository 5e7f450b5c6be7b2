"""The keyed hashes by which an account or a gift card is known again without being opened."""

import re

from django.utils.crypto import salted_hmac

from core.text import plain


def account_hash(account: str) -> str:
    """Return the keyed hash by which one account is known again; an IBAN is its eleven digits."""
    same = account[4:] if account.startswith("NO") else account
    return salted_hmac("payouts.vault.account", same, algorithm="sha256").hexdigest()


def number_hash(number: str) -> str:
    """Return the keyed SHA-256 by which a number is found again."""
    same = plain_number(number)
    return salted_hmac("payouts.gift_card", same, algorithm="sha256").hexdigest()


def plain_number(number: str) -> str:
    """Return the number of a gift card as it is compared: without spaces and hyphens."""
    return re.sub(r"[\s\-]", "", plain(number)).upper()
