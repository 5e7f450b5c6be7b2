"""Every portal in a real browser: its menu, its front pages, and each list to its last row.

`tests.walk` opens every page, by Django's client. Here are scripts on: what htmx, Wagtail and our
own scripts make of the pages on the way is answered too, and nothing is said in the console.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, Error, Page, Request, Response

from tests.browser.site import Site, served
from tests.browser.visitor import Visitor
from tests.demo_database import Demonstration
from tests.walk.programme import LISTS, SIGN_INS

NOT_FOLLOWED = re.compile(r"/(static|bilder|webhooks)/|\.(ics|atom|geojson|csv|xml|txt)(\?|$)")
STAFF = ("/staff/", "/konto/2fa/", "/konto/password/")
PORTALS = {
    "public": (("/", "/nn/", "/en/"), ("/",)),
    **dict.fromkeys(
        ("leader", "worker", "peer_worker", "finance", "auditor"), (("/staff/",), STAFF)
    ),
    "editor": (("/staff/", "/admin/"), (*STAFF, "/admin/")),
    "partner": (("/partner/",), ("/partner/",)),
    "card": (("/min/",), ("/min/",)),
}
"""By who comes: the front pages, and what is theirs."""
LAST = 40
"""More pages than any list has: whoever comes here goes round."""


@pytest.fixture(scope="module")
def large(demo_database: Callable[..., Demonstration]) -> Demonstration:
    """Return a copy whose every list has several pages."""
    return demo_database(large=True)


@pytest.fixture(scope="module")
def large_site(large: Demonstration) -> Iterator[Site]:
    """Serve it."""
    with served(large.url, large.folder) as site:
        yield site


@pytest.fixture(scope="module")
def opens(
    large: Demonstration, large_site: Site, browser: Browser
) -> Iterator[Callable[[], Visitor]]:
    """Return a function that opens it for somebody who has not been there before."""
    with ExitStack() as opened:

        def visit() -> Visitor:
            context = browser.new_context(
                base_url=large_site.url, viewport={"width": 1280, "height": 800}, locale="nb-NO"
            )
            context.set_default_timeout(45_000)
            opened.callback(context.close)
            return Visitor(context.new_page(), site=large_site, password=large.password)

        yield visit


class Walk:
    """Somebody at one portal. `problems` is what was wrong on the way."""

    def __init__(self, visitor: Visitor, *, site: str, inside: tuple[str, ...]) -> None:
        self.page: Page = visitor.page
        self.site = site
        self.inside = inside
        self.opened: dict[str, str] = {}
        self.met: set[str] = set()
        self.problems: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", self._broken)
        self.page.on("requestfailed", self._failed)
        self.page.on("response", self._answered)

    def walk(self, starts: tuple[str, ...], lists: tuple[str, ...]) -> None:
        """Open the front pages and all that they and the menu lead to, and each list whole."""
        waiting = list(starts)
        for start in starts:
            self.open(start)
            waiting += self._links("body")
        for address in dict.fromkeys([*waiting, *lists]):
            self.open(address)
            self._to_the_last_row(address)

    def open(self, address: str) -> None:
        """Open a page once."""
        if address in self.opened:
            return
        try:
            answer = self.page.goto(address)
        except Error as error:  # also: redirected too many times
            self.problems.append(f"{address}: {error.message.splitlines()[0]}")
            self.opened[address] = ""
            return
        if answer is not None and answer.status >= 400:
            self.problems.append(f"{address} answers {answer.status}")
        self._read(address)

    def _read(self, address: str) -> None:
        self.opened[address] = self.page.url
        self.met |= set(self._links("main"))

    def _to_the_last_row(self, address: str) -> None:
        seen: dict[str, str] = {}
        if self.opened.get(address) and self.opened[address] != self.page.url:
            self.page.goto(address)
        for number in range(1, LAST):
            words = self._words()
            if words in seen:
                self.problems.append(f"{address}: {seen[words]} and {number} say the same")
            seen[words] = str(number)
            ahead = self.page.locator("main a[rel=next][href*='side=']")
            if ahead.count() == 0:
                return
            with self.page.expect_navigation():
                ahead.first.click()
            self._read(urlsplit(self.page.url)._replace(scheme="", netloc="").geturl())
        self.problems.append(f"{address}: has no last page")

    def _words(self) -> str:
        """Return the words of the list without those that lead to its other pages."""
        return str(
            self.page.evaluate(
                """() => {
                  const main = document.querySelector("main").cloneNode(true);
                  main.querySelectorAll("nav").forEach(part => part.remove());
                  return main.textContent.replace(/\\s+/g, " ");
                }"""
            )
        )

    def _links(self, where: str) -> list[str]:
        found: list[str] = self.page.evaluate(
            """where => [...document.querySelectorAll(`${where} a[href]`)].map(
                 link => link.getAttribute("href"))""",
            where,
        )
        whole = (urljoin(self.page.url, link).partition("#")[0] for link in found)
        ours = (one.removeprefix(self.site) for one in whole if one.startswith(f"{self.site}/"))
        return [one for one in ours if not NOT_FOLLOWED.search(one) and self._is_inside(one)]

    def _is_inside(self, address: str) -> bool:
        if self.inside == ("/",):
            return not address.startswith(("/staff/", "/admin/", "/konto/", "/partner/", "/min/"))
        return address.startswith(self.inside)

    def _note(self, what: str) -> None:
        self.problems.append(f"{self.page.url}: {what}")

    def _broken(self, error: Error) -> None:
        self._note(f"error: {error}")

    def _hear(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self._note(f"console: {message.text}")

    def _failed(self, request: Request) -> None:
        # Whoever goes on before a picture is there has broken nothing.
        if request.failure != "net::ERR_ABORTED":
            self._note(f"{request.failure}: {request.url}")

    def _answered(self, answer: Response) -> None:
        if answer.status >= 400 and answer.request.resource_type != "document":
            self._note(f"{answer.status}: {answer.url}")


LIKE_THE_LEADERS = {"worker", "peer_worker", "finance", "auditor"}
"""Doors made of the same pages: Django's client walks them each time."""


@pytest.mark.parametrize(
    "who",
    [
        pytest.param(who, marks=pytest.mark.long) if who in LIKE_THE_LEADERS else who
        for who in PORTALS
    ],
)
def test_a_door_leads_on_to_every_last_row(
    who: str, large: Demonstration, large_site: Site, opens: Callable[..., Visitor]
) -> None:
    starts, inside = PORTALS[who]
    visitor = opens()
    if who in SIGN_INS:
        visitor.sign_in(SIGN_INS[who][0])
    elif who == "card":
        visitor.with_card(large.card)
    walk = Walk(visitor, site=large_site.url, inside=inside)
    walk.walk(starts, LISTS.get(who, ()))
    assert walk.problems == []
    assert sorted(set(large.to_be_met["planted"].get(who, ())) - walk.met) == []
