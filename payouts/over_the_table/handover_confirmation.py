"""What makes a handover sure: a drawn signature, or two members of staff."""

import cmath
import math
import re
from datetime import timedelta
from itertools import pairwise
from typing import TypedDict

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import second_person
from accounts.models import PAYING, Membership, User
from core.errors import RuleBroken
from payouts.models import Signature

MOST_SIGNATURE_LENGTH = 60_000
SHORTEST_SIGNATURE = 60
"""Units of the 600 × 200 drawing area: a dot is no signature, a short scribble is."""
KEPT = timedelta(days=5 * 366)
"""How long a drawing is kept: as the receipt's primary documentation, five years
(bokføringsloven § 13). The receipt itself stays."""
TREMBLING = 8
"""Units within which a hand that draws a straight line wavers."""
BEND = math.radians(30)
_PATH = re.compile(r"(?:M\d{1,3} \d{1,3}(?:L\d{1,3} \d{1,3})+)+", re.ASCII)


class Signed(TypedDict, total=False):
    """How a handover is confirmed.

    `signature` is the drawn SVG path («M12 40L13 44…»). Without it `witness`, another member of
    staff, and both initials are needed; with `witness_code`, their own, they confirm at once,
    without it they are asked (`ask_second`).
    """

    signature: str
    witness: User | None
    paid_by_initials: str
    witness_initials: str
    witness_code: str


def must_be_confirmed(signed: Signed, *, by: User, team_id: int) -> None:
    """Raise RuleBroken unless there is a drawing, or another of the team's payers was there."""
    if drawn := signed.get("signature"):
        if not _is_signature(drawn):
            raise RuleBroken(
                _("Streken er for kort eller for rett. Prøv igjen, eller la to ansatte bekrefte.")
            )
        return
    witness = signed.get("witness")
    if witness is None or witness.pk == by.pk:
        raise RuleBroken(_("Velg en kollega som så at pengene ble gitt."))
    initials = (signed.get("paid_by_initials", ""), signed.get("witness_initials", ""))
    if not all(0 < len(text.strip()) <= 4 for text in initials):
        raise RuleBroken(_("Skriv initialene til dere begge."))
    must_be_second(witness, by=by, team_id=team_id, code=signed.get("witness_code", ""))


def must_be_second(witness: User | None, *, by: User, team_id: int, code: str) -> None:
    """Raise RuleBroken unless `witness`, another person than `by`, is a payer of the team today.

    With `code`, their own, they confirm at once; inside a transaction that raises RuntimeError.
    """
    paying = Membership.objects.active().filter(team_id=team_id, role__in=PAYING)
    if witness is None or witness.pk == by.pk or not paying.filter(user=witness).exists():
        raise RuleBroken(_("Velg en kollega i teamet som kan betale ut."))
    second_person.must_be_two(by, witness)
    if code:
        second_person.must_know_code(witness, code=code)


def ask_second(of: Model, witness: User | None, *, team_id: int, by: User, code: str) -> None:
    """Let `witness`, when there is one, confirm `of` themselves (rules.md#two-people).

    `must_be_second` let them through, with the `code` if there is one.
    """
    if witness is not None:
        second_person.ask(of, team=team_id, person=witness, asked_by=by, by_code=bool(code))


def forget_drawings() -> int:
    """Delete the drawings whose time is over; return how many."""
    deleted, _kinds = Signature.objects.filter(kept_until__lt=timezone.localdate()).delete()
    return deleted


def _is_signature(path: str) -> bool:
    """Tell whether `path` is a drawing (static/js/signature.js) with a stroke worth the name."""
    if len(path) > MOST_SIGNATURE_LENGTH or not _PATH.fullmatch(path):
        return False
    strokes = [
        _thinned([complex(*map(int, point.split())) for point in stroke.split("L")])
        for stroke in path.split("M")[1:]
    ]
    lines = [end - start for stroke in strokes for start, end in pairwise(stroke)]
    drawn = sum(map(abs, lines))
    return drawn >= SHORTEST_SIGNATURE and _bends(lines, strokes) >= 2 and not _is_straight(strokes)


def _thinned(stroke: list[complex]) -> list[complex]:
    """Leave out what trembles: points nearer than `TREMBLING` to the one before."""
    kept = stroke[:1]
    for point in stroke[1:]:
        if abs(point - kept[-1]) >= TREMBLING:
            kept.append(point)
    return kept


def _bends(lines: list[complex], strokes: list[list[complex]]) -> int:
    """Count where the pen turned, and where it was lifted between two strokes: an X has two."""
    turns = sum(abs(cmath.phase(after / before)) > BEND for before, after in pairwise(lines))
    return turns + max(0, sum(len(stroke) > 1 for stroke in strokes) - 1)


def _is_straight(strokes: list[list[complex]]) -> bool:
    """Tell whether everything lies along one straight line, also to and fro."""
    ways = [point - strokes[0][0] for stroke in strokes for point in stroke]
    along = max(ways, key=abs) or 1
    across = [(way / along).imag * abs(along) for way in ways]
    return max(across) - min(across) < 2 * TREMBLING
