"""A drawn signature: an SVG path in a 600 × 200 box (docs/decisions/005-drawn-signature.md)."""

import cmath
import math
import re
from itertools import pairwise

MOST_SIGNATURE_LENGTH = 60_000
SHORTEST_SIGNATURE = 60
"""Units of the 600 × 200 drawing area: a dot is no signature, a short scribble is."""
TREMBLING = 8
"""Units within which a hand that draws a straight line wavers."""
BEND = math.radians(30)
_PATH = re.compile(r"(?:M\d{1,3} \d{1,3}(?:L\d{1,3} \d{1,3})+)+", re.ASCII)


def is_signature(path: str) -> bool:
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
