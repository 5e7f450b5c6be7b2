"""Which version of a row somebody has seen: `ETag`, and `If-Match` before anything is changed."""

import hashlib
from typing import Any

from django.utils.http import parse_etags
from rest_framework import status
from rest_framework.exceptions import APIException
from rest_framework.request import Request

from activities.models import Session
from api.errors import SENTENCES


class ChangedMeanwhile(APIException):
    """412: the row is another than the caller saw; nothing was changed."""

    status_code = status.HTTP_412_PRECONDITION_FAILED
    default_code = "changed_meanwhile"
    default_detail = SENTENCES["changed_meanwhile"]


class KeyTaken(APIException):
    """409: the key stands for something else already; nothing was changed."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "key_taken"
    default_detail = SENTENCES["key_taken"]


def etag_of(session: Session) -> str:
    """Return the version of a session, the same in every answer about it."""
    return _quoted(f"{session.pk}/{session.revision}/{session.changed_at.isoformat()}")


def etag_of_data(data: Any) -> str:
    """Return the version of an answer that is made of several rows."""
    return _quoted(repr(data))


def must_match(request: Request, etag: str) -> None:
    """Raise `ChangedMeanwhile` unless the caller saw this version, or asked for none."""
    sent = request.headers.get("If-Match")
    if sent is None or sent.strip() == "*":
        return
    if etag not in parse_etags(sent):
        raise ChangedMeanwhile


def _quoted(text: str) -> str:
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
