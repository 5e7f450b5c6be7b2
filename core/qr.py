"""An address as a square that a camera reads."""

import segno
from django.utils.safestring import SafeString, mark_safe


def drawing_of(address: str) -> SafeString:
    """Return the QR of an address of ours as inline SVG without style attributes."""
    code = segno.make(address, error="m", micro=False)
    drawing = code.svg_inline(scale=4, border=2, omitsize=True, svgclass="qr", lineclass=None)
    return mark_safe(drawing)  # noqa: S308 - drawn by segno from our own address
