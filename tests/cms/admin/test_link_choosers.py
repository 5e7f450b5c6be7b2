"""A link that is typed in is read like all words, and one that is not there is asked for."""

import json
from typing import Any

import pytest
from django.urls import reverse

from tests.cms.publishing.test_in_admin import editor  # noqa: F401
from tests.factories import cms as pages

pytestmark = pytest.mark.django_db
WINDOWS = {
    "external_link": ("external-link-chooser-url", "https://example.no/", "https://example.no/"),
    "anchor_link": ("anchor-link-chooser-url", "elva", "#elva"),
    "email_link": ("email-link-chooser-email_address", "ola@example.no", "mailto:ola@example.no"),
    "phone_link": ("phone-link-chooser-phone_number", "+4722000000", "tel:+4722000000"),
}


@pytest.mark.parametrize("window", WINDOWS)
def test_a_typed_link_is_cleaned_and_none_is_asked_for(editor: Any, window: str) -> None:  # noqa: F811
    pages.whole_site()
    name, written, kept = WINDOWS[window]
    address = reverse(f"wagtailadmin_choose_page_{window}")
    text = f"{name.rpartition('-')[0]}-link_text"

    sent = {name: f"\u200b{written}\u202e", text: "Mer\u00a0om\u200b elva"}
    answer = json.loads(editor.post(address, sent).content)

    assert answer["step"].endswith("chosen")
    assert (answer["result"]["url"], answer["result"]["title"]) == (kept, "Mer om elva")
    empty = editor.post(address, {})
    assert (empty.status_code, json.loads(empty.content)["step"]) == (200, window)
