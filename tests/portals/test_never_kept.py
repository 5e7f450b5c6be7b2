"""What somebody in particular is answered, no browser and no proxy keeps."""

from typing import Any

import pytest
from django.test import Client

from portals.middleware import NEVER_KEPT
from tests.core.test_log_redaction import SECRET_AFTER
from tests.test_permissions import (  # noqa: F401
    OURS,
    PORTALS,
    address_of,
    ask,
    built,
    ground,
)

pytestmark = pytest.mark.django_db


def test_every_answer_to_somebody_in_particular_is_never_kept(ground: Any) -> None:  # noqa: F811
    found = []
    public = ["/", "/kalender/", "/sok/", "/finnes-ikke/", "/admin/", "/konto/login/"]
    for role in ("leader", "partner", "card", "editor"):
        addresses = [
            address_of(space, name, words, PORTALS[space][name], ground.own)
            for space, name, words in OURS
            if PORTALS[space][name].get is not None
            and name != "nothing_here"
            # A card is only brought to its own portal.
            and (role != "card" or space == "mine")
        ]
        for address in addresses if role == "card" else addresses + public:
            for method in ("GET", "PUT"):
                answer = ask(ground.clients[role], method, address)
                if answer.headers.get("Cache-Control") != NEVER_KEPT:
                    found.append(
                        f"{role} {method} {address}: {answer.headers.get('Cache-Control')}"
                    )
    assert found == []


@pytest.mark.parametrize("prefix", SECRET_AFTER)
def test_what_a_secret_address_gives_is_never_kept(prefix: str) -> None:
    assert Client().get(f"{prefix}abc-def")["Cache-Control"] == NEVER_KEPT


def test_who_is_nobody_in_particular_gets_what_may_be_kept() -> None:
    from tests.factories import cms as pages

    pages.home()
    assert "no-store" not in Client().get("/")["Cache-Control"]
