"""A leader plans by keyboard alone: Tab, Space, Enter and typing, with JavaScript and without.

`Keys` knows no pointer. On the way to each control it looks at every stop of the focus: it must be
in the window, have a size, and let go of the focus again.
"""

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import LEADER
from tests.browser.site import Site
from tests.browser.test_new_session import BUILD
from tests.browser.visitor import Visitor
from tests.demo_database import Demonstration

MOST_STOPS = 250
STOP = """
element => {
  const at = document.activeElement;
  const box = at.getBoundingClientRect();
  const isSeen = box.width > 0 && box.height > 0 && box.bottom > 0 && box.right > 0
    && box.top < innerHeight && box.left < innerWidth;
  return { isThere: at === element, isSeen, isBody: at === document.body,
           name: `${at.tagName} ${at.id} ${at.textContent.trim().slice(0, 30)}` };
}
"""


class Keys:
    """Somebody at a keyboard. `out_of_sight` are the stops of the focus that could not be seen."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.out_of_sight: list[str] = []
        self.stops = 0

    def reach(self, target: Locator) -> "Keys":
        """Press Tab until the focus is on `target`."""
        element = target.first.element_handle()
        last = ""
        for _stop in range(MOST_STOPS):
            at = self.page.evaluate(STOP, element)
            if not at["isBody"]:
                if not at["isSeen"]:
                    self.out_of_sight.append(f"{self.page.url}: {at['name']}")
                if at["isThere"]:
                    return self
            last = at["name"]
            self.page.keyboard.press("Tab")
            self.stops += 1
        raise AssertionError(f"never reached {target} on {self.page.url}; the last was {last}")

    def press(self, name: str, *, key: str = "Enter") -> "Keys":
        """Go to the first link or button called so, press it, and wait for the next page."""
        main = self.page.get_by_role("main")
        there = main.get_by_role("button", name=name).or_(main.get_by_role("link", name=name))
        self.reach(there.locator("visible=true"))
        with self.page.expect_navigation():
            self.page.keyboard.press(key)
        return self

    def choose(self, label: str, option: str) -> "Keys":
        """Go to a list and type the words of an option."""
        self.reach(self.page.get_by_label(label, exact=True))
        self.page.keyboard.type(option)
        return self

    def write(self, label: str, text: str) -> "Keys":
        """Go to a field and type over what stands there."""
        self.reach(self.page.get_by_label(label, exact=True))
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)
        return self

    def tick(self, name: str) -> "Keys":
        """Go to a box, and tick it unless the page has."""
        box = self.page.get_by_label(name)
        self.reach(box)
        if not box.is_checked():
            self.page.keyboard.press("Space")
        return self

    def reads(self, *sentences: str) -> "Keys":
        """Assert that each sentence can be seen."""
        for sentence in sentences:
            self.page.get_by_text(sentence).locator("visible=true").first.wait_for()
        return self


@pytest.fixture
def team(site: Site) -> Iterator[tuple[str, int]]:
    """Give the name and key of a team that has done one thing once."""
    name = f"prove-{uuid4().hex[:6]}"
    pk, _activity = map(int, site.python(BUILD.replace("NAME", name)).split())
    yield name, pk
    site.python(
        "from accounts.models import Membership; from activities.models import Shift;"
        f"Shift.objects.filter(session__team={pk}).delete();"  # the leader is free again
        f"Membership.objects.filter(team={pk}).delete()"
    )


@pytest.mark.parametrize("javascript", [True, False], ids=["with-javascript", "without"])
def test_a_week_is_planned_without_a_pointer(
    visits: Callable[..., Visitor],
    team: tuple[str, int],
    demonstration: Demonstration,
    javascript: bool,
) -> None:
    name, pk = team
    leader = visits(javascript=javascript, width=1280, height=800).sign_in(LEADER)
    page = leader.page
    keys = Keys(page)

    # A weekly series with two colleagues and an honorarium, kept as drafts.
    page.goto("/staff/faste-treff/nytt/")
    keys.choose("Aktivitet", f"Snekring {name}")
    if javascript:
        expect(page.locator("#id_places")).to_have_value("8")
        leader.rests()
    else:
        keys.press("Fyll ut som sist")
    keys.write("Begynner", "1100").write("Slutter", "1300")
    for colleague in ("Ada", "Bo"):
        keys.tick(f"{colleague} {name}")
    keys.write("Honorar til hver (kan stå tomt)", "200").press("Lagre som utkast")
    drafts = "select count(*) from activities_session where team_id = ? and state = 'draft'"
    [(made,)] = demonstration.rows(f"{drafts} and series_id is not null", pk)
    assert made >= 10

    # Somebody else for who is ill, another day, and undone again: from the board.
    [(first,)] = demonstration.rows(
        "select min(date(starts_at)) from activities_session where team_id = ?"
        " and series_id is not null and starts_at > datetime('now', '+7 days')",
        pk,
    )
    board = f"/staff/uke/folk/?team={name}&uke={first}"
    page.goto(board)
    keys.press("Bytt").press("Bytt").reads("har vakt.")
    keys.press("Flytt").reads("Samme uke")
    keys.press("Flytt hit").reads("er flyttet")
    keys.press("Angre").reads("Angret. Alt er som før.")

    # The week is published.
    keys.press("Publiser uka").reads("utkast blir åpnet")
    keys.press("Publiser uka").reads("er åpnet")
    [(left,)] = demonstration.rows(f"{drafts} and series_id is not null", pk)
    assert left == made - 1
    assert keys.out_of_sight == []
