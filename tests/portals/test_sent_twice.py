"""Every form of every page, sent twice from one page: the second adds no row (rules.md#forms)."""

from typing import Any

import pytest
from django.db import transaction

from tests.portals.every_form import Form, every_form, rows
from tests.test_permissions import built, ground  # noqa: F401  # fixtures

LOGS = {"accounts_accessevent", "django_session", "portals_sentform"}


@pytest.fixture
def forms(ground: Any) -> list[Form]:  # noqa: F811
    """Give every form that somebody can send."""
    return list(every_form(ground))


def sent_twice(ground: Any, form: Form) -> tuple[bool, dict[str, int]]:  # noqa: F811
    """Return whether the first sending was taken in, and which rows the second one added."""
    client = ground.clients[form.role]
    cookies, values = dict(client.cookies), form.filled()
    with transaction.atomic():
        first = client.post(form.action, values)
        before = rows()
        client.post(form.action, values)
        after = rows()
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies.update(cookies)
    added = {name: after[name] - before[name] for name in after if after[name] > before[name]}
    is_taken_in = first.status_code in (302, 303) or "<form" not in first.content.decode()
    return is_taken_in, {name: n for name, n in added.items() if name not in LOGS}


def test_no_form_makes_a_second_row_when_it_is_sent_again(ground: Any, forms: list[Form]) -> None:  # noqa: F811
    found = {form.name: sent_twice(ground, form) for form in forms}
    assert {name: added for name, (_taken_in, added) in found.items() if added} == {}
    taken_in = sum(is_taken_in for is_taken_in, _added in found.values())
    assert taken_in > 110, "most forms are filled in so that they are taken in"
