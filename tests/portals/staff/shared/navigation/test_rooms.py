"""Everything that staff can reach is found in a room, by those who may open it and nobody else."""

import re

import pytest
from django.urls import NoReverseMatch, reverse
from django.utils.html import strip_tags

from accounts.models import Role
from portals.staff.shared.navigation.menu import menu_of, where
from portals.staff.shared.navigation.rooms import MORE, ROOMS
from portals.staff.shared.page_access import OPENS
from tests.factories.accounts import MembershipFactory, TeamFactory
from tests.permission_table import STAFF, STAFF_PORTAL
from tests.portals.staff.scene import scene

OFFLINE = {"offline", "offline_worker"}
"""What a phone shows and runs by itself."""
PAGES = [page for room in (*ROOMS, MORE) for page in room.pages]
OURS = {page.route.removeprefix("staff:"): page for page in PAGES if page.route[:6] == "staff:"}
ACTS = {act.route.removeprefix("staff:"): act for page in PAGES for act in page.acts}
ALL = ["I dag", "Plan", "Folk", "Penger", "Verk", "Historier", "Bedrifter", "Min side"]


def without_argument() -> set[str]:
    """Return the names of the staff's pages that need no row."""
    found = set()
    for name, row in STAFF_PORTAL.items():
        try:
            reverse(f"staff:{name}")
        except NoReverseMatch:
            continue
        if row.get is not None:
            found.add(name)
    return found - OFFLINE


def opened(*roles: Role) -> frozenset[str]:
    """Return what somebody with these roles opens."""
    return frozenset(name for name, who in OPENS.items() if who & set(roles))


def names(*roles: Role) -> list[str]:
    """Return the words of the menu of somebody with these roles, those of the bar with a star."""
    menu = menu_of(opened(*roles), path="/staff/")
    return [f"{one.room.name}{'*' * one.in_bar}" for one in menu.rooms]


def test_every_page_is_in_a_room_or_an_act_of_one_that_is():
    assert without_argument() == set(OURS) | set(ACTS)
    assert set(OURS) & set(ACTS) == set()


@pytest.mark.parametrize("name", [*OURS, *ACTS])
def test_a_page_is_found_by_those_who_may_open_it(name):
    page = (OURS | ACTS)[name]
    assert (OPENS[page.opens] if page.opens else STAFF) == STAFF_PORTAL[name].get


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.LEADER, ["I dag*", "Plan*", "Folk*", "Penger*", *ALL[4:]]),
        (Role.WORKER, ["I dag*", "Plan*", "Folk*", "Penger*", *ALL[4:]]),
        (Role.PEER_WORKER, ["I dag*", "Plan*", "Folk*", "Verk*", *ALL[5:]]),
        (Role.FINANCE, ["I dag*", "Plan*", "Folk*", "Penger*", *ALL[4:]]),
        (Role.AUDITOR, ["I dag*", "Plan*", "Folk*", "Penger*", "Verk", "Historier", "Min side"]),
        (Role.EDITOR, ["I dag*", "Plan*", "Folk", "Verk*", "Historier*", "Min side"]),
    ],
)
def test_the_rooms_of_a_role(role, expected):
    assert names(role) == expected


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (
            Role.LEADER,
            ["Ny økt", "Ny deltaker", "Nytt verk", "Nytt oppdrag", "Ny historie"],
        ),
        (Role.EDITOR, ["Ny historie"]),
        (Role.FINANCE, []),
        (Role.AUDITOR, []),
    ],
)
def test_what_one_makes_wherever_one_is(role, expected, staff_client):
    assert [str(one.page.name) for one in menu_of(opened(role), path="/").new] == expected
    client = staff_client(role=role)
    for name in ("staff:today", "staff:more"):
        assert [word in client.get(reverse(name)).text for word in expected] == [True] * len(
            expected
        )
    assert ("new-menu" in client.get(reverse("staff:today")).text) == bool(expected)


def test_two_hats_open_the_rooms_of_both():
    assert names(Role.EDITOR, Role.FINANCE) == names(Role.FINANCE)
    stories = next(room for room in menu_of(opened(Role.EDITOR, Role.FINANCE), path="/").rooms
                   if room.room.name == "Historier")  # fmt: skip
    assert [str(one.page.name) for one in stories.pages] == ["Historier", "Nettsted"]


@pytest.mark.parametrize(
    ("path", "room", "page"),
    [
        ("/staff/", "I dag", "I dag"),
        ("/staff/uke/", "Plan", "Uke"),
        ("/staff/uke/planlegg/", "Plan", "Uke"),
        ("/staff/uke/plakat/", "Plan", "Plakat"),
        ("/staff/utkast/", "Plan", "Måned"),
        ("/staff/okt/3/", "Plan", None),
        ("/staff/vakt/3/112/", "I dag", None),
        ("/staff/deltakere/3/konto/", "Folk", "Deltakere"),
        ("/staff/honorar/3/", "Penger", "Betaling"),
        ("/staff/honorar/bunker/3/forsegl/", "Penger", "Til banken"),
        ("/staff/gavekort/nye/", "Penger", "Gavekort"),
        ("/staff/bedrifter/3/", "Bedrifter", "Bedrifter"),
        ("/staff/min-kalender/", "Min side", "Min kalender"),
        ("/staff/mer/", None, None),
        ("/staff/uten-nett/", None, None),
    ],
)
def test_where_an_address_lies(path, room, page):
    found_room, found_page = where(path)
    assert (found_room and found_room.name, found_page and found_page.name) == (room, page)


def test_more_is_marked_where_the_room_is_not_in_the_bar():
    leader = opened(Role.LEADER)
    assert menu_of(leader, path="/staff/mer/").more.current == "page"
    assert menu_of(leader, path="/staff/verk/").more.current == "true"
    assert menu_of(leader, path="/staff/uke/").more.current == ""


def title_of(page: str) -> str:
    return " ".join(strip_tags(page.split("<title>")[1].split("</title>")[0]).split())


@pytest.mark.django_db
def test_menu_heading_and_title_say_the_same(staff_client):
    here = scene()
    client = staff_client(role=Role.LEADER, team=here.team)
    unlike = {}
    for name, page in OURS.items():
        answer = client.get(reverse(f"staff:{name}")).content.decode()
        heading = " ".join(
            strip_tags(answer.split("<h1")[1].split(">", 1)[1].split("</h1>")[0]).split()
        )
        if not (heading.startswith(str(page.name)) and title_of(answer).startswith(str(page.name))):
            unlike[name] = (str(page.name), heading, title_of(answer))
    assert unlike == {}


@pytest.mark.django_db
def test_an_act_is_reached_from_its_page(staff_client):
    here = scene()
    here.team.organisation_number = "310000019"
    here.team.save()
    client = staff_client(role=Role.LEADER, team=here.team)
    lacking = {
        name: missing
        for name, page in OURS.items()
        if (
            missing := [
                act.route
                for act in page.acts
                if act.route != "staff:stripe_connect"  # shown when Stripe is on
                and f'href="{reverse(act.route)}'
                not in client.get(reverse(f"staff:{name}")).content.decode()
            ]
        )
    }
    assert lacking == {}


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role)
def test_every_link_of_the_menu_opens(staff_client, role):
    client = staff_client(role=role)
    menu = client.get(reverse("staff:more")).wsgi_request.menu
    answers = {
        one.address: client.get(one.address).status_code
        for room in menu.rooms
        for one in room.pages
        if one.address.startswith("/staff/")
    }
    assert set(answers.values()) == {200}


@pytest.mark.django_db
def test_a_page_stays_with_the_team_that_was_looked_at(staff_client):
    client = staff_client(role=Role.LEADER)
    other = MembershipFactory(user=client.user, role=Role.EDITOR).team
    strange = TeamFactory()
    asked = client.get(reverse("staff:week"), {"team": other.slug}).wsgi_request.menu
    links = [one.address for room in asked.rooms for one in room.pages if "?" in one.address]
    assert len(links) == sum(page.by_team for page in PAGES)
    assert {client.get(address).status_code for address in links} == {200}
    assert {address.split("?")[1] for address in links} == {f"team={other.slug}"}
    client.raise_request_exception = False
    other_menu = client.get(reverse("staff:today"), {"team": strange.slug}).wsgi_request.menu
    assert not any("?" in one.address for room in other_menu.rooms for one in room.pages)


@pytest.mark.django_db
def test_the_page_with_all_the_rooms_says_what_is_in_each(staff_client):
    page = staff_client(role=Role.PEER_WORKER).get(reverse("staff:more")).content.decode()
    rooms = re.findall(r'<h2 class="room-name"[^>]*>.*?</svg>\s*([^<]+?)\s*</h2>', page, re.S)
    assert rooms == [name for name in ALL if name != "Penger"]
    mine = {str(one.about) for one in PAGES if one.opens in ("", *opened(Role.PEER_WORKER))}
    assert {str(one.about) for one in PAGES if str(one.about) in page} == mine - {
        MORE.pages[0].about
    }
