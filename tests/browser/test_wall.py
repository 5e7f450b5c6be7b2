"""The screen on the wall when the server is gone: it says so, and comes back by itself."""

from collections.abc import Callable

from playwright.sync_api import Browser

from tests.browser.site import served
from tests.demo_database import Demonstration

TODAY = ".wall__today"
SAID = "Tavla har ikke hørt noe nytt siden"
MAKE = """
from accounts.models import Team
from activities.calendar_feeds import feed_keys
print(feed_keys.give(Team.objects.first()))
"""
LONG_AFTER = "document.getAnimations().forEach((one) => one.finish())"
"""As when the style sheet has waited: its clock is not the page's."""


def test_it_says_since_when_and_comes_back(
    demo_database: Callable[[], Demonstration], browser: Browser
) -> None:
    copy = demo_database()
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    screen = context.new_page()
    screen.add_init_script("delete AbortSignal.timeout")  # as in the browser of an older screen
    screen.clock.install()
    with served(copy.url, copy.folder) as site:
        token = site.python(MAKE).strip()
        port = int(site.url.rsplit(":")[-1])
        screen.goto(f"{site.url}/staff/tavle/{token}/")
        assert not screen.get_by_text(SAID).is_visible()
        asked_anew(screen, minutes=5)
        assert not screen.get_by_text(SAID).is_visible()
    with screen.expect_event("requestfailed"):
        screen.clock.fast_forward("05:01")
    assert screen.locator(TODAY).is_visible()  # the hour's plan stands a while yet
    screen.evaluate(LONG_AFTER)
    screen.get_by_text(SAID).wait_for()
    with screen.expect_event("requestfailed"):
        screen.clock.fast_forward("25:00:00")
    screen.locator(TODAY).wait_for(state="hidden")  # yesterday's day is not today's
    assert screen.get_by_text(SAID).is_visible()
    with served(copy.url, copy.folder, port=port):
        asked_anew(screen, minutes=1)
        screen.locator(TODAY).wait_for()
        assert not screen.get_by_text(SAID).is_visible()
    context.close()


def test_without_a_script_too_it_says_that_it_is_old(
    demo_database: Callable[[], Demonstration], browser: Browser
) -> None:
    copy = demo_database()
    context = browser.new_context(java_script_enabled=False, reduced_motion="reduce")
    screen = context.new_page()
    with served(copy.url, copy.folder) as site:
        screen.goto(f"{site.url}/staff/tavle/{site.python(MAKE).strip()}/")
        assert screen.locator("meta[http-equiv=refresh]").get_attribute("content") == "300"
        assert not screen.get_by_text(SAID).is_visible()
        screen.evaluate(LONG_AFTER)
        assert screen.get_by_text(SAID).is_visible()
    context.close()


def asked_anew(screen, *, minutes: int) -> None:
    """Let some minutes go, and wait until the page's answer stands there."""
    old = screen.locator("main").element_handle()
    with screen.expect_event("requestfinished"):
        screen.clock.fast_forward(f"{minutes:02}:01")
    old.wait_for_element_state("hidden")
