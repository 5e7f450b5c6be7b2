"""A week of 40 colleagues and 120 sessions is dragged: how soon the browser shows it and answers.

The goals are 100 ms and 300 ms on a machine of one's own (`make bench`). Here others work beside,
so the best of five counts, and the answer gets twice its time.
"""

import json
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.bench import drag
from tests.browser.site import Site

BUILD = """
import json
from tests.bench import prepare
print(json.dumps(prepare.board()))
"""
SHOWN, ANSWERED = 100, 3_000
"""Milliseconds. The goal of an answer is 300: `make bench` measures it, alone on the machine."""
TIMES = 5


@pytest.fixture(scope="module")
def large(site: Site) -> dict[str, str]:
    """Give where the boards of a large team's week are, and the cookie of its leader."""
    return json.loads(site.python(BUILD))


@pytest.fixture
def page(site: Site, browser: Browser, large: dict[str, str]) -> Iterator[Page]:
    """Give a window in which the leader is signed in."""
    context = browser.new_context(base_url=site.url, viewport=drag.DESK, locale="nb-NO")
    name, _is, value = large["cookie"].partition("=")
    context.add_cookies([{"name": name, "value": value, "url": site.url}])
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(
    ("view", "drags"), [("address", drag.cards), ("by_day", drag.bars)], ids=["card", "bar"]
)
def test_a_drag_is_shown_and_answered_at_once(
    page: Page,
    large: dict[str, str],
    view: str,
    drags: Callable[..., drag.Times],
    record_property: Callable[[str, object], None],
) -> None:
    answer = page.goto(large[view])
    assert answer
    assert answer.status == 200
    found = drags(page, times=TIMES)
    record_property("shown", found.shown)
    record_property("answered", found.answered)
    weight = drag.weight(page)
    record_property("weight", weight)
    assert min(found.shown) <= SHOWN, found
    assert 0 < min(found.answered) <= ANSWERED, found
    assert 50_000 < weight < 100_000
