"""Make the raster pictures of Reir from its drawings: `python tools/pictures.py`, or `make
pictures`.

The SVG files under `static/illustrations/` are the source and are drawn by hand. From each of
them comes a WebP of 1600×1200 (page leads, Wagtail's own pictures), and from those that lead a
story or a project also a PNG of 1200×900 for link previews (Open Graph), which most services
will not read as WebP or SVG. From the mark come the icons a phone puts on its home screen. What
is made is committed, so nobody needs a browser to run Reir; run this again after changing a
drawing. The same drawings give the same bytes.

Needs the development dependencies (playwright, pillow) and a Chromium: /usr/bin/chromium, or the
path in the environment variable CHROMIUM.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from cms.illustrations import WITH_PNG  # noqa: E402 - after the path to it

ILLUSTRATIONS = ROOT / "static" / "illustrations"
BRAND = ROOT / "static" / "brand"

PAGE_SIZE = (1600, 1200)
PREVIEW_SIZE = (1200, 900)
ICON_SIZES = (180, 512)
WEBP_QUALITY = 82
LARGEST_SVG_BYTES = 6_000
BIRCH = "#FBF8F1"


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the system's Chromium without sound, network chatter or a window."""
    executable = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    arguments = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--force-color-profile=srgb",
    ]
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=executable, args=arguments)
        except PlaywrightError as error:
            raise SystemExit(
                f"No Chromium started at {executable}. Install it, or set CHROMIUM.\n{error}"
            ) from error
        try:
            yield browser
        finally:
            browser.close()


def render(browser: Browser, *, drawing: Path, size: tuple[int, int]) -> Image.Image:
    """Return the drawing as an RGB image of exactly `size` pixels, on birch paper where it is see-
    through.
    """
    width, height = size
    page = browser.new_page(viewport={"width": width, "height": height}, device_scale_factor=1)
    try:
        svg = drawing.read_text(encoding="utf-8")
        page.set_content(
            f"<style>html,body{{margin:0;background:{BIRCH}}}"
            f"svg{{display:block;width:{width}px;height:{height}px}}</style>{svg}"
        )
        png = page.screenshot(type="png")
    finally:
        page.close()
    return Image.open(io.BytesIO(png)).convert("RGB")


def save_png(image: Image.Image, *, path: Path) -> None:
    """Write a small PNG: flat drawings lose nothing one can see with 64 colours."""
    palette = image.quantize(colors=64, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    palette.save(path, format="PNG", optimize=True)


def make_illustrations(browser: Browser) -> list[Path]:
    """Write the WebP, and where it is wanted the PNG, beside every drawing; return what was
    written.
    """
    made = []
    for drawing in sorted(ILLUSTRATIONS.glob("*.svg")):
        size = drawing.stat().st_size
        if size > LARGEST_SVG_BYTES:
            raise SystemExit(
                f"{drawing.name} is {size} bytes; a drawing is at most {LARGEST_SVG_BYTES}."
            )
        webp = drawing.with_suffix(".webp")
        render(browser, drawing=drawing, size=PAGE_SIZE).save(
            webp, format="WEBP", quality=WEBP_QUALITY, method=6
        )
        made.append(webp)
        if drawing.stem in WITH_PNG:
            png = drawing.with_suffix(".png")
            save_png(render(browser, drawing=drawing, size=PREVIEW_SIZE), path=png)
            made.append(png)
    return made


def make_icons(browser: Browser) -> list[Path]:
    """Write the home-screen icons from the mark; return what was written, nothing when there is no
    mark.
    """
    mark = BRAND / "mark.svg"
    if not mark.exists():
        print(f"{mark.relative_to(ROOT)} is not there: no icons made.")
        return []
    made = []
    for side in ICON_SIZES:
        # A home screen cuts the corners off: the mark keeps an eighth of the side as air all round.
        air = side // 8
        inner = side - 2 * air
        icon = Image.new("RGB", (side, side), BIRCH)
        icon.paste(render(browser, drawing=mark, size=(inner, inner)), (air, air))
        path = BRAND / f"icon-{side}.png"
        save_png(icon, path=path)
        made.append(path)
    return made


def main() -> int:
    """Make every picture and say what it weighs."""
    missing = [name for name in sorted(WITH_PNG) if not (ILLUSTRATIONS / f"{name}.svg").exists()]
    if missing:
        raise SystemExit(f"No drawing for: {', '.join(missing)}.")
    with chromium() as browser:
        made = make_illustrations(browser) + make_icons(browser)
    weight = sum(path.stat().st_size for path in made)
    print(f"{len(made)} pictures, {weight / 1_000_000:.2f} MB in all.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
