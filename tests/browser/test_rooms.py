"""The staff's rooms on a phone and on a desk: title near the top, a bar that covers nothing."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from portals.staff.shared.lists import List
from tests.browser.conftest import LEADER
from tests.browser.pages import NEWCOMER, PAGES, STATES
from tests.browser.site import Site
from tests.browser.test_pages import SIGN_INS
from tests.browser.visitor import Visitor
from tests.demo_database import Demonstration

PHONE, DESK = {"width": 360, "height": 640}, {"width": 1280, "height": 800}
OF_STAFF = [name for name, at in PAGES.items() if name[:6] == "staff:" and at.who in SIGN_INS]
ROWS_OF = {name: PAGES[name] for name in OF_STAFF} | {
    f"{name} {state}": at for state, (name, at) in STATES.items()
    if name in OF_STAFF and at.who in SIGN_INS and at.who != "beginner" and NEWCOMER not in at.keys
}  # fmt: skip
"""Where there may be rows: every page of the staff's portal, and its states."""
EXCUSED = (
    ".rows--read > li",  # text to read before one decides or presses
    ".row--read",  # a task that has no page of its own: its sentence is all there is of it
    ".choices > li",  # colleagues or times to choose among, with what speaks for and against
    "li:has(> .rows--inside)",  # a payment, and the honoraria that it is of
)
"""Rows that may be higher than 56 px (docs/look.md#rows)."""
TITLE_WITHIN = 96

BOTTOM_OF_TITLE = """() => {
  // An alarm, or an answer to what one did, may stand above the title.
  document.querySelectorAll("main > .ds-alert").forEach((alarm) => alarm.remove());
  const words = document.createRange();
  words.selectNodeContents(document.querySelector("h1"));
  return Math.round(words.getClientRects()[0].bottom);
}"""
COVERED = """() => {
  const at = document.activeElement, bar = document.querySelector(".rooms").getBoundingClientRect();
  if (at === document.body || at.closest(".rooms")) return "";
  const box = at.getBoundingClientRect();
  const hidden = box.bottom > bar.top + 1 && box.top < bar.bottom && box.height < bar.top;
  return hidden ? `${at.outerHTML.slice(0, 120)} ${box.bottom} ${bar.top}` : "";
}"""


@pytest.fixture(scope="module")
def phones(long_visits: Callable[..., Visitor]) -> Callable[[str], Visitor]:
    """Return a function that gives the phone of somebody of the staff."""
    signed_in: dict[str, Visitor] = {}

    def phone(who: str) -> Visitor:
        if who not in signed_in:
            signed_in[who] = long_visits().sign_in(SIGN_INS[who])
        signed_in[who].page.set_viewport_size(PHONE)
        return signed_in[who]

    return phone


def test_the_title_is_near_the_top_of_every_page(
    phones: Callable[[str], Visitor], demonstration: Demonstration
) -> None:
    low = {}
    for name in OF_STAFF:
        where = PAGES[name]
        page = phones(where.who).page
        page.goto(where.address(name, demonstration))
        if (bottom := page.evaluate(BOTTOM_OF_TITLE)) > TITLE_WITHIN:
            low[name] = bottom
    assert low == {}


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("leader", ["I dag", "Plan", "Folk", "Penger", "Mer"]),
        ("editor", ["I dag", "Plan", "Verk", "Historier", "Mer"]),
    ],
)
def test_the_bar_has_the_four_rooms_and_more(
    phones: Callable[[str], Visitor], who: str, words: list[str]
) -> None:
    page = phones(who).go("/staff/uke/").page
    links = page.locator(".rooms a:visible")
    assert links.all_inner_texts() == words
    assert page.locator(".rooms a:visible[aria-current]").all_inner_texts() == ["Plan"]
    for box in (link.bounding_box() for link in links.all()):
        assert box is not None
        assert box["height"] >= 44 and box["width"] >= 44
        assert box["y"] + box["height"] <= PHONE["height"] + 1
    links.last.click()
    page.wait_for_url("**/staff/mer/")
    assert page.locator("h1").inner_text() == "Mer"


@pytest.mark.parametrize("size", ["100%", "200%"])
def test_the_bar_covers_neither_content_nor_focus(
    phones: Callable[[str], Visitor], size: str
) -> None:
    page = phones("staff").go("/staff/aktiviteter/ny/").page
    page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
    bar = page.locator(".rooms").bounding_box()
    assert bar is not None
    assert bar["height"] <= 72
    covered = set()
    for _step in range(60):
        page.keyboard.press("Tab")
        covered.add(page.evaluate(COVERED))
    assert covered == {""}
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    last = page.locator(".language-foot").bounding_box()
    assert last is not None
    assert last["y"] + last["height"] <= bar["y"] + 1


def test_the_bar_is_not_printed(phones: Callable[[str], Visitor]) -> None:
    page = phones("staff").go("/staff/uke/").page
    page.emulate_media(media="print")
    assert not page.locator(".rooms").is_visible()
    page.emulate_media(media="screen")


@pytest.mark.parametrize("size", ["100%", "200%"])
def test_the_menu_of_a_desk_does_not_scroll_sideways(
    phones: Callable[[str], Visitor], size: str
) -> None:
    page = phones("leader").page
    page.set_viewport_size(DESK)
    for address in ("/staff/", "/staff/uke/", "/staff/honorar/", "/staff/meg/"):
        page.goto(address)
        page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
        wide = page.evaluate(
            """() => [document.documentElement, ...document.querySelectorAll(".site-header *")]
               .filter((part) => part.scrollWidth > part.clientWidth + 1 && part.clientWidth > 1
                 && getComputedStyle(part).display !== "inline").map((part) => part.className)"""
        )
        assert wide == [], address


def test_everything_is_found_without_javascript(visits: Callable[..., Visitor]) -> None:
    staff = visits(javascript=False).sign_in(SIGN_INS["leader"]).go("/staff/mer/")
    staff.press("Gavekort")
    assert staff.page.locator("h1").inner_text() == "Gavekort"
    summary = staff.page.locator(".site-header nav summary:visible")
    assert summary.inner_text().startswith("Penger")
    summary.click()
    staff.press("Budsjett", within=staff.page.locator(".site-header nav").last)
    assert staff.page.locator("h1").inner_text() == "Budsjett"


HIGH_ROWS = """excused => [...document.querySelectorAll("main .rows > li, main .list > tbody > tr")]
  .filter((row) => row.checkVisibility() && !row.matches(excused))
  .filter((row) => row.getBoundingClientRect().height > 56.5)
  .map((row) => `${row.innerText.slice(0, 60)} ${row.getBoundingClientRect().height}`)"""
"""The rows that are higher than 56 px."""
CUT_ROWS = """() => {
  const bad = [], unseen = ".ds-sr-only, .ds-sr-only *";
  const seen = (part) => part.checkVisibility() && !part.matches(unseen);
  for (const row of document.querySelectorAll("main .rows > li, main .list > tbody > tr")) {
    if (!row.checkVisibility()) continue;
    const say = (what) => bad.push(`${what}: ${row.innerText.slice(0, 60)}`);
    const isCut = (part) => getComputedStyle(part).overflowX !== "visible"
      && part.scrollWidth > part.clientWidth + 1;
    const leads = row.querySelector("a[href], .list__whole");
    for (const part of [...row.querySelectorAll("*")].filter((one) => seen(one) && isCut(one)))
      if (part.querySelector("button, strong") || !leads) say("cut");
    const { left } = row.getBoundingClientRect(), first = row.firstElementChild;
    for (const act of row.querySelectorAll(".ds-button")) {
      if (!seen(act) || act.parentElement.closest("li, tr") !== row) continue;
      const at = act.getBoundingClientRect(), words = first.getBoundingClientRect();
      if (at.left < left - 1) say("off the edge");
      const isOver = Math.min(at.right, words.right) - Math.max(at.left, words.left) > 1
        && Math.min(at.bottom, words.bottom) - Math.max(at.top, words.top) > 1;
      if (isOver && !first.contains(act)) say("over the words");
    }
  }
  return bad;
}"""
"""The rows where a low row has cost something: an act or a warning is cut away, what is cut stands
nowhere else, or an act lies outside the row or over its words."""

WEEK_OF_FIVE = f"""
from datetime import datetime, time, timedelta
from django.utils import timezone
from accounts.models import Membership, Team, User
from activities.models import Activity, Place, Session, Shift
team = Team.objects.create(name="Uke NAME", slug="NAME")
leader = User.objects.get(email="{LEADER}")
Membership.objects.create(team=team, user=leader, role="leader")
activity = Activity.objects.create(name="Snekring NAME", slug="NAME")
activity.teams.add(team)
place = Place.objects.create(name="Deichman NAME", latitude=59.9, longitude=10.7)
bo = User.objects.create_user(email="bo.NAME@prove.example", first_name="Bo")
monday = timezone.localdate() - timedelta(days=timezone.localdate().weekday())
for day, title in enumerate(["Fuglekassa", "Elverydding", "Runden", "Verksted", "Minihagen"]):
    starts = timezone.make_aware(datetime.combine(monday + timedelta(days=day), time(12)))
    session = Session.objects.create(
        team=team, activity=activity, place=place, title=title, places=8, min_staff=1,
        state="published", published_at=timezone.now(),
        starts_at=starts, ends_at=starts + timedelta(hours=2))
    for staff in (leader, bo):
        Shift.objects.create(session=session, staff=staff)
"""


def test_a_row_is_56_px_at_most_and_nothing_is_lost_by_it(
    phones: Callable[[str], Visitor], demonstration: Demonstration
) -> None:
    high, lists = {}, set()
    for name, where in ROWS_OF.items():
        page = phones(where.who).page
        page.goto(where.address(name.split(" ")[0], demonstration))
        if page.locator("main .list > tbody > tr").count():
            lists.add(name)
        if found := page.evaluate(HIGH_ROWS, ", ".join(EXCUSED)) + page.evaluate(CUT_ROWS):
            high[name] = found
    assert not high, "\n".join(f"{name}: {words}" for name, words in high.items())
    assert len(lists) >= len(List.__subclasses__()), lists


ROWS_AMISS = """() => {
  document.querySelector("main").insertAdjacentHTML("beforeend", `<ul class="rows">
  <li><span><a class="row-link" href="/">Ola</a> Kontoen er skrevet om tirsdag 1. desember av Kari
    <strong>Se på den først</strong></span><span class="cluster">1 000 kr</span></li>
  <li><span class="row-open"><span class="row-open__words">Verksted på Deichman tirsdag 1. desember
    klokka 10.00–12.00 er avlyst</span></span><span class="cluster"></span></li>
  <li><span>Kari</span><span class="cluster"><a class="ds-button" href="/">Send</a></span></li>
  </ul>`);
  const act = document.querySelector("main .rows .ds-button:is(a[href='/'])");
  Object.assign(act.style, { position: "relative", insetInlineEnd: "30rem" });
}"""


def test_the_ruler_sees_a_row_that_has_lost_something(phones: Callable[[str], Visitor]) -> None:
    page = phones("leader").go("/staff/mer/").page
    page.evaluate(ROWS_AMISS)
    found = [words.split(":")[0] for words in page.evaluate(CUT_ROWS)]
    assert set(found) == {"cut", "off the edge"}
    assert found.count("cut") >= 2


def test_a_week_of_five_sessions_is_a_screen_and_a_half(
    phones: Callable[[str], Visitor], site: Site
) -> None:
    name = f"uke-{uuid4().hex[:6]}"
    site.python(WEEK_OF_FIVE.replace("NAME", name))
    page = phones("leader").go(f"/staff/uke/?team={name}").page
    page.evaluate(BOTTOM_OF_TITLE)
    page.evaluate("() => document.querySelector('.team-links')?.remove()")  # of who has several
    assert page.locator(".week__session").count() == 5
    last = page.locator(".week__day").last.bounding_box()
    assert last is not None
    assert last["y"] + last["height"] <= 1.5 * PHONE["height"]
