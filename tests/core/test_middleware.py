"""No address and no form falls over a number that no row can have."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.test_permissions import (  # noqa: F401
    DOORS,
    METHODS,
    OURS,
    address_of,
    ask,
    built,
    ground,
)

pytestmark = pytest.mark.django_db
TOO_LARGE = 2**63
SOMEBODY = ("leader", "finance", "editor", "auditor", "worker", "card", "partner", "anonymous")
READ = re.compile(
    r"""\.(?:get|getlist)\(\s*"([a-z_]+)"|"""
    r"""(?:GET|POST)\["([a-z_]+)"\]|"([a-z_]+)" in \w+\.(?:GET|POST)"""
)
NAMED = re.compile(r'name="([\w-]+)"')


def read_somewhere() -> set[str]:
    """Return every name that a view or form of ours reads out of what was sent."""
    files = [path for app in ("portals", "cms", "accounts") for path in Path(app).rglob("*.py")]
    found = [match.groups() for path in files for match in READ.finditer(path.read_text())]
    return {name for names in found for name in names if name}


def test_no_address_or_form_of_a_door_falls_over_a_number(ground: Any) -> None:  # noqa: F811
    """Everything is sent by somebody who is let in: who is not is turned away before it is read."""
    always, tried, fell = read_somewhere(), 0, []
    for space, name, words in OURS:
        row = DOORS[space][name]
        methods = [method for method in METHODS if getattr(row, method.lower())]
        let_in = [
            role for role in SOMEBODY if any(role in getattr(row, m.lower()) for m in methods)
        ]
        if not let_in or name == "nothing_here":
            continue
        client, here = ground.clients[let_in[0]], address_of(space, name, words, row, ground.own)
        shown = ask(client, "GET", here) if "GET" in methods else None
        is_page = shown is not None and shown.status_code == 200 and not shown.streaming
        named = set(NAMED.findall(shown.content.decode(errors="replace"))) if is_page else set()
        sent = dict.fromkeys((always | named) - {"csrfmiddlewaretoken"}, str(TOO_LARGE))
        answers = []
        if "GET" in methods:
            answers.append(client.get(here, sent))
        if "POST" in methods and space != "api":
            answers.append(send(client, here, sent))
        try:
            there = reverse(
                f"{space}:{name}" if space else name, kwargs=dict.fromkeys(words, TOO_LARGE)
            )
        except NoReverseMatch:
            there = here
        if there != here:
            answers += [ask(client, method, there) for method in methods]
        tried += len(answers)
        fell += [f"{name} {let_in[0]}" for answer in answers if answer.status_code >= 500]
    assert (tried > 400, fell) == (True, [])


def send(client: Client, address: str, sent: dict[str, str]) -> Any:
    """Return the answer to a form; whatever it changed is undone."""
    cookies = dict(client.cookies)
    with transaction.atomic():
        answer = client.post(address, sent)
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies.update(cookies)
    return answer


def test_a_story_with_a_number_too_large_is_not_there() -> None:
    assert Client().get(f"/api/v1/stories/{TOO_LARGE}/").status_code == 404
