"""The board is dragged: a drop presses a plain page's button, and says first what does not fit."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.conftest import LEADER
from tests.browser.site import Site
from tests.browser.test_pages import AXE, RULES
from tests.browser.visitor import Visitor

BUILD = f"""
import json
from datetime import datetime, time, timedelta
from django.utils import timezone
from accounts.models import Membership, Team, User
from activities.models import Activity, Place
from activities.planning import sessions
from activities.staffing import availability, shifts
team = Team.objects.create(name="Tavle NAME", slug="NAME")
leader = User.objects.get(email="{LEADER}")
Membership.objects.create(team=team, user=leader, role="leader")
staff = []
for name in ("Ada", "Bo"):
    user = User.objects.create_user(email=f"{{name}}.NAME@prove.example", first_name=name)
    Membership.objects.create(team=team, user=user, role="worker")
    staff.append(user)
activity = Activity.objects.create(name="Snekring NAME", slug="snekring-NAME")
activity.teams.add(team)
place = Place.objects.create(name="Tavle NAME", latitude=59.9, longitude=10.7, min_staff=1)
monday = timezone.localdate() + timedelta(days=7 - timezone.localdate().weekday())
days = [monday + timedelta(days=number) for number in range(7)]
starts = timezone.make_aware(datetime.combine(days[2], time(12)))
made = sessions.make(activity, team=team, place=place, starts_at=starts,
                     ends_at=starts + timedelta(hours=2), places=6, by=leader, min_staff=1)
availability.add_absence(team, staff=staff[1], deputy=None, first_day=days[3], last_day=days[3])
print(json.dumps([team.pk, made.pk, *[one.pk for one in staff], *map(str, days)]))
"""
LOOK = """
import json
from activities.models import Session
from django.utils import timezone
found = Session.objects.get(pk=KEY)
print(json.dumps([str(timezone.localdate(found.starts_at)),
                  sorted(found.shifts.values_list("staff__first_name", flat=True))]))
"""
HOURS = """
import json
from activities.models import Session
from django.utils import timezone
found = Session.objects.get(pk=KEY)
print(json.dumps([f"{timezone.localtime(one):%Y-%m-%d %H:%M}"
                  for one in (found.starts_at, found.ends_at)]))
"""
CHANGE = """
from datetime import timedelta
from activities.models import Session
from activities.planning import sessions
found = Session.objects.get(pk=KEY)
days = timedelta(days=2)
sessions.edit(found, by=None, starts_at=found.starts_at + days, ends_at=found.ends_at + days)
"""
LATE = """
from datetime import timedelta
from accounts.models import User
from activities.models import Session
from activities.planning import sessions
from activities.staffing import shifts
found = Session.objects.get(pk=KEY)
starts = found.starts_at - timedelta(hours=14)
late = sessions.make(found.activity, team=found.team, place=found.place, starts_at=starts,
                     ends_at=starts + timedelta(hours=4), by=None, min_staff=1)
shifts.assign(late, staff=User.objects.get(pk=STAFF))
"""
LEAVE = """
from accounts.models import Membership
Membership.objects.filter(team=KEY).delete()
"""


class Board:
    """A team's next week, with one session on its Wednesday that lacks somebody."""

    def __init__(self, site: Site) -> None:
        self.name = f"tavle-{uuid4().hex[:6]}"
        self._site = site
        made = json.loads(site.python(BUILD.replace("NAME", self.name)))
        self.team, self.session, self.ada, self.bo = made[:4]
        self.days = made[4:]

    @property
    def address(self) -> str:
        """Return where its week by person is."""
        return f"/staff/uke/folk/?team={self.name}&uke={self.days[0]}"

    @property
    def week(self) -> str:
        """Return where its week by day is."""
        return f"/staff/uke/?team={self.name}&uke={self.days[0]}"

    def facts(self) -> list[Any]:
        """Return the day of the session, and the names of who works it."""
        return json.loads(self._site.python(LOOK.replace("KEY", str(self.session))))

    def hours(self) -> list[str]:
        """Return when the session begins and ends."""
        return json.loads(self._site.python(HOURS.replace("KEY", str(self.session))))

    def change(self) -> None:
        """Let somebody else move the session to Friday."""
        self._site.python(CHANGE.replace("KEY", str(self.session)))

    def works_late(self, staff: int) -> None:
        """Let somebody work until ten hours before the session."""
        code = LATE.replace("KEY", str(self.session)).replace("STAFF", str(staff))
        self._site.python(code)

    def cell(self, page: Page, staff: int, day: int) -> Locator:
        """Return a colleague's day."""
        return page.locator(f'tr[data-staff="{staff}"] > td[data-day="{self.days[day]}"]')


@pytest.fixture
def board(site: Site) -> Iterator[Board]:
    """Give a team of its own, of which the leader of the demonstration is a leader too."""
    made = Board(site)
    yield made
    site.python(LEAVE.replace("KEY", str(made.team)))


def test_a_drag_says_what_would_not_fit_and_a_drop_does_it(
    visits: Callable[..., Visitor], board: Board
) -> None:
    board.works_late(board.bo)
    page = visits(width=1280, height=1600).sign_in(LEADER).go(board.address).page
    wednesday = board.days[2]

    # From the lane to a colleague who needs rest: the drop asks why, and nothing is done before.
    lift(page, page.locator(".board__lane .board-card"))
    assert over(page, board.cell(page, board.bo, 2)).startswith("Bo trenger hvile: 10 av 11 timer")
    page.mouse.up()
    asks = page.get_by_role("dialog")
    assert "Bo trenger hvile" in asks.inner_text()
    asks.get_by_label("Grunnen").fill("Ingen andre kan.")
    with page.expect_navigation():
        asks.get_by_role("button", name="Sett på Bo").click()
    page.get_by_role("main").get_by_text("over en grense: Ingen andre kan.").first.wait_for()
    assert board.facts() == [wednesday, ["Bo"]]

    # From one colleague to the other.
    lift(page, board.cell(page, board.bo, 2).locator(".board-card", has_text="Bytt").last)
    assert over(page, board.cell(page, board.ada, 2)).startswith("Ada ledig")
    drop(page, "Ada")
    assert board.facts() == [wednesday, ["Ada"]]

    # To another day.
    lift(page, board.cell(page, board.ada, 2).locator(".board-card"))
    assert over(page, board.cell(page, board.ada, 3)).endswith("Alt passer")
    page.mouse.up()
    asks = page.get_by_role("dialog")
    assert "Alt passer" in asks.inner_text()
    with page.expect_navigation():
        asks.get_by_role("button", name="Flytt hit").click()
    page.get_by_role("main").get_by_text("er flyttet").first.wait_for()
    assert board.facts() == [board.days[3], ["Ada"]]

    # Who is away that day cannot take it: nothing is dropped there.
    lift(page, board.cell(page, board.ada, 3).locator(".board-card"))
    assert "borte" in over(page, board.cell(page, board.bo, 3))
    page.mouse.up()
    assert page.locator(".board__aim").count() == 0
    assert board.facts() == [board.days[3], ["Ada"]]


def test_what_somebody_changed_meanwhile_is_not_dragged(
    visits: Callable[..., Visitor], board: Board
) -> None:
    page = visits(width=1280, height=1600).sign_in(LEADER).go(board.address).page
    board.change()
    take(page, page.locator(".board__lane .board-card"))
    page.get_by_text("Noen har endret økta.").wait_for()
    page.mouse.up()
    assert board.facts() == [board.days[4], []]


@pytest.mark.parametrize("width", [900, 1280])
def test_axe_finds_nothing_while_a_card_is_dragged(
    visits: Callable[..., Visitor], board: Board, width: int
) -> None:
    page = visits(width=width, height=1600).sign_in(LEADER).go(board.address).page
    take(page, page.locator(".board__lane .board-card"))
    page.locator(".board__aim").first.wait_for(state="attached")
    if width >= 960:  # below it is a list, in which an empty day is not shown
        over(page, board.cell(page, board.ada, 2))
    page.evaluate(AXE.read_text())
    found = page.evaluate(
        """rules => axe.run({runOnly: {type: "tag", values: rules}}).then(
             result => result.violations.map(rule => rule.id))""",
        RULES,
    )
    page.keyboard.press("Escape")
    page.mouse.up()
    assert found == []
    assert board.facts() == [board.days[2], []]


@pytest.mark.parametrize("width", [900, 1280])
def test_axe_finds_nothing_while_a_bar_is_dragged(
    visits: Callable[..., Visitor], board: Board, width: int
) -> None:
    page = visits(width=width, height=1600).sign_in(LEADER).go(board.week).page
    if width < 960:
        assert not page.locator(".hours").first.is_visible()  # there are no hours to drag along
        return
    drag(page, ".hours__bar", minutes=90)
    answered(page, "13.30–15.30")
    page.evaluate(AXE.read_text())
    found = page.evaluate(
        """rules => axe.run({runOnly: {type: "tag", values: rules}}).then(
             result => result.violations.map(rule => rule.id))""",
        RULES,
    )
    page.keyboard.press("Escape")
    page.mouse.up()
    assert found == []


@pytest.mark.parametrize("javascript", [True, False], ids=["with-javascript", "without"])
def test_the_links_of_a_card_do_the_same(
    visits: Callable[..., Visitor], board: Board, javascript: bool
) -> None:
    """Fill a gap, replace a colleague and move a session: two presses each."""
    leader = visits(javascript=javascript, width=1280, height=1600).sign_in(LEADER)
    leader.go(board.address).press("Sett på").press("Sett på Bo").reads("Bo har vakt.")
    leader.press("Bytt").press("Bytt Ada").reads("Ada har vakt.")
    leader.press("Flytt").press("Flytt hit torsdag").reads("er flyttet")
    assert board.facts() == [board.days[3], ["Ada"]]


@pytest.mark.parametrize("javascript", [True, False], ids=["with-javascript", "without"])
def test_a_change_is_undone_and_the_week_published(
    visits: Callable[..., Visitor], board: Board, javascript: bool
) -> None:
    """Undo is one press on the next page; publishing is a page that says what changes, and one."""
    leader = visits(javascript=javascript, width=1280, height=1600).sign_in(LEADER)
    leader.go(board.address).press("Sett på").press("Sett på Bo").reads("Bo har vakt.")
    leader.reads("Du satte Bo på").press("Angre").reads("Angret. Alt er som før.")
    assert board.facts() == [board.days[2], []]
    leader.press("Sett på").press("Sett på Ada").reads("utkast")
    leader.press("Publiser uka").reads("1 utkast blir åpnet.").reads("Ada")
    leader.press("Publiser uka").reads("1 økt er åpnet. 1 kollega har fått beskjed.")
    assert board.facts() == [board.days[2], ["Ada"]]


def test_a_bar_is_dragged_to_another_time_day_and_length_by_mouse_and_by_finger(
    visits: Callable[..., Visitor], board: Board
) -> None:
    page = visits(width=1280, height=1600).sign_in(LEADER).go(board.week).page
    wednesday, thursday = board.days[2], board.days[3]

    # An hour and a half later, on the same day.
    assert drag(page, ".hours__bar", minutes=90).startswith("onsdag")
    assert answered(page, "13.30–15.30").endswith("Alt passer")
    press(page, "Flytt hit")
    assert board.hours() == [f"{wednesday} 13:30", f"{wednesday} 15:30"]

    # Its end, to another length: what would not fit is said before it is dropped.
    drag(page, ".hours__end", minutes=60)
    answered(page, "13.30–16.30")
    press(page, "Flytt hit")
    assert board.hours() == [f"{wednesday} 13:30", f"{wednesday} 16:30"]

    # Dropped where it was, or let go with Escape: nothing is asked.
    drag(page, ".hours__bar", minutes=30)
    page.keyboard.press("Escape")
    page.mouse.up()
    assert page.get_by_role("dialog").count() == 0
    bar = page.locator(".hours__bar")
    assert (bar.get_attribute("x"), bar.get_attribute("width")) == ("390", "180")

    # With a finger, to the next day and an hour sooner.
    box = page.locator(".hours__bar").bounding_box()
    assert box
    hour = 60 * box["width"] / 180
    target = page.locator(f'[data-day="{thursday}"]').bounding_box()
    assert target
    x, y = box["x"] + 20, box["y"] + 10
    finger = page.context.new_cdp_session(page)
    points = [(x, y), (x - hour / 2, y + 10), (x - hour, target["y"] + 8)]
    for kind, point in zip(("touchStart", "touchMove", "touchMove"), points, strict=True):
        finger.send(
            "Input.dispatchTouchEvent",
            {"type": kind, "touchPoints": [{"x": point[0], "y": point[1]}]},
        )
    assert answered(page, "12.30–15.30").startswith("Torsdag")
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    with page.expect_navigation():
        page.get_by_role("dialog").get_by_role("button", name="Flytt hit").click()
    assert board.hours() == [f"{thursday} 12:30", f"{thursday} 15:30"]


def drag(page: Page, part: str, *, minutes: int) -> str:
    """Drag the only bar's `part` along the hours; return what the board says at once."""
    axis = page.locator("svg[data-move]")
    axis.scroll_into_view_if_needed()
    track, box = axis.bounding_box(), page.locator(part).bounding_box()
    assert track
    assert box
    x, y = box["x"] + min(10, box["width"] / 2), box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + track["width"] * minutes / 840, y, steps=5)
    says = page.locator("[data-board-says]")
    says.wait_for()
    return says.inner_text()


def answered(page: Page, words: str) -> str:
    """Wait until the board says what the server foresees of the time in `words`."""
    says = page.locator("[data-board-says]").filter(has_text=re.compile(f"{words} (Alt passer|▲)"))
    says.wait_for()
    return says.inner_text()


def press(page: Page, name: str) -> None:
    """Let go, and answer the question."""
    page.mouse.up()
    with page.expect_navigation():
        page.get_by_role("dialog").get_by_role("button", name=name).click()
    page.get_by_role("main").get_by_text("er flyttet").first.wait_for()


def lift(page: Page, card: Locator) -> None:
    """Take hold of a card and wait until the board says where it may go."""
    take(page, card)
    page.locator(".board__aim").first.wait_for()


def take(page: Page, card: Locator) -> None:
    """Take hold of a card at its corner."""
    card.scroll_into_view_if_needed()
    box = card.bounding_box()
    assert box
    page.mouse.move(box["x"] + 4, box["y"] + 4)
    page.mouse.down()
    page.mouse.move(box["x"] + 24, box["y"] + 14, steps=4)


def over(page: Page, cell: Locator) -> str:
    """Hold what is dragged over a cell; return what the board says of it."""
    box = cell.bounding_box()
    assert box
    for step in (0, 1):
        page.mouse.move(box["x"] + box["width"] / 2 + step, box["y"] + box["height"] / 2 + step)
    says = page.locator("[data-board-says]")
    says.wait_for()
    return says.inner_text()


def drop(page: Page, said: str) -> None:
    """Let go, and wait for the answer."""
    with page.expect_navigation():
        page.mouse.up()
    page.get_by_role("main").get_by_text(said).first.wait_for()
