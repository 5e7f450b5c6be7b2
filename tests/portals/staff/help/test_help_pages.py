"""Help: every room has its page, about what one may do, in words that are easy to read."""

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from accounts.models import Role
from portals.staff.help.texts import HELP
from portals.staff.shared.navigation.rooms import ROOMS
from tests.portals.staff.scene import scene
from tests.words import banned_words, lix

EASY = 40
"""LIX of help for staff (docs/rules.md)."""
ROUTES = {one.route for room in ROOMS for page in room.pages for one in (page, *page.acts)}


def words(room: str) -> str:
    help_of = HELP[room]
    return " ".join([str(help_of.purpose), *(str(act.how) for act in help_of.acts)])


def test_each_room_has_help():
    assert set(HELP) == {room.slug for room in ROOMS}


@pytest.mark.parametrize("room", HELP)
def test_it_is_easy_to_read_and_leads_somewhere(room):
    assert lix(words(room)) <= EASY
    assert banned_words(words(room)) == []
    assert {act.route for act in HELP[room].acts} <= ROUTES
    assert finders.find(f"illustrations/{HELP[room].picture}.svg")


@pytest.mark.django_db
@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.slug)
def test_one_press_from_where_one_stands(room, staff_client):
    client = staff_client(role=Role.LEADER)
    address = reverse("staff:help_room", args=[room.slug])
    if room.pages[0].route.startswith("staff:"):
        assert f'href="{address}"' in client.get(reverse(room.pages[0].route)).text
    page = client.get(address)
    assert [str(act.name) in page.text for act in HELP[room.slug].acts] == [True] * 3
    assert str(HELP[room.slug].purpose) in client.get(reverse("staff:help_index")).text


@pytest.mark.django_db
def test_an_act_is_a_link_to_who_may_do_it(staff_client):
    address = reverse("staff:help_room", args=["folk"])
    invite = f'href="{reverse("staff:colleague_invite")}"'
    team = scene().team
    assert invite in staff_client(role=Role.LEADER, team=team).get(address).text
    page = staff_client(role=Role.WORKER, team=team).get(address)
    assert invite not in page.text
    assert "Inviter en kollega" in page.text


@pytest.mark.django_db
@pytest.mark.parametrize("room", ["penger", "finnes-ikke"])
def test_a_room_that_is_not_mine_has_no_help_for_me(room, staff_client):
    client = staff_client(role=Role.PEER_WORKER)
    assert client.get(reverse("staff:help_room", args=[room])).status_code == 404
