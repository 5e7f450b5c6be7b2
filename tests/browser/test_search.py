"""Search with the keyboard alone, on a phone, and without JavaScript."""

from collections.abc import Callable

import pytest

from tests.browser.conftest import LEADER
from tests.browser.visitor import Visitor


def test_the_key_goes_to_the_search_and_a_person_is_two_acts_away(visits: Callable) -> None:
    visitor: Visitor = visits(width=1280, height=800).sign_in(LEADER)
    page = visitor.go("/staff/uke/").page
    page.keyboard.press("/")
    page.keyboard.type("tor")
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff/sok/?ord=*")
    assert "tor" not in page.title().lower()
    page.get_by_role("link", name="Tor", exact=True).click()
    page.wait_for_url("**/staff/deltakere/*/")
    page.go_back()
    assert page.input_value("#sok") == "tor"
    # In a field it is a letter as any other.
    page.focus("#sok")
    page.keyboard.press("End")
    page.keyboard.press("/")
    assert page.input_value("#sok") == "tor/"


def test_the_key_can_be_turned_off(visits: Callable) -> None:
    visitor: Visitor = visits(width=1280, height=800).sign_in(LEADER)
    page = visitor.go("/staff/sok/").page
    page.uncheck("#sok-tast")
    focused = "document.activeElement.matches('[data-search]')"
    for is_on in (False, True):
        visitor.go("/staff/uke/")
        page.keyboard.press("/")
        assert page.evaluate(focused) is is_on
        visitor.go("/staff/sok/")
        assert page.is_checked("#sok-tast") is is_on
        page.check("#sok-tast")


@pytest.mark.parametrize("javascript", [True, False])
def test_on_a_phone_a_link_leads_to_the_search(visits: Callable, javascript: bool) -> None:
    visitor: Visitor = visits(javascript=javascript).sign_in(LEADER)
    page = visitor.go("/staff/uke/").page
    assert page.locator(".head-search").is_hidden()
    page.locator(".site-header").get_by_role("link", name="Søk").click()
    page.wait_for_url("**/staff/sok/")
    assert page.is_hidden("#sok-tast") is not javascript
    page.fill("#sok", "tor")
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff/sok/?ord=*")
    assert page.get_by_role("link", name="Tor", exact=True).is_visible()
