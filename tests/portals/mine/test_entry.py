"""In with the card, stopped cards, and out again."""

import logging

import pytest
from django.core.signing import get_cookie_signer
from django.test import Client
from django.urls import get_resolver, reverse

from core.text import phone_in_words
from participants import cards
from portals import card_cookie
from portals.mine.urls import pages
from tests.portals.mine.scene import text_of, visit

pytestmark = pytest.mark.django_db
OPEN = ("unknown_card", "goodbye", "left", "answered")
"""Pages that show nothing about anybody and need no card."""


def test_a_card_becomes_a_cookie_and_an_address_without_the_token():
    ola = visit(chosen_name="Ola")
    client = Client()

    response = client.get(f"/k/{ola.token}")

    assert (response.status_code, response["Location"]) == (303, "/min/")
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["Cache-Control"] == "no-store, private"
    cookie = response.cookies["reir_kort"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"], cookie["secure"]) == (
        "/min/",
        True,
        "Lax",
        "",
    )
    assert ola.token not in cookie.value
    assert "Hei, Ola!" in text_of(client.get("/min/"))


def test_the_cookie_is_secure_where_the_address_is():
    ola = visit()

    response = Client().get(f"/k/{ola.token}", secure=True)

    assert response.cookies["reir_kort"]["secure"] is True


@pytest.mark.parametrize("kind", ["wrong", "revoked", "long", "strange"])
def test_a_token_that_opens_nothing_leads_to_who_can_help(kind, caplog):
    ola = visit()
    cards.revoke(ola.card)
    wrong = {"wrong": "a" * 32, "long": "a" * 3000, "strange": "%00%F0æ"}
    token = wrong.get(kind, ola.token)
    client = Client()

    with caplog.at_level(logging.DEBUG):
        response = client.get(f"/k/{token}")

    assert (response.status_code, response["Location"]) == (303, "/min/kort-hjelp/")
    assert "reir_kort" not in response.cookies
    assert token not in caplog.text
    page = client.get(response["Location"])
    assert page.status_code == 200
    assert "Vi fant ikke siden din" in text_of(page)


def test_a_stopped_card_opens_nothing_at_the_next_request():
    ola = visit()
    assert ola.client.get("/min/verk/").status_code == 200

    cards.revoke(ola.card)

    assert ola.client.get("/min/verk/")["Location"] == "/min/"
    page = ola.client.get("/min/")
    assert "Har du et kort?" in text_of(page)
    assert page.cookies["reir_kort"].value == ""


@pytest.mark.parametrize("number", ["1", "-1", "x", "9" * 30, ""])
def test_a_cookie_that_we_did_not_sign_opens_nothing(number):
    ola = visit()
    client = Client()
    signed_elsewhere = get_cookie_signer(salt="reir_kort" + "another").sign(ola.card.pk)
    for value in (str(ola.card.pk), f"{number}:abc:def", signed_elsewhere):
        client.cookies["reir_kort"] = value
        assert client.get("/min/verk/")["Location"] == "/min/"


@pytest.mark.parametrize("number", ["-1", "x", "9" * 30, ""])
def test_a_signed_cookie_with_nonsense_opens_nothing(number):
    client = Client()
    signer = get_cookie_signer(salt=card_cookie.NAME + card_cookie.SALT)
    client.cookies["reir_kort"] = signer.sign(number)

    assert client.get("/min/verk/")["Location"] == "/min/"


def test_every_page_is_private():
    ola = visit()
    for route in pages:
        address = reverse(f"mine:{route.name}", kwargs=_some_arguments(route))
        answers = [visitor.get(address) for visitor in (ola.client, Client())]
        if route.name not in OPEN:
            answers.append(ola.client.post(address))
        for response in answers:
            if response.status_code == 405 and route.name == "finish":
                continue  # shows nothing
            assert response["Cache-Control"] == "no-store, private", address
            assert response["X-Robots-Tag"] == "noindex, nofollow", address
            assert response["Referrer-Policy"] == "same-origin", address
        ola.client.get(f"/k/{ola.token}")


def test_without_a_card_only_the_open_pages_answer():
    for route in pages:
        address = reverse(f"mine:{route.name}", kwargs=_some_arguments(route))
        expected = 200 if route.name in ("home", *OPEN) else 405 if route.name == "finish" else 303
        assert Client().get(address).status_code == expected, address


@pytest.mark.parametrize("times", [1, 2])
def test_done_forgets_the_card_and_what_the_screen_has_kept(times):
    ola = visit()

    for _time in range(times):
        response = ola.client.post("/min/ferdig/")

    assert (response.status_code, response["Location"]) == (303, "/min/ha-det/")
    assert response["Clear-Site-Data"] == '"cache"'
    assert response.cookies["reir_kort"].value == ""
    assert "Siden din er lukket her." in text_of(ola.client.get("/min/ha-det/"))
    assert ola.client.get("/min/verk/")["Location"] == "/min/"


def test_another_site_cannot_tap_for_me():
    ola = visit()
    client = Client(enforce_csrf_checks=True)
    client.cookies = ola.client.cookies

    for address in ("/min/ferdig/", "/min/om-meg/slutt/"):
        assert client.post(address).status_code == 403
    ola.participant.refresh_from_db()
    assert ola.participant.left_at is None


def test_both_contacts_stand_on_every_page():
    from tests.factories.accounts import UserFactory

    per = UserFactory(first_name="Per", last_name="Solli", phone="+4722334455")
    ola = visit(deputy_contact=per)
    contact = ola.participant.primary_contact

    for name in (
        "home",
        "works",
        "earnings",
        "shown",
        "about",
        "everything",
        "access_log",
        "leave",
    ):
        words = text_of(ola.client.get(reverse(f"mine:{name}")))
        assert f"Ring {contact}: {phone_in_words(contact.phone)}" in words, name
        assert "Ingen svar? Ring Per Solli: 22 33 44 55" in words, name


def test_the_page_speaks_the_language_of_its_owner():
    ola = visit(language="en")

    response = ola.client.get("/min/")

    assert response["Content-Language"] == "en"


def test_the_door_stands_where_its_links_say():
    assert reverse("mine:card", args=["x"]) == "/k/x"
    assert reverse("mine:home") == "/min/"
    assert get_resolver().resolve("/min/").view_name == "mine:home"


def _some_arguments(route):
    names = route.pattern.converters
    return {name: "telefon" if name == "what" else 1 for name in names}
