"""Every page of ours and of the public, looked at narrow and wide, by axe and by a ruler."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import HERE, LEADER
from tests.browser.pages import CONTACT, FORMS, NO_PAGES, PAGES, STATES, UNLIKE, readable_routes
from tests.browser.site import Site
from tests.browser.visitor import Visitor
from tests.database import ROOT
from tests.demo_database import Demonstration

Sizes = tuple[tuple[int, int], ...]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ASK_AXE = """rules => axe.run({
  runOnly: {type: "tag", values: rules}, resultTypes: ["violations"],
  selectors: false, preload: false})
  .then(result => result.violations.flatMap(
    rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 160)}`)))"""
NARROW, MIDDLE, WIDE = (320, 800), (900, 800), (1280, 800)
"""`MIDDLE` is where the pages of staff become those of a desk: tables, panes, two columns."""
LARGE = (320, 360)
"""Widths at which text is made twice as large, and words endless."""
another_look = pytest.mark.parametrize(
    "sizes",
    [
        pytest.param((NARROW,), id="narrow"),
        pytest.param((WIDE, MIDDLE), id="wide", marks=pytest.mark.long),
    ],
)
"""For a page that `test_page` looks at, at every width: with other rows, or its form sent empty."""
SIGN_INS = {
    "staff": "ingrid.moe@reir.example",
    "leader": LEADER,
    "editor": "marte.krogh@reir.example",
    "auditor": "arne.tveit@reir.example",
    "partner": CONTACT,
    "beginner": "ny.leder@reir.example",
}
BEGINNERS = """
import json
from accounts.models import User
from accounts.roles import memberships, teams
from participants import cards, enrolment
team, _made = teams.make("Ny bydel", phone="22 00 00 00")
like = User.objects.get(email="nina.solberg@reir.example")
user = User.objects.create(email="ny.leder@reir.example", first_name="Ny", last_name="Leder",
                           phone=like.phone, password=like.password)
memberships.give(user, team=team, role="leader", by=None)
other = like.memberships.first().team
person = enrolment.enrol(chosen_name="Nykommer", team=other, primary_contact=like, by=like)
print(cards.issue(person, by=like)[1])
"""
"""A team with nobody in it, and somebody who came today."""


class Examiner:
    """Opens pages for whoever they are for and says what is wrong with them."""

    def __init__(self, visits: Callable[..., Visitor], *, site: Site, card: str, new: str) -> None:
        self._visits = visits
        self._cards = {"participant": card, "newcomer": new}
        self._visitors: dict[str, Visitor] = {}
        self._site = site
        self._heard: list[str] = []
        self._ruler = (Path(HERE) / "examine.js").read_text()
        self._large = (Path(HERE) / "examine_large.js").read_text()

    def open(self, who: str, address: str, *, status: int = 200) -> list[str]:
        """Open a page wide; return what is wrong with the answer."""
        page = self._visitor(who).page
        self._heard.clear()
        page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
        answer = page.goto(address)
        if answer is None or answer.status != status:
            return [f"answers {answer and answer.status}, not {status}"]
        if "/konto/reauthenticate/" in page.url:  # what guards the sign-in asks once more
            self._visitor(who).confirm_password()
        asked = urlsplit(address)
        if urlsplit(page.url).path != asked.path:
            return [f"leads on to {page.url}"]
        return []

    def send_empty(self, who: str) -> list[str]:
        """Send the page's form with nothing in it; return what is wrong with the answer."""
        page = self._visitor(who).page
        before = page.url
        with page.expect_navigation():
            page.evaluate(
                """() => {
                  const form = document.querySelector("main form[method=post]");
                  for (const field of form.elements) {
                    if (field.type === "hidden" || field.type === "submit") continue;
                    if (field.type === "checkbox" || field.type === "radio") field.checked = false;
                    else if (field.tagName === "SELECT") field.selectedIndex = -1;
                    else field.value = "";
                  }
                  form.noValidate = true;
                  form.requestSubmit();
                }"""
            )
        said = page.get_by_role("alert").count() or page.locator("[aria-invalid=true]").count()
        if page.url.split("?")[0] != before.split("?")[0] or not said:
            return [f"takes an empty form, and leads to {page.url}"]
        return []

    def look(self, who: str, *sizes: tuple[int, int]) -> list[str]:
        """Return what is wrong with the page that is open, at `sizes` or at all of its widths."""
        page = self._visitor(who).page
        problems = []
        staff = page.evaluate("document.body.dataset.portal") == "staff"
        for width, height in sizes or ((WIDE, MIDDLE, NARROW) if staff else (WIDE, NARROW)):
            page.set_viewport_size({"width": width, "height": height})
            page.evaluate(
                "document.querySelectorAll('details:not(.menu)').forEach(part => part.open = true)"
            )
            found = page.evaluate(ASK_AXE, RULES)
            problems += [f"{width} px: {one}" for one in found + page.evaluate(self._ruler)]
        for width in LARGE:  # last: it puts its own words into the page
            page.set_viewport_size({"width": width, "height": NARROW[1]})
            problems += [f"{width} px: {one}" for one in page.evaluate(self._large)]
        # The answer that was asked for may well be 404 or 403: the browser notes it in its console.
        heard = [one for one in self._heard if "Failed to load resource" not in one]
        self._heard.clear()
        return problems + heard

    def _visitor(self, who: str) -> Visitor:
        if who in self._visitors:
            return self._visitors[who]
        visitor = self._visits(width=WIDE[0], height=WIDE[1])
        if who in SIGN_INS:
            visitor.sign_in(SIGN_INS[who])
        elif who in self._cards:
            visitor.with_card(self._cards[who])
        page = visitor.page
        page.add_init_script(path=AXE)
        page.on("console", lambda message: self._hear(message.type, message.text))
        page.on("pageerror", lambda error: self._heard.append(f"error: {error}"))
        page.on("request", lambda request: self._ask(request.url))
        page.on("response", lambda answer: self._answered(answer.status, answer.request))
        self._visitors[who] = visitor
        return visitor

    def _hear(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self._heard.append(f"console: {text}")

    def _ask(self, address: str) -> None:
        if not address.startswith((self._site.url, "data:", "blob:")):
            self._heard.append(f"asks somebody else: {address}")

    def _answered(self, status: int, request: object) -> None:
        if status >= 400 and request.resource_type != "document":
            self._heard.append(f"{status}: {request.url}")


@pytest.fixture(scope="module")
def examiner(
    long_visits: Callable[..., Visitor], site: Site, demonstration: Demonstration
) -> Iterator[Examiner]:
    """Give somebody who looks at pages, at one window for each kind of person."""
    new = site.python(BEGINNERS).strip()
    yield Examiner(long_visits, site=site, card=demonstration.card, new=new)


def test_no_page_is_forgotten() -> None:
    assert readable_routes() - set(PAGES) - NO_PAGES == set()


@pytest.mark.parametrize("name", PAGES)
def test_page(name: str, examiner: Examiner, demonstration: Demonstration) -> None:
    where = PAGES[name]
    address = where.address(name, demonstration)
    assert (examiner.open(where.who, address) or examiner.look(where.who)) == []


@another_look
@pytest.mark.parametrize("state", STATES)
def test_page_in_a_state(
    state: str, sizes: Sizes, examiner: Examiner, demonstration: Demonstration
) -> None:
    name, where = STATES[state]
    address = where.address(name, demonstration)
    assert (examiner.open(where.who, address) or examiner.look(where.who, *sizes)) == []


@another_look
@pytest.mark.parametrize("which", UNLIKE)
def test_page_of_unlike_people(
    which: str, sizes: Sizes, examiner: Examiner, demonstration: Demonstration
) -> None:
    name, where = UNLIKE[which]
    address = where.address(name, demonstration)
    assert (examiner.open(where.who, address) or examiner.look(where.who, *sizes)) == []


@another_look
@pytest.mark.parametrize("name", FORMS)
def test_form_sent_empty(
    name: str, sizes: Sizes, examiner: Examiner, demonstration: Demonstration
) -> None:
    where = PAGES[name]
    problems = examiner.open(where.who, where.address(name, demonstration))
    problems = problems or examiner.send_empty(where.who) or examiner.look(where.who, *sizes)
    assert problems == []


@pytest.mark.parametrize(
    ("who", "address", "status"),
    [
        ("public", "/finnes-ikke/", 404),
        ("staff", "/staff/okt/999999/", 404),
        ("participant", "/min/okt/999999/", 404),
        ("partner", "/partner/avtaler/999999/", 404),
        ("partner", "/staff/", 403),
        ("editor", "/staff/deltakere/", 403),
    ],
)
def test_error_page(who: str, address: str, status: int, examiner: Examiner) -> None:
    assert (examiner.open(who, address, status=status) or examiner.look(who)) == []


def test_the_screen_of_a_wall(examiner: Examiner, visits: Callable[..., Visitor]) -> None:
    """Its address is made with one press, and opened by nobody signed in."""
    staff = visits(javascript=False).sign_in(LEADER).go("/staff/tavle/").press("Lag adressen")
    address = staff.page.locator("#adresse").input_value()
    assert (examiner.open("public", address) or examiner.look("public")) == []
    screen = visits(javascript=False, width=1920, height=1080).go(address).page
    size = "parseFloat(getComputedStyle(document.querySelector('main')).fontSize)"
    assert screen.evaluate(size) >= 0.025 * 1080  # read from four metres
    fits = "document.documentElement.scrollHeight <= innerHeight"
    assert screen.evaluate(fits)
    staff.press("Stopp adressen")
    assert visits().status(address) == 404


@pytest.mark.parametrize(
    ("language", "sizes"),
    [
        ("nb", ()),
        ("nn", (NARROW,)),
        ("en", (NARROW,)),
        pytest.param("nn", (WIDE,), marks=pytest.mark.long),
        pytest.param("en", (WIDE,), marks=pytest.mark.long),
    ],
)
def test_public_pages(
    language: str, sizes: Sizes, examiner: Examiner, visits: Callable[..., Visitor]
) -> None:
    sitemap = visits().page.request.get("/sitemap.xml").text()
    addresses = [part.split("</loc>")[0] for part in sitemap.split("<loc>")[1:]]
    paths = [urlsplit(address).path for address in addresses]
    of_this = [path for path in paths if language == _language_of(path)]
    assert len(of_this) > 15
    problems = {
        path: problems
        for path in of_this
        if (problems := examiner.open("public", path) or examiner.look("public", *sizes))
    }
    assert problems == {}, json.dumps(problems, indent=2, ensure_ascii=False)


def _language_of(path: str) -> str:
    first = path.split("/")[1]
    return first if first in ("nn", "en") else "nb"
