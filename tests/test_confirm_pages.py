"""Every confirm page of every portal posts back what it showed, and is compared (rules.md#forms).

The pages are found by what they are, at every address of the resolver: one question, one button,
nothing to fill in but why. None is listed here.
"""

from html.parser import HTMLParser
from typing import Any

import pytest
from django.db import transaction

from tests.permission_ground import Ground
from tests.test_permissions import OURS, PORTALS, address_of, built, ground  # noqa: F401

STALE = "Noe er endret siden siden ble vist"
ROLE = {"staff": ("leader",), "partner": ("partner",), "mine": ("card",), "": ()}
WHY = {"reason", "execution_on", "looked_at_accounts", "exception_reason"}
"""What a confirm page may ask beside its question."""
SEALED = "batch_seal"
"""The one batch here is sealed, and sealing it again changes nothing."""
NO_QUESTION = {
    "agreement": "asks for a look at the books, which changes nothing",
    "work_pictures": "chooses among pictures; here there are none",
}


class Main(HTMLParser):
    """The forms inside <main>: [(method, action, [hidden names], [visible names])]."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, str, dict[str, str], list[str]]] = []
        self._inside = self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self._inside = self._inside or tag == "main"
        if not self._inside:
            return
        if tag == "form":
            method, action = found.get("method") or "get", found.get("action") or ""
            self.forms.append((method.lower(), action, {}, []))
            self._open = True
        elif self._open and tag in ("input", "select", "textarea", "button") and found.get("name"):
            name = str(found["name"])
            if found.get("type") == "hidden":
                self.forms[-1][2][name] = found.get("value") or ""
            else:
                self.forms[-1][3].append(name)

    def handle_endtag(self, tag: str) -> None:
        self._open = self._open and tag != "form"
        self._inside = self._inside and tag != "main"


def question(answer: Any, address: str) -> dict[str, str] | None:
    """Return what the page's only form hides, when the page is a confirm page; else None."""
    if answer.status_code != 200 or "html" not in answer.headers["Content-Type"]:
        return None
    main = Main()
    main.feed(answer.content.decode())
    posts = [form for form in main.forms if form[0] == "post"]
    if len(posts) != 1 or posts[0][1] not in ("", address) or not set(posts[0][3]) <= WHY:
        return None
    return posts[0][2]


@pytest.mark.django_db
def test_every_confirm_page_is_bound_to_what_it_showed(ground: Ground) -> None:  # noqa: F811
    found: set[str] = set()
    unbound, obeyed = [], []
    for space, name, words in OURS:
        row = PORTALS.get(space, {}).get(name)
        for role in ROLE.get(space, ()):
            if row is None or not row.get or not row.post or role not in row.get:
                continue
            if name in NO_QUESTION or name in found:
                continue
            client, address = ground.clients[role], address_of(space, name, words, row, ground.own)
            with transaction.atomic():
                hidden = question(client.get(address), address)
                if hidden is not None:
                    found.add(name)
                    if not hidden.get("shown"):
                        unbound.append(f"{space}:{name}")
                    for shown in ({}, {"shown": "0" * 32}):
                        sent = {**hidden, "reason": "Feil"}
                        sent.pop("shown", None)
                        with transaction.atomic():
                            answer = client.post(address, sent | shown, follow=True)
                            transaction.set_rollback(True)
                        if name != SEALED and STALE not in answer.content.decode():
                            obeyed.append(f"{space}:{name}")
                transaction.set_rollback(True)
    assert (unbound, obeyed) == ([], [])
    assert len(found) > 15, found
