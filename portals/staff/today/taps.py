"""Reading the taps that a phone sent: JSON from outside, of which nothing is taken on trust."""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from activities.models import Guest, SentTap
from activities.taking_part.offline import Tap
from core.errors import RuleBroken
from participants.models import Participant

MOST = 500
LONGEST_CALLED = Guest._meta.get_field("called").max_length
ABOUT_SOMEBODY = (SentTap.Act.TOOK_PART, SentTap.Act.REVERSE)


def body_of(request: HttpRequest) -> bytes:
    """Return what was sent. Raises RuleBroken for a form with parts: Django has read it before."""
    if request.content_type == "multipart/form-data":
        raise RuleBroken(_("Vi kunne ikke lese det som telefonen sendte."))
    return request.body


def read(body: bytes, *, people: dict[int, Participant]) -> tuple[list[Tap], dict[str, str]]:
    """Return the taps in `body`, and {key: sentence} for those that cannot be read.

    `people` are those who can be recorded, by key. An empty body holds no taps. Raises RuleBroken
    when the whole cannot be read.
    """
    if not body.strip():
        return [], {}
    try:
        rows = json.loads(body)["taps"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise RuleBroken(_("Vi kunne ikke lese det som telefonen sendte.")) from error
    if not isinstance(rows, list) or len(rows) > MOST:
        raise RuleBroken(_("Vi kunne ikke lese det som telefonen sendte."))
    taps: dict[UUID, Tap] = {}
    unread = {}
    for row in rows:
        try:
            tap = _tap(row, people)
            taps[tap.key] = tap
        except (ValueError, KeyError, TypeError, OverflowError):
            unread[_key_of(row)] = _("Vi kunne ikke lese dette trykket.")
        except RuleBroken as broken:
            unread[_key_of(row)] = broken.message
    return list(taps.values()), unread


def _tap(row: Any, people: dict[int, Participant]) -> Tap:
    """Return one tap; ValueError, KeyError or TypeError when it is none."""
    act = SentTap.Act(row["act"])
    participant = None
    if act in ABOUT_SOMEBODY:
        participant = people.get(int(row["participant"]))
        if participant is None:
            raise RuleBroken(_("Vi fant ikke personen på lista."))
    called = str(row.get("called") or "").replace("\x00", "")[:LONGEST_CALLED]
    return Tap(
        key=UUID(str(row["key"])),
        act=act,
        tapped_at=_moment(row["tapped_at"]),
        participant=participant,
        called=called,
    )


def _moment(written: Any) -> datetime:
    found = parse_datetime(written)
    if found is None or timezone.is_naive(found):
        raise ValueError
    return found.astimezone(UTC)


def _key_of(row: Any) -> str:
    return str(row.get("key", ""))[:36] if isinstance(row, dict) else ""
