"""What our files and payments are called in the bank: `MsgId` and `EndToEndId`.

They derive from our own numbers, so that a bank sees a repeat, and carry the installation's code,
because another Reir may use the same bank. What stood in a sealed file is kept on its rows.
"""

import hashlib
import re
from base64 import b32encode
from typing import Any

from django.conf import settings
from django.core import checks

from core.checks import error_unless

CODE = re.compile(r"[A-Z0-9]{2,8}")
LONGEST = 35
"""ISO 20022's Max35Text."""


def code() -> str:
    """Return the installation's code: what is set, else one that follows from its address."""
    if settings.BANK_CODE:
        return str(settings.BANK_CODE)
    address = hashlib.sha256(settings.WAGTAILADMIN_BASE_URL.encode()).digest()
    return b32encode(address).decode()[:5]


def message_id(number: int | None) -> str:
    """Return what the batch with our own `number` is called until it is sealed."""
    return f"REIR-{code()}-B{number}"


def end_to_end_id(number: int | None) -> str:
    """Return what the payment that begins with the payout `number` is called."""
    return f"REIR-{code()}-P{number}"


@checks.register(checks.Tags.security)
def the_code_is_one(**_kwargs: Any) -> list[checks.CheckMessage]:
    """Say when a bank would not take the code that is set."""
    return error_unless(
        not settings.BANK_CODE or CODE.fullmatch(settings.BANK_CODE),
        "REIR_BANK_CODE is two to eight letters A to Z and digits.",
        hint="It stands in MsgId and EndToEndId; docs/operations.md, «The bank».",
        id="payouts.E003",
    )
