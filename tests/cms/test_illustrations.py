"""The drawings are small, speak for themselves, and bring nothing in from outside."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

FOLDER = Path(__file__).parents[2] / "static" / "illustrations"
DRAWINGS = sorted(FOLDER.glob("*.svg"))
PALETTE = {
    "#FBF8F1",
    "#1D2320",
    "#1F4D3A",
    "#CFE0D3",
    "#1F5673",
    "#D5E3EA",
    "#A8432B",
    "#F2C14E",
}
SVG = "{http://www.w3.org/2000/svg}"
PLAIN_TAGS = {"svg", "title", "g", "path", "circle", "ellipse", "clipPath"}


@pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda drawing: drawing.stem)
def test_drawing_is_small_titled_and_keeps_to_itself(drawing: Path) -> None:
    text = drawing.read_text(encoding="utf-8")
    root = ElementTree.fromstring(text)  # noqa: S314 - our own file
    assert len(text.encode()) < 6_000
    assert root.get("viewBox") == "0 0 400 300"
    assert (root.findtext(f"{SVG}title") or "") != ""
    assert {element.tag.removeprefix(SVG) for element in root.iter()} - PLAIN_TAGS == set()
    assert set(re.findall(r"#[0-9A-Fa-f]{6}\b", text)) - PALETTE == set()
    assert set(re.findall(r'stroke-width="([^"]+)"', text)) == {"6"}


@pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda drawing: drawing.stem)
def test_drawing_has_its_raster_copies(drawing: Path) -> None:
    with Image.open(drawing.with_suffix(".webp")) as page_picture:
        assert page_picture.size == (1600, 1200)
    preview = drawing.with_suffix(".png")
    if preview.exists():
        with Image.open(preview) as preview_picture:
            assert preview_picture.size == (1200, 900)
