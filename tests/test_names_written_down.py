"""Whoever is named on a staff page has been looked at: each page, empty forms sent too."""

import re
from typing import Any

from django.db import transaction

from accounts.models import AccessEvent, AccessSubject
from participants.models import Participant
from tests import permission_table as table
from tests.permission_ground import Ground
from tests.test_permissions import OURS, address_of, built, ground  # noqa: F401

NAME = re.compile(r"Kanari(\d+)x")


def named_and_written(client: Any, method: str, address: str) -> tuple[set[int], set[int]]:
    """Return whom the answer names and whose look was written; whatever it changed is undone."""
    with transaction.atomic():
        last = AccessEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        answer = client.generic(method, address)
        said = "" if answer.streaming or answer.status_code != 200 else answer.content.decode()
        subjects = AccessSubject.objects.filter(event__pk__gt=last)
        written = set(subjects.values_list("participant_number", flat=True))
        transaction.set_rollback(True)
    client.cookies.pop("messages", None)  # what one page says of a name is read on the next
    return {int(found) for found in NAME.findall(said)}, written


def test_no_page_names_somebody_whose_look_is_not_written_down(ground: Ground) -> None:  # noqa: F811
    for person in Participant.objects.all():
        Participant.objects.filter(pk=person.pk).update(chosen_name=f"Kanari{person.pk}x")
    client, unwritten, naming = ground.clients["leader"], set(), set()
    own = set(Participant.objects.filter(team=ground.own.team).values_list("pk", flat=True))
    for space, name, words in OURS:
        row = table.STAFF_PORTAL.get(name) if space == "staff" else None
        for method in ("GET", "POST") if row else ():
            address = address_of(space, name, words, row, ground.own)
            named, written = named_and_written(client, method, address)
            naming |= {name} if named else set()
            unwritten |= {(name, method)} if named - (written & own) else set()
    assert len(naming) > 30
    assert not unwritten
