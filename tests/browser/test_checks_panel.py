"""The panel of checks beside a page under edit: it counts, and says what a screen reader misses."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import LEADER

pytestmark = pytest.mark.browser
FIND = "from cms.models import StandardPage as S; print(S.objects.live().first().pk)"


def test_the_panel_of_checks_has_read_the_page(visits, site):
    visitor = visits(width=1280, height=800).sign_in(LEADER)
    page, refused = visitor.page, []
    page.on("console", lambda message: refused.append(message.text))
    visitor.go(f"/admin/pages/{site.python(FIND).strip()}/edit/")
    page.locator("[data-side-panel-toggle='checks']").click()
    words = page.locator("[data-content-word-count]")
    page.wait_for_function(
        "() => /^[0-9]+$/.test(document.querySelector('[data-content-word-count]').innerText)"
    )
    assert int(words.inner_text()) > 20
    score = page.locator("[data-content-readability-score]")
    expect(score).to_have_text(re.compile(r"[^\s-]"))
    assert [text for text in refused if "Content Security Policy" in text] == []
