"""Everybody finds everything: each link of each portal leads somewhere, each list to its last row.

By Django's test client and without a browser (`tests.walk.walker` says why). What only a script
leads to is in `UNLINKED`, with the reason.
"""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests import permission_table as table
from tests.demo_database import Demonstration

STAFF = ("leader", "worker", "peer_worker", "finance", "editor", "auditor")
ROWS = {
    **{f"staff:{name}": row for name, row in table.STAFF_PORTAL.items()},
    **{f"mine:{name}": row for name, row in (table.MINE_OPEN | table.MINE_PORTAL).items()},
    **{f"partner:{name}": row for name, row in table.PARTNER_PORTAL.items()},
}
DOOR_OF = dict.fromkeys(STAFF, "staff:") | {"card": "mine:", "partner": "partner:"}
UNLINKED = {
    "staff:my_feed": "a secret address, shown once, for a calendar program",
    "staff:wall_screen": "a secret address, shown once, for a screen on a wall",
    "staff:offline": "opened by the service worker when there is no signal",
    "staff:offline_worker": "a script",
    "staff:sheet_send": "sent by a script from the phone that has been without signal",
    "staff:work_picture_send": "sent by a script from the phone that has been without signal",
    "staff:story_publish": "only a draft that everybody has said yes to: the one here waits",
    "staff:story_hand_over": "the one draft of the demonstration lies with the editor already",
    "staff:story_yes": "only from a draft with somebody who may be asked and has not said yes",
    "staff:stripe_connect": "Stripe is off in the demonstration",
    "staff:stripe_arrived": "Stripe is off in the demonstration",
    "staff:stripe_failed": "Stripe is off in the demonstration",
    "staff:police_card": "the task about somebody who is not home leads here",
    "staff:never_sent": "the task about messages that never went out leads here",
    "staff:cover": "only a colleague who is away today: no such row in the demonstration",
    "staff:cover_answer": "a secret address, in the message to who is asked",
    "staff:lease_run_on": "only a lease that was ended and whose day is to come",
    "staff:batch_seal": "only a draft that somebody else made is sealed: a row that changes",
    "staff:batch_sent": "only a sealed batch is sent: no such row in the demonstration",
    "staff:budget_earmark": "only a budget of lease income that somebody else made",
    "staff:invoice_paid": "only an invoice that waits: no such row in the team",
    "staff:payout_arrived_after_all": "only a payment that was booked as lost",
    "mine:card": "a paper card leads here",
    "mine:feed": "a secret address, shown once, for a calendar program",
    "mine:unknown_card": "a card that opens nothing leads here",
    "mine:goodbye": "the button «Ferdig» leads here",
    "mine:left": "leaving leads here",
    "mine:answered": "an answer on a phone of ours leads here",
    "mine:gone": "taking something back leads here",
}
PUBLIC_UNLINKED = {
    "enquiry": "the form stands on the page of gardens; what has to be put right is shown here",
    "enquiry_thanks": "an enquiry that was sent leads here",
    "healthz": "asked by machines",
    "readyz": "asked by machines",
    "sitemap": "named in robots.txt",
    "robots": "asked by machines",
    "security": "asked by machines",
    "works_feed": "read by the map of works",
}


@pytest.fixture(scope="module")
def walked(demo_database: Callable[..., Demonstration]) -> dict[str, Any]:
    """Walk through every portal of a large programme once."""
    copy = demo_database(large=True)
    return json.loads(copy.python("-m", "tests.walk.walker", copy.card, within=2400))


@pytest.fixture(scope="module")
def found(walked: dict[str, Any]) -> dict[str, Any]:
    """Return what was found, by portal."""
    return walked["found"]


def test_every_link_is_answered(found: dict[str, Any]) -> None:
    assert {who: portal["problems"] for who, portal in found.items() if portal["problems"]} == {}


def test_every_list_leads_on_to_its_last_row(walked: dict[str, Any]) -> None:
    lost = {
        who: sorted(set(addresses) - set(walked["found"][who]["addresses"]))
        for who, addresses in walked["planted"].items()
    }
    assert lost == {who: [] for who in walked["planted"]}


@pytest.mark.parametrize(
    ("who", "lists"),
    [
        ("public", ("/kalender/", "/historier/")),
        ("leader", ("/staff/deltakere/", "/staff/gavekort/", "/staff/honorar/regnskap/")),
        ("card", ("/min/verk/", "/min/honorar/", "/min/okter/", "/min/oppdrag/", "/min/forslag/")),
    ],
)
def test_the_programme_is_large(found: dict[str, Any], who: str, lists: tuple[str, ...]) -> None:
    several = {address.partition("?")[0] for address, pages in found[who]["lists"].items()}
    assert set(lists) <= several


@pytest.mark.parametrize("role", DOOR_OF)
def test_whoever_may_open_a_page_is_led_to_it(found: dict[str, Any], role: str) -> None:
    readable = {
        name
        for name, row in ROWS.items()
        if name.startswith(DOOR_OF[role]) and row.get is not None and role in row.get
    }
    assert sorted(readable - set(found[role]["routes"]) - set(UNLINKED)) == []


def test_the_public_is_led_to_every_page(found: dict[str, Any]) -> None:
    readable = {name for name, row in table.PUBLIC.items() if row.get} | {"api:docs", "mine:home"}
    assert sorted(readable - set(found["public"]["routes"]) - set(PUBLIC_UNLINKED)) == []


def test_every_live_page_is_reached_from_the_front(walked: dict[str, Any]) -> None:
    assert sorted(set(walked["live"]) - set(walked["found"]["public"]["addresses"])) == []


@pytest.mark.long
def test_every_row_of_every_list_has_a_page(demo_database: Callable[..., Demonstration]) -> None:
    """Open each row's own page, not the first ones of a kind."""
    copy = demo_database(large=True)
    told = json.loads(copy.python("-m", "tests.walk.walker", copy.card, "each", within=3600))
    assert {who: portal["problems"] for who, portal in told["found"].items()} == {
        who: [] for who in told["found"]
    }


@pytest.mark.parametrize("role", ["leader", "editor"])
def test_who_tells_of_the_team_is_led_to_the_website(found: dict[str, Any], role: str) -> None:
    reached = set(found[role]["routes"])
    assert {"wagtailadmin_home", "wagtailadmin_explore", "wagtailimages:index"} <= reached


def test_whose_website_it_is_not_is_not_led_there(found: dict[str, Any]) -> None:
    others = set(found) - {"leader", "editor", "public"}
    led = {who for who in others if any(to.startswith("/admin/") for to in found[who]["addresses"])}
    assert led == set()


@pytest.mark.parametrize("who", [*STAFF, "partner"])
def test_everybody_finds_their_own_sign_in(found: dict[str, Any], who: str) -> None:
    assert {"mfa_index", "account_change_password"} <= set(found[who]["routes"])


def test_no_door_leads_round_for_ever(walked: dict[str, Any]) -> None:
    """Somebody who tries the portal of others is told, once, and goes nowhere."""
    assert walked["round"] == []


def test_what_has_a_reason_is_there() -> None:
    assert set(UNLINKED) <= set(ROWS)
    assert set(PUBLIC_UNLINKED) <= set(table.PUBLIC)
