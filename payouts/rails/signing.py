"""What makes a handing over across the table sure: a drawn signature, or two members of staff."""

import hashlib
import math
import re
from datetime import timedelta
from itertools import pairwise
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import PAYING, Membership, User
from core.errors import RuleBroken
from payouts.models import CashReceipt, GiftCardReceipt, Signature

MOST_SIGNATURE_LENGTH = 60_000
SHORTEST_SIGNATURE = 60
"""Units of the 600 × 200 drawing area: a dot is no signature, a short scribble is."""
KEPT = timedelta(days=5 * 366)
"""How long a drawing is kept: as the receipt's primary documentation, five years
(bokføringsloven § 13). The receipt itself stays."""
_PATH = re.compile(r"(?:M\d{1,3} \d{1,3}(?:L\d{1,3} \d{1,3})+)+", re.ASCII)


def must_be_signed(
    *,
    by: User,
    team_id: int,
    signature: str,
    witness: User | None,
    initials: tuple[str, str],
) -> None:
    """Raise RuleBroken unless there is a drawing, or another of the team's payers confirms."""
    if signature:
        if not _is_signature(signature):
            raise RuleBroken(_("Tegn navnet i ruta, eller la to ansatte bekrefte."))
        return
    if witness is None or witness.pk == by.pk:
        raise RuleBroken(_("Velg en kollega som så at pengene ble gitt."))
    colleague = Membership.objects.active().filter(user=witness, team_id=team_id, role__in=PAYING)
    if not colleague.exists():
        raise RuleBroken(_("Velg en kollega i teamet som kan betale ut."))
    if not all(0 < len(text.strip()) <= 4 for text in initials):
        raise RuleBroken(_("Skriv initialene til dere begge."))


def facts(
    *, by: User, signature: str, witness: User | None, initials: tuple[str, str]
) -> dict[str, Any]:
    """Return what a receipt says of how it was confirmed."""
    return {
        "paid_by": by,
        "paid_by_initials": initials[0].strip().upper(),
        "witness": witness,
        "witness_initials": initials[1].strip().upper(),
        "signature_sha256": hashlib.sha256(signature.encode()).hexdigest() if signature else "",
    }


def keep_drawing(receipt: CashReceipt | GiftCardReceipt, *, signature: str) -> None:
    """Put the drawing behind `receipt` in the vault, when there is one."""
    if not signature:
        return
    kind = "cash_receipt" if isinstance(receipt, CashReceipt) else "gift_card_receipt"
    kept_until = timezone.localdate(receipt.at) + KEPT
    Signature.objects.create(path=signature, kept_until=kept_until, **{kind: receipt})


def forget_drawings() -> int:
    """Delete the drawings whose time is over; return how many."""
    deleted, _kinds = Signature.objects.filter(kept_until__lt=timezone.localdate()).delete()
    return deleted


def _is_signature(path: str) -> bool:
    """Tell whether `path` is a drawing (static/js/signature.js) with a stroke worth the name."""
    if len(path) > MOST_SIGNATURE_LENGTH or not _PATH.fullmatch(path):
        return False
    drawn = 0.0
    for stroke in path.split("M")[1:]:
        points = [tuple(map(int, point.split())) for point in stroke.split("L")]
        drawn += sum(math.dist(*pair) for pair in pairwise(points))
    return drawn >= SHORTEST_SIGNATURE
