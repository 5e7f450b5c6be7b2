"""The sheet of a session where there is no signal: nothing is lost, nothing is there twice, and the
sheet leaves the phone again."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Route, expect

from tests.browser.conftest import LEADER
from tests.browser.site import Site
from tests.browser.visitor import Visitor
from tests.demo_database import Demonstration

PEOPLE = 12
SIGNED_UP = 8
A_DAY_AND_A_MINUTE = (24 * 60 + 1) * 60 * 1000
BUILD = f"""
from datetime import timedelta
from django.utils import timezone
from accounts.models import User
from activities.models import Activity, Place, Session, Shift
from activities.taking_part import signups
from tests.factories.participants import ParticipantFactory
leader = User.objects.get(email="{LEADER}")
team = leader.memberships.first().team
now = timezone.now()
starts = max(now - timedelta(hours=1), timezone.localtime().replace(hour=0, minute=0, second=1))
session = Session.objects.create(
    activity=Activity.objects.filter(teams=team).first(), team=team, place=Place.objects.first(),
    title="NAME", starts_at=starts, ends_at=now + timedelta(hours=2), state="published",
    published_at=now,
    off_site=True,
)
Shift.objects.create(session=session, staff=leader)
people = [
    ParticipantFactory(chosen_name=f"Aa {{number:02}}", team=team, primary_contact=leader)
    for number in range({PEOPLE})
]
for person in people[:{SIGNED_UP}]:
    signups.join(session, participant=person)
print(session.pk, *[person.pk for person in people])
"""


@dataclass
class River:
    """A session by the river, and what the database knows about it."""

    pk: int
    people: list[int]
    demonstration: Demonstration

    @property
    def sheet(self) -> str:
        """Return the address of its sheet."""
        return f"/staff/okt/{self.pk}/"

    def facts(self) -> dict[str, Any]:
        """Return who took part, how often it was written, the guests, and who is home."""
        rows = self.demonstration.rows
        return {
            "here": [
                key
                for (key,) in rows(
                    "select participant_id from activities_attendance where session_id = ?"
                    " order by participant_id",
                    self.pk,
                )
            ],
            "written": rows(
                "select count(*) from activities_historicalattendance where session_id = ?", self.pk
            )[0][0],
            "guests": [
                called
                for (called,) in rows(
                    "select called from activities_guest where session_id = ? order by id", self.pk
                )
            ],
            "home": rows(
                "select count(*) from activities_shift where session_id = ?"
                " and all_clear_at is not null",
                self.pk,
            )[0][0],
        }

    def box(self, visitor: Visitor, number: int) -> Any:
        """Return the tick box of the person with this number."""
        return visitor.page.locator(f"input[name=took_part][value='{self.people[number]}']")

    def waits_until(self, visitor: Visitor, **facts: Any) -> None:
        """Assert some of the facts, once the last tap has reached the server."""
        for _try in range(450):
            found = self.facts()
            if found | facts == found:
                return
            visitor.page.wait_for_timeout(100)
        assert self.facts() | facts == self.facts()

    def waits_until_here(self, visitor: Visitor, people: list[int]) -> None:
        """Assert who took part, once the last tap has reached the server."""
        self.waits_until(visitor, here=people)

    def shows(self, visitor: Visitor, ticks: dict[int, bool]) -> None:
        """Assert the boxes that are ticked, once the phone has read what it keeps."""
        for number, ticked in ticks.items():
            expect(self.box(visitor, number)).to_be_checked(checked=ticked)


@pytest.fixture
def river(site: Site, demonstration: Demonstration, request: Any) -> Iterator[River]:
    """Give a session of today with eight who are coming and four who drop in."""
    printed = site.python(BUILD.replace("NAME", request.node.name[:60]))
    pk, *people = [int(word) for word in printed.split()]
    yield River(pk, people, demonstration)
    site.python(
        "from activities.models import Session; from participants.models import Participant;"
        "from django.utils import timezone;"
        f"Session.objects.filter(pk={pk}).update(state='draft', starts_at=timezone.now()"
        " - timezone.timedelta(days=3), ends_at=timezone.now() - timezone.timedelta(days=2));"
        f"Participant.objects.filter(pk__in={people}).update(left_at=timezone.now())"
    )


@pytest.fixture
def staff(visits: Callable[..., Visitor]) -> Visitor:
    """Give the leader at a phone."""
    return visits().sign_in(LEADER)


def take_along(staff: Visitor, river: River) -> None:
    """Open the sheet and take it along."""
    staff.go(river.sheet)
    staff.page.get_by_role("button", name="Ta med økta").click()
    staff.reads("Økta er med på telefonen til")


def show_everybody(staff: Visitor) -> None:
    """Unfold those who had not signed up."""
    staff.page.locator("#flere > summary").click()


def kept(staff: Visitor) -> list[str]:
    """Return the addresses of the pages of people that lie on the phone."""
    return staff.page.evaluate(
        """async () => {
            if (!(await caches.has("reir-sheets"))) return [];
            const rows = await (await caches.open("reir-sheets")).keys();
            return rows.map((row) => new URL(row.url).pathname);
        }"""
    )


def leaves(staff: Visitor, page: str = "") -> None:
    """Assert that a page has left the phone, or without one that all have, once it is done."""
    left = kept(staff)
    for _try in range(450):
        if not left or (page and page not in left):
            return
        staff.page.wait_for_timeout(100)
        left = kept(staff)
    raise AssertionError(f"still on the phone: {left}")


def sent_bodies(staff: Visitor) -> list[list[dict[str, Any]]]:
    """Return a list that fills with the taps of each message that the phone sends."""
    bodies: list[list[dict[str, Any]]] = []
    staff.page.on(
        "request",
        lambda request: (
            bodies.append(json.loads(request.post_data)["taps"])
            if request.method == "POST" and request.url.endswith("/send/")
            else None
        ),
    )
    return bodies


def send_again(staff: Visitor, river: River, taps: list[dict[str, Any]]) -> None:
    """Send taps as the phone does."""
    answer = staff.page.evaluate(
        """async ([address, taps]) => {
            const { token } = await (await fetch(address)).json();
            const headers = { "X-CSRFToken": token };
            const body = JSON.stringify({ taps });
            return (await (await fetch(address, { method: "POST", headers, body })).json()).answers;
        }""",
        [f"{river.sheet}send/", taps],
    )
    assert all(words["done"] for words in answer.values()), answer


def test_without_signal_nothing_is_lost_and_nothing_is_there_twice(
    staff: Visitor, river: River
) -> None:
    take_along(staff, river)
    page = staff.page
    page.context.set_offline(True)
    page.goto(river.sheet)
    show_everybody(staff)
    for number in range(PEOPLE):
        river.box(staff, number).check()
    river.box(staff, 3).uncheck()
    page.get_by_label("Hva skal vi kalle gjesten?").fill("Mannen med hunden")
    page.get_by_role("button", name="Legg til gjest").click()
    page.get_by_role("button", name="Alt i orden").click()
    staff.reads("15 lagret på telefonen, sendes når du har dekning.", "Mannen med hunden")
    assert river.facts() == {"here": [], "written": 0, "guests": [], "home": 0}

    page.goto("/staff/")  # anything else opens the list of what is along
    staff.reads("Ingen dekning", "Dette har du med på telefonen")
    page.locator(f"a[href='{river.sheet}']").click()
    river.shows(staff, {2: True, 3: False, 4: True})
    staff.reads("15 lagret på telefonen, sendes når du har dekning.", "Mannen med hunden")

    bodies = sent_bodies(staff)
    page.context.set_offline(False)
    staff.reads("Alt er sendt.")
    here = [key for number, key in enumerate(river.people) if number != 3]
    after = {"here": here, "written": PEOPLE + 1, "guests": ["Mannen med hunden"], "home": 1}
    assert river.facts() == after

    (taps,) = bodies
    assert len(taps) == 15
    send_again(staff, river, taps)  # twice
    for tap in reversed(taps):  # one by one, the last first
        send_again(staff, river, [tap])
    assert river.facts() == after

    page.context.set_offline(True)  # the sheet on the phone knows what was sent
    page.goto(river.sheet)
    river.shows(staff, {2: True, 3: False, 4: True})
    page.context.set_offline(False)
    assert page.goto(river.sheet).status == 200
    assert staff.words().count("Mannen med hunden var med") == 1


def test_an_answer_that_never_arrives_is_no_second_entry(staff: Visitor, river: River) -> None:
    """The server did it, the phone did not hear so: it sends again."""
    take_along(staff, river)
    lost: list[int] = []

    def lose_the_first(route: Any) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    staff.page.route("**/send/", lose_the_first)
    river.box(staff, 0).check()
    staff.page.get_by_role("button", name="Legg til gjest").click()
    staff.reads("Alt er sendt.")
    assert lost == [200]
    facts = {"here": river.people[:1], "written": 1, "guests": ["Gjest 1"], "home": 0}
    assert river.facts() == facts


def test_a_sign_in_that_lapsed_is_made_again_and_then_it_is_sent(
    staff: Visitor, river: River
) -> None:
    take_along(staff, river)
    page = staff.page
    page.context.set_offline(True)
    page.goto(river.sheet)
    for number in (0, 1):
        river.box(staff, number).check()
    staff.reads("2 lagret på telefonen, sendes når du har dekning.")
    page.context.clear_cookies(name="sessionid")
    page.context.set_offline(False)
    staff.reads("2 lagret på telefonen.")
    assert river.facts()["here"] == []

    page.get_by_role("link", name="Logg inn, så sendes det").click()
    page.get_by_label("E-post").fill(LEADER)
    page.get_by_label("Passord").fill(river.demonstration.password)
    page.get_by_role("main").get_by_role("button", name="Logg inn", exact=True).click()
    page.wait_for_url(f"**{river.sheet}")
    staff.reads("Alt er sendt.")
    assert river.facts()["here"] == river.people[:2]


def test_a_tick_when_the_signal_goes_is_kept_though_nothing_was_taken_along(
    staff: Visitor, river: River
) -> None:
    staff.go(river.sheet)
    staff.page.context.set_offline(True)
    river.box(staff, 0).check()
    staff.reads("1 lagret på telefonen, sendes når du har dekning.")
    staff.page.context.set_offline(False)
    staff.reads("Alt er sendt.")
    assert river.facts()["here"] == river.people[:1]


def scan_a_card(staff: Visitor) -> None:
    """Let another tab of the same phone meet a card: the tokens of every open page are old then."""
    printed = staff.site.python(
        "from participants import cards; from participants.models import Participant;"
        "one = Participant.objects.exclude(primary_contact=None).filter(left_at=None).first();"
        "print(cards.issue(one, by=one.primary_contact)[1])"
    )
    other = staff.page.context.new_page()
    other.goto(f"/k/{printed.split()[-1]}")
    other.close()


def test_after_a_card_is_scanned_on_the_phone_no_tick_is_lost(staff: Visitor, river: River) -> None:
    staff.go(river.sheet)
    scan_a_card(staff)
    river.box(staff, 0).check()
    staff.reads("Alt er sendt.")
    river.box(staff, 1).check()
    river.waits_until_here(staff, river.people[:2])
    scan_a_card(staff)
    staff.press("Lagre lista")
    staff.reads("Send det en gang til.")


def test_a_tick_that_the_server_does_not_take_is_not_left_standing(
    staff: Visitor, river: River
) -> None:
    staff.go(river.sheet)
    staff.page.route("**/var-med/**", lambda route: route.fulfill(status=500, body=""))
    river.box(staff, 0).click()
    staff.reads("Krysset ble ikke lagret.")
    river.shows(staff, {0: False})


def hold(staff: Visitor, address: str) -> list[Route]:
    """Return a list that fills with what is asked of `address`, none of it on its way yet."""
    held: list[Route] = []
    staff.page.route(address, lambda route: held.append(route))
    return held


def comes(staff: Visitor, held: list[Route]) -> Route:
    """Return what was asked first, once it has been."""
    for _try in range(450):
        if held:
            return held.pop(0)
        staff.page.wait_for_timeout(100)
    raise AssertionError("it was not asked for")


def said(staff: Visitor, river: River, number: int) -> Locator:
    """Return the words by which a row says that the server knows the tick."""
    row = staff.page.locator(f"#kryss-{river.people[number]}")
    return row.get_by_text("var med", exact=True)


def test_the_last_tap_on_a_box_counts_while_the_first_is_on_its_way(
    staff: Visitor, river: River
) -> None:
    staff.go(river.sheet)
    held = hold(staff, "**/var-med/**")
    river.box(staff, 0).check()
    river.box(staff, 1).check()
    first, other = comes(staff, held), comes(staff, held)
    river.box(staff, 0).uncheck()
    for _tap in range(2):
        river.box(staff, 1).click()
    first.continue_()
    other.continue_()
    expect(said(staff, river, 1)).to_be_visible()
    river.waits_until(staff, here=[river.people[1]], written=3)  # one taken back
    river.shows(staff, {0: False, 1: True})


def test_a_tap_on_a_row_that_has_just_come_counts(staff: Visitor, river: River) -> None:
    staff.go(river.sheet)
    staff.page.clock.set_fixed_time(datetime.now(UTC))  # however slow the machine is, it is at once
    river.box(staff, 0).check()
    expect(said(staff, river, 0)).to_be_visible()
    river.box(staff, 0).uncheck()
    expect(said(staff, river, 0)).to_have_count(0)
    river.waits_until(staff, here=[], written=2)


def test_a_tick_that_the_phone_sent_is_taken_back_with_one_tap(
    staff: Visitor, river: River
) -> None:
    staff.go(river.sheet)
    staff.page.context.set_offline(True)
    river.box(staff, 0).check()
    staff.reads("1 lagret på telefonen")
    river.box(staff, 0).uncheck()
    river.box(staff, 0).check()
    staff.reads("3 lagret på telefonen")
    staff.page.context.set_offline(False)
    staff.reads("Alt er sendt.")
    river.waits_until(staff, here=river.people[:1])
    river.box(staff, 0).uncheck()
    river.waits_until(staff, here=[])
    river.shows(staff, {0: False})


def test_a_tap_that_waits_holds_back_later_taps_on_that_person_alone(
    staff: Visitor, river: River
) -> None:
    staff.go(river.sheet)
    staff.page.context.set_offline(True)
    river.box(staff, 0).check()
    staff.reads("1 lagret på telefonen")
    held = hold(staff, "**/send/")
    staff.page.context.set_offline(False)
    comes(staff, held)
    river.box(staff, 1).check()
    expect(said(staff, river, 1)).to_be_visible()
    river.box(staff, 0).uncheck()
    staff.reads("2 lagret på telefonen")
    staff.page.unroute("**/send/")  # which lets go of what was held
    staff.reads("Alt er sendt.")
    river.waits_until_here(staff, [river.people[1]])


def test_a_tap_in_the_moment_when_the_page_opens_does_not_overtake_what_waits(
    staff: Visitor, river: River
) -> None:
    page = staff.go(river.sheet).page
    page.context.set_offline(True)
    river.box(staff, 0).check()
    staff.reads("1 lagret på telefonen")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    box = f"document.querySelector(\"input[name=took_part][value='{river.people[0]}']\")"
    page.add_init_script(
        f"addEventListener('DOMContentLoaded', () => setTimeout(() => {box}.click()))"
    )
    page.route("**/send/", lambda route: route.abort())
    page.context.set_offline(False)
    page.goto(river.sheet)
    staff.reads("2 lagret på telefonen")
    assert [url for url in asked if "/var-med/" in url] == []
    page.unroute("**/send/")


def test_a_tap_of_a_sheet_that_is_gone_is_told_and_nothing_waits_for_it(
    staff: Visitor, river: River
) -> None:
    page = staff.go(river.sheet).page
    user = page.locator("[data-on-phone=taps]").get_attribute("data-user")
    page.context.set_offline(True)
    river.box(staff, 0).check()
    staff.reads("1 lagret på telefonen")
    page.route(
        "**/send/", lambda route: route.fulfill(status=404, json={"not_for": int(user or 0)})
    )
    page.context.set_offline(False)
    staff.reads("Dette ble ikke sendt: Økta er borte eller ikke din lenger.")
    page.get_by_role("button", name="Greit").click()
    expect(page.locator("[data-on-phone=taps]")).to_be_hidden()
    river.box(staff, 1).check()
    expect(said(staff, river, 1)).to_be_visible()


def test_the_keyboard_stays_on_the_box_that_it_ticked(staff: Visitor, river: River) -> None:
    staff.go(river.sheet)
    river.box(staff, 0).focus()
    staff.page.keyboard.press("Space")
    expect(said(staff, river, 0)).to_be_visible()
    expect(river.box(staff, 0)).to_be_focused()
    staff.page.keyboard.press("Space")
    river.waits_until(staff, here=[], written=2)


def place_of(staff: Visitor, river: River, number: int) -> tuple[int, int]:
    """Return how far down in the window a box stands, and how far in."""
    box = river.box(staff, number).bounding_box()
    assert box
    return round(box["y"]), round(box["x"])


@pytest.mark.parametrize("width", [360, 1280])
def test_no_answer_moves_the_list_under_the_finger(
    visits: Callable[..., Visitor], river: River, width: int
) -> None:
    staff = visits(width=width, height=800).sign_in(LEADER).go(river.sheet)
    page = staff.page
    show_everybody(staff)
    page.evaluate("scrollTo(0, 0)")  # where nothing holds the list in its place
    rows = (1, PEOPLE - 1)
    before = [place_of(staff, river, number) for number in rows]

    def has_not_moved() -> None:
        assert page.evaluate("scrollY") == 0
        assert [place_of(staff, river, number) for number in rows] == before

    river.box(staff, 0).dispatch_event("click")  # without scrolling to it
    expect(said(staff, river, 0)).to_be_visible()
    has_not_moved()
    river.box(staff, SIGNED_UP).dispatch_event("click")
    expect(said(staff, river, SIGNED_UP)).to_be_visible()
    has_not_moved()
    page.route("**/angre/**", lambda route: route.fulfill(status=500, body=""))
    river.box(staff, 0).dispatch_event("click")
    staff.reads("Aa 00: Krysset ble ikke lagret.")
    river.shows(staff, {0: True})
    has_not_moved()
    page.context.set_offline(True)
    river.box(staff, 2).dispatch_event("click")
    staff.reads("1 lagret på telefonen", "Aa 00: Krysset ble ikke lagret.")
    has_not_moved()
    page.context.set_offline(False)
    staff.reads("Alt er sendt.")
    page.get_by_role("button", name="Greit").click()
    expect(page.get_by_text("Krysset ble ikke lagret.")).to_be_hidden()
    page.evaluate("scrollTo(0, 0)")
    if width > 900:
        page.locator(f"a[data-beside='{river.people[0]}']").dispatch_event("click")
        expect(page.locator("#valgt h2")).to_have_text("Aa 00")
    has_not_moved()


def test_the_one_beside_the_list_follows_the_tick(staff: Visitor, river: River) -> None:
    staff.page.set_viewport_size({"width": 1280, "height": 800})
    staff.go(f"{river.sheet}?valgt={river.people[0]}")
    beside = staff.page.locator("#valgt")
    expect(beside.get_by_role("button", name="Ikke nå")).to_be_visible()
    river.box(staff, 0).check()
    expect(beside.get_by_role("button", name="Ikke nå")).to_have_count(0)
    river.box(staff, 0).uncheck()
    expect(beside.get_by_role("button", name="Ikke nå")).to_be_visible()


def test_a_tick_long_before_the_start_is_kept_with_a_word_about_the_clock(
    staff: Visitor, river: River
) -> None:
    take_along(staff, river)
    page = staff.page
    page.clock.set_fixed_time(datetime.now(UTC) - timedelta(hours=5))  # it began an hour ago
    page.context.set_offline(True)
    page.goto(river.sheet)
    asks = re.compile(r"Økta begynner ikke før klokka \d\d\.\d\d\. Stemmer det\?")
    words = page.locator("[data-on-phone=taps] [data-words]")
    river.box(staff, 0).check()
    expect(words).to_have_text(re.compile(r"1 lagret på telefonen, .* " + asks.pattern))
    river.box(staff, 0).uncheck()
    expect(words).to_contain_text("2 lagret på telefonen")
    expect(words).not_to_have_text(asks)
    page.get_by_role("button", name="Legg til gjest").click()
    expect(words).to_have_text(re.compile(r"3 lagret på telefonen, .* " + asks.pattern))
    page.clock.set_fixed_time(datetime.now(UTC))
    river.box(staff, 1).check()
    expect(words).to_contain_text("4 lagret på telefonen")
    expect(words).not_to_have_text(asks)
    page.context.set_offline(False)


def test_somebody_is_opened_beside_the_list_and_no_tap_is_lost(
    visits: Callable[..., Visitor], river: River
) -> None:
    desk = visits(width=1280, height=800).sign_in(LEADER)
    page = desk.go(river.sheet).page
    first, second = (page.locator(f"a[data-beside='{key}']") for key in river.people[:2])
    river.box(desk, 0).check()
    first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#valgt h2")).to_have_text("Aa 00")
    expect(page.locator("#valgt")).to_be_focused()
    assert page.url.endswith(f"{river.sheet}?valgt={river.people[0]}")
    river.box(desk, 2).check()
    river.waits_until_here(desk, [river.people[0], river.people[2]])
    expect(first).to_have_attribute("aria-current", "true")
    page.context.set_offline(True)
    river.box(desk, 3).check()
    second.click()
    desk.reads("Det er ikke dekning nå.", "1 lagret på telefonen")
    page.context.set_offline(False)
    desk.reads("Alt er sendt.")
    desk.rests()
    page.get_by_role("link", name="Lukk").click()
    expect(first).to_be_focused()
    assert page.url.endswith(river.sheet)
    kept_pages = page.evaluate("sessionStorage.getItem('htmx-history-cache')")
    assert kept_pages is None  # they would hold names


def test_the_sheet_leaves_the_phone_when_the_session_is_closed(
    staff: Visitor, river: River
) -> None:
    take_along(staff, river)
    assert river.sheet in kept(staff)
    staff.press("Gjør ferdig").press("Gjør ferdig").reads("Økta er ferdig.")
    leaves(staff)


def test_what_is_tapped_on_a_session_that_somebody_closed_is_written_and_the_sheet_leaves(
    staff: Visitor, river: River, site: Site
) -> None:
    take_along(staff, river)
    site.python(
        "from activities.models import Session; from payouts.earnings import promises;"
        f"session = Session.objects.get(pk={river.pk});"
        "promises.close(session, by=session.shifts.get().staff)"
    )
    river.box(staff, 0).check()
    staff.reads("Alt er sendt.")
    leaves(staff)
    assert river.facts()["here"] == river.people[:1]


def test_the_sheet_leaves_the_phone_after_a_day_and_the_taps_stay(
    staff: Visitor, river: River
) -> None:
    take_along(staff, river)
    page = staff.page
    page.context.set_offline(True)
    page.goto(river.sheet)
    river.box(staff, 0).check()
    staff.reads("1 lagret på telefonen")
    page.evaluate(
        """async (age) => {
            const sheets = await caches.open("reir-sheets");
            for (const asked of await sheets.keys()) {
                const row = await sheets.match(asked);
                const headers = new Headers(row.headers);
                headers.set("X-Kept-At", Number(headers.get("X-Kept-At")) - age);
                await sheets.put(asked, new Response(await row.text(), { headers }));
            }
        }""",
        A_DAY_AND_A_MINUTE,
    )
    page.goto(river.sheet)
    staff.reads("Ingen dekning")
    leaves(staff, river.sheet)
    page.context.set_offline(False)
    staff.reads("Alt er sendt.")
    leaves(staff)
    assert river.facts()["here"] == river.people[:1]


def test_the_sheet_leaves_the_phone_at_sign_out(staff: Visitor, river: River) -> None:
    take_along(staff, river)
    page = staff.page
    page.get_by_role("link", name="Mer", exact=True).click()
    page.get_by_role("button", name="Logg ut").click()
    page.wait_for_load_state()
    leaves(staff)


def test_a_phone_holds_the_sheet_and_the_phone_list_alone(staff: Visitor, river: River) -> None:
    take_along(staff, river)
    others = set(kept(staff)) - {river.sheet}
    assert others <= {staff.page.locator("[data-on-phone=taps]").get_attribute("data-phone-list")}
    parts = staff.page.evaluate(
        """async () => {
            const rows = await (await caches.open("reir-parts")).keys();
            return rows.map((row) => new URL(row.url).pathname);
        }"""
    )
    assert {path for path in parts if not path.startswith("/static/")} == {"/staff/uten-nett/"}
    staff.page.get_by_role("button", name="Ta bort fra telefonen").click()
    staff.page.get_by_role("button", name="Ta med økta").wait_for()
    leaves(staff)


@pytest.mark.parametrize("taken", [False, True], ids=["as-it-is", "taken-along"])
def test_twelve_people_in_fifteen_taps_from_today(
    staff: Visitor, river: River, taken: bool
) -> None:
    if taken:
        take_along(staff, river)
    page = staff.go("/staff/").page
    taps = 0

    def tap(target: Any) -> None:
        nonlocal taps
        taps += 1
        target.click()

    tap(page.locator(f"main a[href='{river.sheet}']").first)
    page.wait_for_url(f"**{river.sheet}")
    for number in range(SIGNED_UP):
        tap(river.box(staff, number))
    tap(page.locator("#flere > summary"))
    for number in range(SIGNED_UP, PEOPLE):
        tap(river.box(staff, number))
    river.waits_until_here(staff, river.people)
    assert taps == 14


def test_without_javascript_nothing_of_it_is_there_and_the_list_is_saved(
    visits: Callable[..., Visitor], river: River
) -> None:
    staff = visits(javascript=False).sign_in(LEADER).go(river.sheet)
    assert staff.page.get_by_role("button", name="Ta med økta").is_visible() is False
    river.box(staff, 0).check()
    staff.press("Lagre lista").reads("1 var med.")
    staff.page.get_by_label("Hva skal vi kalle gjesten?").fill("Ola")
    staff.press("Legg til gjest").reads("Gjesten var med.")
    staff.press("Alt i orden").reads("Takk. Vakten din er over.")
    facts = river.facts()
    assert (facts["here"], facts["guests"], facts["home"]) == (river.people[:1], ["Ola"], 1)
