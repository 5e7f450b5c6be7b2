"""The signature pad sends strokes as text; a receipt keeps a picture of them."""

import io
import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageDraw

WIDTH, HEIGHT, PEN = 600, 200, 4
LONGEST = 60_000
_STROKES = re.compile(r"(M\d{1,3} \d{1,3}(L\d{1,3} \d{1,3})+)+")
_POINT = re.compile(r"(\d{1,3}) (\d{1,3})")


def drawn(strokes: str) -> bytes:
    """Return `strokes` («M12 40L13 44…» in a 600 × 200 box) as a PNG.

    Raises ValidationError with a sentence when they are no strokes.
    """
    if len(strokes) > LONGEST or not _STROKES.fullmatch(strokes):
        raise ValidationError(_("Vi fikk ikke tak i signaturen. Tegn den en gang til."))
    sheet = Image.new("L", (WIDTH, HEIGHT), "white")
    pen = ImageDraw.Draw(sheet)
    for stroke in strokes.split("M")[1:]:
        points = [(int(x), int(y)) for x, y in _POINT.findall(stroke)]
        pen.line(points, fill="black", width=PEN, joint="curve")
    kept = io.BytesIO()
    sheet.save(kept, format="PNG", optimize=True)
    return kept.getvalue()
