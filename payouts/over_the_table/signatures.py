"""What makes a handover sure: a drawn signature, or two members of staff."""

import hashlib
import math
import re
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import Any, TypedDict

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import second_person
from accounts.models import PAYING, Membership, User
from core.errors import RuleBroken
from ledger.models import Entry
from payouts.models import BoxCount, CashReceipt, GiftCardReceipt, Signature

MOST_SIGNATURE_LENGTH = 60_000
SHORTEST_SIGNATURE = 60
"""Units of the 600 × 200 drawing area: a dot is no signature, a short scribble is."""
KEPT = timedelta(days=5 * 366)
"""How long a drawing is kept: as the receipt's primary documentation, five years
(bokføringsloven § 13). The receipt itself stays."""
TREMBLING = 8
"""Units within which a hand that draws a straight line wavers."""
BEND = math.radians(30)
Point = tuple[int, int]
_PATH = re.compile(r"(?:M\d{1,3} \d{1,3}(?:L\d{1,3} \d{1,3})+)+", re.ASCII)


class Signed(TypedDict, total=False):
    """What `Confirmation` is made of, for those who call with keywords."""

    signature: str
    witness: User | None
    paid_by_initials: str
    witness_initials: str
    witness_code: str


@dataclass(frozen=True, kw_only=True)
class Confirmation:
    """How a handover is confirmed.

    `signature` is the drawn SVG path («M12 40L13 44…»). Without it `witness`, another member of
    staff, and both initials are needed; with `witness_code`, their own, they confirm at once,
    without it they are asked (`ask_witness`).
    """

    signature: str = ""
    witness: User | None = None
    paid_by_initials: str = ""
    witness_initials: str = ""
    witness_code: str = ""


def must_be_signed(confirmation: Confirmation, *, by: User, team_id: int) -> None:
    """Raise RuleBroken unless there is a drawing, or another of the team's payers was there."""
    witness = confirmation.witness
    if confirmation.signature:
        if not _is_signature(confirmation.signature):
            raise RuleBroken(
                _("Streken er for kort eller for rett. Prøv igjen, eller la to ansatte bekrefte.")
            )
        return
    if witness is None or witness.pk == by.pk:
        raise RuleBroken(_("Velg en kollega som så at pengene ble gitt."))
    must_be_colleague(witness, by=by, team_id=team_id)
    initials = (confirmation.paid_by_initials, confirmation.witness_initials)
    if not all(0 < len(text.strip()) <= 4 for text in initials):
        raise RuleBroken(_("Skriv initialene til dere begge."))
    if confirmation.witness_code:
        second_person.must_know_code(witness, code=confirmation.witness_code)


def must_be_colleague(witness: User | None, *, by: User, team_id: int) -> None:
    """Raise RuleBroken unless `witness`, another person than `by`, is a payer of the team today."""
    paying = Membership.objects.active().filter(team_id=team_id, role__in=PAYING)
    if witness is None or witness.pk == by.pk or not paying.filter(user=witness).exists():
        raise RuleBroken(_("Velg en kollega i teamet som kan betale ut."))
    second_person.must_be_two(by, witness)


def facts(confirmation: Confirmation, *, by: User) -> dict[str, Any]:
    """Return what a receipt says of how it was confirmed."""
    drawn = confirmation.signature
    return {
        "paid_by": by,
        "paid_by_initials": confirmation.paid_by_initials.strip().upper(),
        "witness": confirmation.witness,
        "witness_initials": confirmation.witness_initials.strip().upper(),
        "signature_sha256": hashlib.sha256(drawn.encode()).hexdigest() if drawn else "",
    }


def must_be_second(witness: User | None, *, by: User, team_id: int, code: str) -> None:
    """Raise RuleBroken unless `witness` can be the second of two for what no receiver signs.

    As `must_be_colleague`; with `code`, their own, they confirm at once. Call it outside a
    transaction that may be rolled back.
    """
    must_be_colleague(witness, by=by, team_id=team_id)
    if witness is not None and code:
        second_person.must_know_code(witness, code=code)


def ask_witness(
    row: CashReceipt | GiftCardReceipt | BoxCount, *, team_id: int, by: User, code: str
) -> None:
    """Let the second of two confirm `row` themselves, when there is one (rules.md#two-people)."""
    if row.witness is not None:
        second_person.ask(row, team=team_id, person=row.witness, asked_by=by, by_code=bool(code))


def ask_second(entry: Entry, witness: User | None, *, team_id: int, by: User, code: str) -> None:
    """Let `witness`, whom `must_be_second` let through, confirm what `entry` says went out."""
    if witness is not None:
        second_person.ask(entry, team=team_id, person=witness, asked_by=by, by_code=bool(code))


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
    strokes = [
        _thinned([(int(x), int(y)) for x, y in (point.split() for point in stroke.split("L"))])
        for stroke in path.split("M")[1:]
    ]
    lines = [pair for stroke in strokes for pair in pairwise(stroke)]
    drawn = sum(math.dist(*line) for line in lines)
    return drawn >= SHORTEST_SIGNATURE and _bends(lines, strokes) >= 2 and not _is_straight(strokes)


def _thinned(stroke: list[Point]) -> list[Point]:
    """Leave out what trembles: points nearer than `TREMBLING` to the one before."""
    kept = stroke[:1]
    for point in stroke[1:]:
        if math.dist(kept[-1], point) >= TREMBLING:
            kept.append(point)
    return kept


def _bends(lines: list[tuple[Point, Point]], strokes: list[list[Point]]) -> int:
    """Count where the pen turned, and where it was lifted between two strokes: an X has two."""
    ways = [math.atan2(end[1] - start[1], end[0] - start[0]) for start, end in lines]
    turns = sum(
        abs(math.remainder(after - before, 2 * math.pi)) > BEND for before, after in pairwise(ways)
    )
    return turns + max(0, sum(len(stroke) > 1 for stroke in strokes) - 1)


def _is_straight(strokes: list[list[Point]]) -> bool:
    """Tell whether everything lies along one straight line, also to and fro."""
    points = [point for stroke in strokes for point in stroke]
    start = points[0]
    end = max(points, key=lambda point: math.dist(start, point))
    length = math.dist(start, end) or 1.0
    across = [
        (end[0] - start[0]) * (point[1] - start[1]) - (end[1] - start[1]) * (point[0] - start[0])
        for point in points
    ]
    return (max(across) - min(across)) / length < 2 * TREMBLING
