"""Random questions made from the schema: nobody gets a 5xx, and answers are as described."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from api.throttling import PublicThrottle
from config.wsgi import application
from tests.factories.activities import SessionFactory, WorkFactory
from tests.factories.participants import ParticipantFactory

pytestmark = pytest.mark.django_db
CHECKS = [not_a_server_error, status_code_conformance, response_schema_conformance]
TOKEN = "a" * 32
SOME = settings(
    max_examples=12,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """Keep the test's own transaction open between questions, as Django's test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def ask_everything(known: dict[str, Any], **sent: Any) -> set[int]:
    """Ask every operation; half of the time about a `known` thing. Return the statuses seen."""
    schema = schemathesis.openapi.from_wsgi("/api/v1/schema/", application)
    seen = set()
    for found in schema.get_all_operations():
        operation = found.ok()

        @SOME
        @given(case=operation.as_strategy(), aims=st.booleans())
        def ask(case: Any, aims: bool) -> None:
            parts = case.path_parameters
            if aims:
                place = case.operation.path.split("/")[3]
                values = {"id": known.get(place), "participant": known["participant"]}
                parts |= {name: values[name] for name in parts if values.get(name)}
            PublicThrottle.cache.clear()
            response = case.call(**sent)
            case.validate_response(response, checks=CHECKS)
            seen.add(response.status_code)

        ask()
    return seen


def test_anybody_may_ask_anything() -> None:
    session, work = SessionFactory(published=True), WorkFactory(is_public=True)
    known = {"sessions": session.pk, "works": work.pk, "participant": ParticipantFactory().code}
    assert {200, 401, 404} <= ask_everything(known)


def test_staff_may_ask_and_send_anything(staff_client: Any) -> None:
    client = staff_client("leader")
    session = SessionFactory(team=client.team, running=True)
    person = ParticipantFactory(team=client.team)
    cookies = {"sessionid": client.cookies["sessionid"].value, "csrftoken": TOKEN}
    seen = ask_everything(
        {"sessions": session.pk, "participant": person.code},
        cookies=cookies,
        headers={"X-CSRFToken": TOKEN},
    )
    assert {200, 204, 400, 404, 409} <= seen
