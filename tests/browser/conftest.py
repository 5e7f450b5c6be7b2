"""A served copy of the demonstration, and a real browser to walk through it.

Everything here lives as long as this folder's tests run, no longer: while a browser is open, the
ORM refuses to work in the same thread. Each process that runs some of them has a copy of its own.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from tests.browser.site import Site, served
from tests.browser.visitor import Visitor
from tests.demo_database import Demonstration

HERE = Path(__file__).resolve().parent
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
BUILD = "import django; django.setup(); from tests.browser import people; people.build()"
SERVER_ERROR = "Internal Server Error"
LEADER = "nina.solberg@reir.example"
expect.set_options(timeout=45_000)  # as long as a page is waited for: its own five seconds are few


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that open a browser."""
    for item in items:
        if item.path.is_relative_to(HERE) and "browser" in item.fixturenames:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def demonstration(demo_database: Callable[[], Demonstration]) -> Demonstration:
    """Return the copy of the demonstration that these tests share, with people of their own."""
    copy = demo_database()
    copy.python("-c", BUILD)
    return copy


@pytest.fixture(scope="package")
def site(demonstration: Demonstration) -> Iterator[Site]:
    """Serve the copy. Whatever was asked of it, nothing may have broken."""
    with served(demonstration.url, demonstration.folder) as site:
        yield site
    log = (demonstration.folder / "server.log").read_text()
    assert SERVER_ERROR not in log, log[log.index(SERVER_ERROR) :][:4000]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Open the system's Chromium; without one, skip (an error when CI=true)."""
    names = (os.environ.get("CHROMIUM"), *CHROMIUM)
    path = next((found for name in names if name and (found := shutil.which(name))), None)
    if path is None:
        words = "Chromium was not found. Install it, or name it in CHROMIUM."
        if os.environ.get("CI") == "true":
            pytest.fail(words, pytrace=False)
        pytest.skip(words)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def visits(
    site: Site, demonstration: Demonstration, browser: Browser
) -> Iterator[Callable[..., Visitor]]:
    """Return a function that opens the site for somebody who has not been there before.

    `visits(javascript=False, width=1280, height=800)`; without, it is a small phone. The window is
    shut after the test: hundreds that stay open, each with its timers, slow the next ones down.
    """
    with _opening(site, demonstration, browser) as visit:
        yield visit


@pytest.fixture(scope="module")
def long_visits(
    site: Site, demonstration: Demonstration, browser: Browser
) -> Iterator[Callable[..., Visitor]]:
    """Return the same for windows in which many tests of a module look."""
    with _opening(site, demonstration, browser) as visit:
        yield visit


@contextmanager
def _opening(
    site: Site, demonstration: Demonstration, browser: Browser
) -> Iterator[Callable[..., Visitor]]:
    with ExitStack() as opened:

        def visit(
            *,
            javascript: bool = True,
            width: int = 360,
            height: int = 640,
        ) -> Visitor:
            context: BrowserContext = browser.new_context(
                base_url=site.url,
                java_script_enabled=javascript,
                viewport={"width": width, "height": height},
                locale="nb-NO",
            )
            context.set_default_timeout(45_000)
            opened.callback(context.close)
            return Visitor(context.new_page(), site=site, password=demonstration.password)

        yield visit
