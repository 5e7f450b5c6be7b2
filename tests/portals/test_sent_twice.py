"""Every form of every page, sent twice from one page: the second adds no row (rules.md#forms)."""

from typing import Any

import pytest
from django.db import transaction

from tests.portals.every_form import Form, every_form, rows
from tests.test_permissions import built, ground  # noqa: F401  # fixtures

_STATE = "the row is not in the state that the verb asks for; when it was, it is left by the act"
_STRIPE = "Stripe is off here: nothing is sent to anybody"
NOT_TAKEN_IN = {
    "staff:absence_new": "asks for a deputy whom this ground has not; its once-key is as others",
    "staff:incident_report": "asks who was at work: tests/portals/staff/safety/test_safe_home.py",
    "staff:shift_assign": "who is on already is on: one shift a person and session (constraint)",
    "staff:work_picture_new": "asks for a picture: portals/staff/works/test_taken_pictures.py",
    "staff:river_result": "one a session (constraint): tests/portals/staff/works/test_works.py",
    "staff:budget_earmark": "one earmark a key: the page carries it (payouts.budgets.budgets)",
    "staff:budget_add": "an addition has a key that the page carries (payouts.budgets.additions)",
    "staff:calendar_import": "reads a file, and makes nothing before its second step",
    "staff:recipe_import": "reads a file; the press that makes is in"
    " tests/portals/staff/planning/programme/test_recipes.py",
    "staff:session_write": "a look over, which makes nothing; the press that sends is in"
    " tests/portals/staff/today/test_session_messages.py",
    "staff:shift_reason": "no shift of this ground passes a limit; the rows are in"
    " tests/portals/staff/planning/board/test_limits.py",
    "staff:substitutes_ask": "the two teams of this ground have asked each other already",
    "staff:threshold_end": _STATE,
    "staff:earning_pay_again": _STATE,
    "staff:batch_answer": "a file; a payment that is answered is not answered again",
    "staff:payout_arrived": _STATE,
    "staff:payout_failed": _STATE,
    "staff:payout_returned": _STATE,
    "staff:payout_arrived_after_all": _STATE,
    "staff:stripe_connect": _STRIPE,
    "staff:stripe_arrived": _STRIPE,
    "staff:stripe_failed": _STRIPE,
    "mine:pay_choice_one": "posts back what it showed; a choice is a choice however often",
    "mine:phone_calendar_stop": "there is no address to stop; a stopped one is stopped",
}
"""What this ground refuses, by route: why a second sending makes nothing there either."""
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
        empty = rows()
        first = client.post(form.action, values)
        before = rows()
        client.post(form.action, values)
        after = rows()
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies.update(cookies)
    added = {name: after[name] - before[name] for name in after if after[name] > before[name]}
    is_taken_in = (
        first.status_code in (302, 303)
        or any(before[name] != empty[name] for name in before if name not in LOGS)
        or "<form" not in first.content.decode()
    )
    return is_taken_in, {name: n for name, n in added.items() if name not in LOGS}


def test_no_form_makes_a_second_row_when_it_is_sent_again(ground: Any, forms: list[Form]) -> None:  # noqa: F811
    found = {form.name: sent_twice(ground, form) for form in forms}
    assert {name: added for name, (_taken_in, added) in found.items() if added} == {}
    left = {form.route for form in forms if not found[form.name][0]}
    assert left == set(NOT_TAKEN_IN), "each form is filled so that it is taken in, or has a reason"
