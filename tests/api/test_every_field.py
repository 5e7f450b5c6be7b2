"""Every field that a route of the API takes in reads what people write, and keeps no unseen sign.

The routes, their serializers and fields are found in the description that the code gives, so a
new one is in here by itself: it fails until `good` knows what is sent in it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.db import transaction
from django.utils import timezone
from drf_spectacular.generators import SchemaGenerator
from rest_framework import serializers

from api import serializers as ours
from api.throttling import PublicThrottle
from payouts.earnings import promises
from tests.core.test_text import TWELVE_SPELLINGS
from tests.factories.activities import ActivityFactory, PlaceFactory, SessionFactory, with_staff
from tests.factories.participants import ParticipantFactory
from tests.factories.payouts import BudgetFactory, RateFactory
from tests.written import SPACES, UNSEEN, unseen_in, words_written

pytestmark = pytest.mark.django_db
JSON = "application/json"
NOBODY_SEES = "\u200b\u3164\u00a0\u2800\u202e"


@dataclass(frozen=True)
class Endpoint:
    """A route that takes a body: `fields` names those that are written as words."""

    method: str
    path: str
    fields: tuple[str, ...]
    required: tuple[str, ...]


def endpoints() -> list[Endpoint]:
    """Return every operation of the API that takes a body in."""
    whole = SchemaGenerator().get_schema(request=None, public=True)
    found = []
    for path, operations in whole["paths"].items():
        for method, operation in operations.items():
            if body := operation.get("requestBody"):
                reference = body["content"][JSON]["schema"]["$ref"]
                schema = whole["components"]["schemas"][reference.rpartition("/")[2]]
                fields = tuple(
                    name
                    for name, field in schema["properties"].items()
                    if field.get("type") == "string" and not field.get("readOnly")
                )
                found.append(Endpoint(method, path, fields, tuple(schema.get("required", ()))))
    return found


ENDPOINTS = endpoints()
FIELDS = [(endpoint, name) for endpoint in ENDPOINTS for name in endpoint.fields]
each_field = pytest.mark.parametrize(
    ("endpoint", "name"),
    FIELDS,
    ids=[f"{endpoint.method} {endpoint.path[7:]} {name}" for endpoint, name in FIELDS],
)


@pytest.fixture
def scene(staff_client: Any) -> dict[str, Any]:
    """Return what is sent at every endpoint, and who sends it."""
    client = staff_client(role="leader")
    activity = ActivityFactory(teams=[client.team])
    RateFactory(activity=activity)
    BudgetFactory(team=client.team)
    now = timezone.now()
    session = SessionFactory(
        team=client.team, activity=activity, places=4, starts_at=now - timedelta(minutes=1)
    )
    promises.offer(with_staff(session), by=client.user)
    return {
        "client": client,
        "session": session,
        "good": {
            "team": client.team.slug,
            "activity": activity.slug,
            "place": PlaceFactory().pk,
            "title": "Vi rydder",
            "note": "Ta på gode sko.",
            "key": "min egen",
            "starts_at": (now - timedelta(minutes=2)).isoformat(),
            "ends_at": (now + timedelta(hours=2)).isoformat(),
            "min_staff_reason": "Vi er mange",
            "reason": "Det regner",
            "participant": ParticipantFactory(team=client.team).code,
        },
    }


def ask(
    scene: dict[str, Any], endpoint: Endpoint, **changes: Any
) -> tuple[int, list[str], list[str]]:
    """Return the status, the fields that were wrong, and what was written; it is undone."""
    wanted = {"starts_at", *endpoint.required, *changes} if endpoint.method != "patch" else changes
    wanted |= {"ends_at"} & {*endpoint.required}
    body = {name: scene["good"][name] for name in wanted if name in scene["good"]} | changes
    PublicThrottle.cache.clear()
    path = endpoint.path.replace("{id}", str(scene["session"].pk))
    with transaction.atomic(), words_written() as words:
        answer = getattr(scene["client"], endpoint.method)(path, body, JSON)
        transaction.set_rollback(True)
    wrong = [*answer.json().get("fields", ())] if answer.status_code == 400 else []
    return answer.status_code, wrong, words


@contextmanager
def read_by() -> Iterator[list[Any]]:
    """Give a list of the serializers that read something meanwhile."""
    found: list[Any] = []
    make = serializers.BaseSerializer.__init__

    def made(self: Any, *args: Any, **kwargs: Any) -> None:
        make(self, *args, **kwargs)
        if "data" in kwargs:
            found.append(self)

    with mock.patch.object(serializers.BaseSerializer, "__init__", made):
        yield found


def test_every_serializer_that_reads_has_a_portal(scene):
    with read_by() as found:
        for endpoint in ENDPOINTS:
            ask(scene, endpoint)
    readers = {
        name
        for name, kind in vars(ours).items()
        if isinstance(kind, type)
        and issubclass(kind, serializers.BaseSerializer)
        and kind.__module__ == ours.__name__
        and any(not field.read_only for field in kind().fields.values())
        and issubclass(kind, ours.CleanFields)
    }
    assert {type(one).__name__ for one in found} == readers
    assert all(isinstance(one, ours.CleanFields) for one in found)


@each_field
def test_a_sign_that_nobody_sees_is_not_kept_and_changes_no_answer(scene, endpoint, name):
    good = scene["good"][name]
    wanted = ask(scene, endpoint, **{name: good})
    assert wanted[0] in (200, 201), wanted
    inside, around = "".join(UNSEEN[1:]), "".join((*UNSEEN, *SPACES))
    status, wrong, words = ask(
        scene, endpoint, **{name: f"{around}{good[:2]}{inside}{good[2:]}{around}"}
    )
    assert (status, wrong) == wanted[:2]
    assert not unseen_in(words)
    assert sorted({good} & {*words}) == sorted({good} & {*wanted[2]})


@each_field
def test_what_nobody_can_see_is_nothing_and_a_national_number_is_refused(scene, endpoint, name):
    with read_by() as found:
        unseen = ask(scene, endpoint, **{name: NOBODY_SEES})
    assert unseen[:2] == ask(scene, endpoint, **{name: ""})[:2]
    (reader,) = found
    for written in TWELVE_SPELLINGS:
        sent = {**reader.initial_data, name: f"a {written}"}
        again = type(reader)(
            reader.instance, data=sent, partial=reader.partial, context=reader.context
        )
        assert not again.is_valid() and name in again.errors, written
    assert ask(scene, endpoint, **{name: TWELVE_SPELLINGS[6]})[:2] == (400, [name])
