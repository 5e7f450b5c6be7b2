"""How fast the board follows the pointer, and how soon it says what would not fit.

Measured in the page itself with `performance.now()`, from the moment the browser was handed the
pointer's event: «shown» is when the frame after it has been painted, «answered» when the words of
the server stand there. It is asked of a large week (`tests.bench.prepare board`).
"""

import gzip
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

BROWSERS = ("chromium", "chromium-browser", "google-chrome")

DESK: Any = {"width": 1280, "height": 800}
SETTLED = 400
"""Milliseconds between two drags, so that one does not wait for what the last one asked."""
WATCH = """
() => {
  const kept = (window.dragTimes = { shown: [], from: 0, answered: 0 });
  const isLifted = () => document.querySelector(".board-card--dragged, .hours--dragged");
  document.addEventListener("pointermove", (event) => {
    const began = event.timeStamp;
    requestAnimationFrame(() => setTimeout(() => {
      if (!isLifted()) return;
      kept.shown.push(performance.now() - began);
      kept.from ||= began;
    }));
    kept.last = began;
  }, true);
  const board = document.querySelector("[data-board]");
  const says = document.querySelector("[data-board-says]");
  const isAnswered = () =>
    board.querySelector(".board__aim") || /Alt passer|▲/.test(says.textContent);
  new MutationObserver(() => {
    if (isLifted() && !kept.answered && isAnswered()) kept.answered = performance.now();
  }).observe(document.body, { subtree: true, childList: true, characterData: true,
                              attributes: true, attributeFilter: ["class"] });
}
"""
FORGET = "() => Object.assign(window.dragTimes, { shown: [], from: 0, last: 0, answered: 0 })"
WEIGHT = """
() => performance.getEntriesByType("resource")
  .map((one) => [new URL(one.name).pathname, one.initiatorType, one.encodedBodySize])
"""
PAINTED = """
() => new Promise((answer) => {
  const told = (list) => {
    const one = list.find((entry) => entry.name === "first-contentful-paint");
    if (one) answer(one.startTime);
  };
  const watch = new PerformanceObserver((list) => told(list.getEntries()));
  watch.observe({ type: "paint", buffered: true });
})
"""


@dataclass
class Times:
    """Milliseconds: the slowest frame of each drag, and the answer of each."""

    shown: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)


def cards(page: Any, *, times: int) -> Times:
    """Drag a card of the board by person `times` times over cells of its row."""
    from_card = page.locator("tr[data-staff] .board-card").first
    to_cell = from_card.locator("xpath=ancestor::tr/td[@data-day]").last
    return _drags(page, times, lambda: _drag(page, from_card, to_cell, answer=".board__aim"))


def bars(page: Any, *, times: int) -> Times:
    """Drag a bar of the board by day `times` times along its hours."""
    bar = page.locator("[data-move] .hours__bar").first
    target = page.locator("[data-board-says]").filter(has_text="Alt passer")
    target = target.or_(page.locator("[data-board-says]").filter(has_text="▲"))
    return _drags(page, times, lambda: _drag(page, bar, None, answer=target))


def drops(page: Any, *, times: int) -> list[float]:
    """Give a card to a colleague `times` times: milliseconds until the new board is painted.

    The browser's own clock of the page that the drop leads to begins when the form is sent.
    """
    found = []
    for _time in range(times):
        card = page.locator("tr[data-staff] .board-card:has(a[data-act=swap])").first
        own = card.locator("xpath=ancestor::tr").get_attribute("data-staff")
        card.scroll_into_view_if_needed()
        box = card.bounding_box()
        page.mouse.move(box["x"] + 6, box["y"] + 6)
        page.mouse.down()
        page.mouse.move(box["x"] + 30, box["y"] + 12, steps=4)
        aim = page.locator(f'tr[data-staff]:not([data-staff="{own}"]) > .board__aim--clear').first
        aim.wait_for()
        aim.scroll_into_view_if_needed()
        to = aim.bounding_box()
        page.mouse.move(to["x"] + 8, to["y"] + 8, steps=4)
        with page.expect_navigation(wait_until="load"):
            page.mouse.up()
        found.append(page.evaluate(PAINTED))
    return found


def weight(page: Any) -> int:
    """Return the packed bytes of the page with each script and style sheet that it loads.

    The page itself is packed here: in operation the server before gunicorn does it.
    """
    loaded = {
        path: size
        for path, kind, size in page.evaluate(WEIGHT)
        if kind in ("script", "link", "css") and path.endswith((".css", ".js"))
    }
    body = page.request.get(page.url).body()
    return len(gzip.compress(body)) + sum(loaded.values())


def chromium() -> str | None:
    """Return where the system's Chromium is."""
    names = (os.environ.get("CHROMIUM"), *BROWSERS)
    return next((found for name in names if name and (found := shutil.which(name))), None)


@dataclass(frozen=True)
class Measured:
    """What was found of a board: `drops` are milliseconds, `weight` is packed bytes."""

    cards: Times
    bars: Times
    drops: list[float]
    weight: int


def measured(path: str, *, url: str, made: dict[str, Any], times: int) -> Measured:
    """Return how long cards and bars take under `url`, and what the board by person weighs."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        context = browser.new_context(base_url=url, viewport=DESK, locale="nb-NO")
        name, _is, value = made["cookie"].partition("=")
        context.add_cookies([{"name": name, "value": value, "url": url}])
        page = context.new_page()
        page.goto(made["address"])
        by_card, bytes_ = cards(page, times=times), weight(page)
        page.goto(made["by_day"])
        by_bar = bars(page, times=times)
        page.goto(made["address"])
        dropped = drops(page, times=times)
        browser.close()
    return Measured(by_card, by_bar, dropped, bytes_)


def _drags(page: Any, times: int, drag: Callable[[], None]) -> Times:
    page.wait_for_load_state("networkidle")
    page.evaluate(WATCH)
    found = Times()
    for _time in range(times):
        page.evaluate(FORGET)
        drag()
        kept = page.evaluate("() => window.dragTimes")
        page.keyboard.press("Escape")
        page.mouse.up()
        page.wait_for_timeout(SETTLED)
        found.shown.append(max(kept["shown"]))
        since = kept["from"] if page.locator("[data-hours]").count() == 0 else kept["last"]
        found.answered.append(kept["answered"] - since)
    return found


def _drag(page: Any, what: Any, cell: Any, *, answer: Any) -> None:
    """Lift `what`, carry it over `cell` or along the hours, and rest until there is an answer."""
    what.scroll_into_view_if_needed()
    box = what.bounding_box()
    x, y = box["x"] + 6, box["y"] + 6
    page.mouse.move(x, y)
    page.mouse.down()
    to = cell.bounding_box() if cell else None
    page.mouse.move(to["x"] + 20 if to else x + 60, to["y"] + 20 if to else y, steps=12)
    (page.locator(answer) if isinstance(answer, str) else answer).first.wait_for()
