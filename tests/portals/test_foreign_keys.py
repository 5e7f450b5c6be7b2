"""Keys of another team's rows, and of none, in every field that names a row, at every portal.

Nothing of the other team is changed, nothing of it is told, and no key is a fault of ours.
"""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone

from activities.models import CareVisit
from tests.permission_ground import Ground
from tests.permission_table import API_PUBLIC, API_STAFF
from tests.portals.every_form import every_form
from tests.portals.keys_sent import HOLDS, NOWHERE, UNSHOWN, Choices, keys_of, of_the_other
from tests.test_permissions import built, ground  # noqa: F401  # fixtures

NAMES = ("chosen_name", "first_name", "last_name", "name", "title", "text", "issuer")
CANARY = "Zqfremmed"
TEAMLESS = {"Place", "StoryPage"}
"""What is everybody's, or told to everybody."""


@pytest.fixture
def planted(ground: Ground) -> Iterator[Ground]:  # noqa: F811
    """Give the ground with one word in every name of the other team's."""
    with transaction.atomic():
        ground.other.visit = CareVisit.objects.create(
            work=ground.other.work, participant=ground.other.participant, care="checked"
        )
        for row in vars(ground.other).values():
            if isinstance(row, models.Model) and type(row).__name__ not in TEAMLESS:
                columns = {field.name for field in row._meta.local_concrete_fields}
                for name in columns & set(NAMES):
                    type(row)._base_manager.filter(pk=row.pk).update(**{name: CANARY})
        yield ground
        transaction.set_rollback(True)


def wrong_with(client: Any, other: Any, before: Any, send: Any) -> list[str]:
    """Return what is wrong with the answer to `send()`; whatever it changed is undone."""
    cookies, wrong = dict(client.cookies), []
    with transaction.atomic():
        answer = send()
        if answer.status_code >= 500:
            wrong.append(f"is a fault ({answer.status_code})")
        elif before is not None:
            if of_the_other(other) != before:
                wrong.append("was written")
            if answer.status_code in (302, 303):
                answer = client.get(answer["Location"])
            if not answer.streaming and CANARY in answer.content.decode(errors="replace"):
                wrong.append("is told")
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies.update(cookies)
    return wrong


def every_key(ground: Ground, monkeypatch: Any) -> Iterator[tuple[Any, ...]]:  # noqa: F811
    """Yield (role, address, what else is sent, field, the other team's keys)."""
    choices = Choices(monkeypatch)
    for form in list(every_form(ground)):
        for name, keys in keys_of(form, choices, ground.other):
            yield form.role, form.action, form.filled(), name, keys
    for view, (whose, names) in UNSHOWN.items():
        address = reverse(view, args=[getattr(ground.own, whose).pk] if whose else [])
        for name in names:
            yield "leader", address, {}, name, [str(key) for key in HOLDS[name](ground.other)]


def found_wrong(ground: Ground, monkeypatch: Any, roles: Any) -> list[str]:  # noqa: F811
    """Return every key that was written, told or a fault, in every form that `roles` send."""
    before, wrong, tried = of_the_other(ground.other), [], set()
    for shown_to, address, values, name, keys in every_key(ground, monkeypatch):
        tried.add(name)
        for role in roles or (shown_to,):
            client = ground.clients[role]
            for key in (*keys, *NOWHERE):
                sent = values | {name: [key]}
                send = partial(client.post, address, sent)
                compared = before if key in keys else None
                wrong += [
                    f"{role} {address}: {name}={key:.20} {what}"
                    for what in wrong_with(client, ground.other, compared, send)
                ]
    assert set(HOLDS) - tried == set()
    return wrong


def test_no_key_in_a_form_reaches_another_team(planted: Ground, monkeypatch: Any) -> None:
    assert found_wrong(planted, monkeypatch, ()) == []


@pytest.mark.long
def test_no_key_in_a_form_reaches_another_team_by_anybody(
    planted: Ground, monkeypatch: Any
) -> None:
    roles = tuple(role for role in planted.clients if role != "superuser")
    assert found_wrong(planted, monkeypatch, roles) == []


# --- The machines' portal -------------------------------------------------------------
def writes(own: Any) -> dict[str, tuple[str, str, dict[str, Any]]]:
    """Return {route: (method, address, body)} of everything that the interface writes."""
    at = f"{timezone.now() + timedelta(days=3):%Y-%m-%dT%H:%MZ}"
    until = f"{timezone.now() + timedelta(days=3, hours=1):%Y-%m-%dT%H:%MZ}"
    draft = {
        "activity": own.activity.slug, "place": own.place.pk, "starts_at": at, "ends_at": until,
        "places": 3, "min_staff": 2,
    }  # fmt: skip
    about = f"/api/v1/sessions/{own.session.pk}/"
    person = {"participant": own.participant.code}
    return {
        "session-list": ("post", "/api/v1/sessions/", {**draft, "team": own.team.slug, "key": "k"}),
        "session-detail": ("patch", about, draft),
        "session-copy": ("post", f"{about}copy/", {"starts_at": at}),
        "session-publish": ("post", f"{about}publish/", {}),
        "session-cancel": ("post", f"{about}cancel/", {"reason": "Per er syk."}),
        "session-close": ("post", f"/api/v1/sessions/{own.held.pk}/close/", {}),
        "session-attendance": ("post", f"{about}attendance/", person),
        "session-attendance-take-back": (
            "delete", f"/api/v1/sessions/{own.held.pk}/attendance/{own.participant.code}/", {},
        ),
    }  # fmt: skip


@pytest.mark.parametrize("role", ["leader", "superuser"])
def test_no_key_in_the_interface_reaches_another_team(planted: Ground, role: str) -> None:
    client, other = planted.clients[role], planted.other
    before, wrong = of_the_other(other), []
    foreign = {
        "team": [other.team.slug], "activity": [other.activity.slug, other.inside.activity.slug],
        "participant": [other.participant.code], "key": [str(other.session.pk)],
        "place": [other.participant.pk],
    }  # fmt: skip
    odd = (*NOWHERE, 0, -1, 2**63, 10**400, None, True, [], {}, [other.team.pk], 1.5, "\0")
    for route, (method, address, body) in writes(planted.own).items():
        send = partial(getattr(client, method), content_type="application/json")
        for name in body:
            for key in (*foreign.get(name, ()), *odd):
                sent = partial(send, address, {**body, name: key})
                compared = before if key in foreign.get(name, ()) else None
                found = wrong_with(client, other, compared, sent)
                wrong += [f"{role} {route}: {name}={key!a:.20} {what}" for what in found]
    for key in (other.participant.code, *NOWHERE[:-1], "9" * 300):
        address = f"/api/v1/sessions/{planted.own.held.pk}/attendance/{key}/"
        found = wrong_with(client, other, before, partial(client.delete, address))
        wrong += [f"{role} {address} {what}" for what in found]
    assert wrong == []


def test_every_write_of_the_interface_is_tried(planted: Ground) -> None:
    table = API_STAFF | API_PUBLIC
    writing = {name for name, row in table.items() if row.post or row.patch or row.delete}
    assert writing == writes(planted.own).keys()
