"""A story's form on a phone that loses its contact, or its sign-in: nothing written is lost."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import LEADER
from tests.browser.visitor import Visitor
from tests.demo_database import Demonstration

NO_CONTACT = "Ingen kontakt akkurat nå."
SIGNED_OUT = "Du er logget ut."
SAVED = re.compile(r"/staff/historier/\d+/$")


@pytest.fixture
def writer(visits: Callable[..., Visitor], request: pytest.FixtureRequest) -> Visitor:
    """Give the leader at a phone, with a title, some words and a picture that are not sent."""
    writer = visits().sign_in(LEADER).go("/staff/historier/ny/")
    picture = BytesIO()
    Image.new("RGB", (80, 60), (31, 77, 58)).save(picture, "JPEG")
    writer.page.get_by_label("Tittel").fill(request.node.name)
    writer.page.get_by_label("Noen linjer").fill("Vi skrudde.")
    file = {"name": "kasse.jpg", "mimeType": "image/jpeg", "buffer": picture.getvalue()}
    writer.page.locator("input[type=file][name=file]").set_input_files(file)
    return writer


def save(writer: Visitor) -> None:
    writer.page.get_by_role("button", name="Lagre og se den").click()


def kept(demonstration: Demonstration, title: str) -> list[tuple[int, bool]]:
    """Return (the story, whether it has a picture) of each draft with this title."""
    return [
        (pk, picture is not None)
        for pk, picture in demonstration.rows(
            "select p.id, s.lead_picture_id from wagtailcore_page p"
            " join cms_storypage s on s.page_ptr_id = p.id where p.draft_title = ?",
            title,
        )
    ]


def test_without_contact_it_stays_and_is_sent_once_when_there_is(
    writer: Visitor, demonstration: Demonstration, request: pytest.FixtureRequest
) -> None:
    writer.page.context.set_offline(True)
    for _press in range(2):
        save(writer)
        writer.reads(NO_CONTACT)
    expect(writer.page.get_by_label("Noen linjer")).to_have_value("Vi skrudde.")
    assert kept(demonstration, request.node.name) == []
    writer.page.context.set_offline(False)
    save(writer)
    writer.page.wait_for_url(SAVED)
    assert [has for _story, has in kept(demonstration, request.node.name)] == [True]


def test_a_second_tap_while_the_first_waits_sends_one(
    writer: Visitor, demonstration: Demonstration, request: pytest.FixtureRequest
) -> None:
    asked: list[str] = []
    writer.page.on("request", lambda one: asked.append(f"{one.method} {one.resource_type}"))
    button = writer.page.get_by_role("button", name="Lagre og se den")
    button.evaluate("(button) => { button.click(); button.click(); }")
    writer.page.wait_for_url(SAVED)
    assert (asked.count("GET fetch"), asked.count("POST document")) == (1, 1)
    assert len(kept(demonstration, request.node.name)) == 1


def test_a_server_that_fails_is_no_contact(writer: Visitor) -> None:
    writer.page.route("**/historier/ny/", lambda route: route.fulfill(status=503, body="Nede"))
    save(writer)
    writer.reads(NO_CONTACT)
    expect(writer.page.get_by_label("Noen linjer")).to_have_value("Vi skrudde.")


def test_who_is_signed_out_signs_in_beside_it_and_loses_nothing(
    writer: Visitor, demonstration: Demonstration, request: pytest.FixtureRequest
) -> None:
    context = writer.page.context
    context.clear_cookies()
    save(writer)
    writer.reads(SIGNED_OUT)
    with context.expect_page() as opened:
        writer.page.get_by_role("link", name="Logg inn i en ny fane").click()
    beside = Visitor(opened.value, site=writer.site, password=writer._password)
    beside.sign_in(LEADER)
    save(writer)
    writer.page.wait_for_url(SAVED)
    assert [has for _story, has in kept(demonstration, request.node.name)] == [True]


def test_what_is_wrong_is_said_once_and_can_be_sent_again(writer: Visitor) -> None:
    writer.page.locator("input[type=file][name=file]").set_input_files([])
    writer.page.get_by_label("Tittel").fill("")
    save(writer)
    expect(writer.page.get_by_label("Noen linjer")).to_have_value("Vi skrudde.")
    expect(writer.page.get_by_text("Fyll ut dette.").first).to_be_visible()
    writer.page.get_by_label("Tittel").fill("Rettet etterpå")
    save(writer)
    writer.page.wait_for_url(SAVED)
