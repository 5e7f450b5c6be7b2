"""The secret address of one's own calendar: making it, reading with it, stopping it."""

import hashlib
import secrets
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership, User
from activities.models import FeedKey
from core.errors import RuleBroken
from participants.models import Participant

TOKEN_BYTES = 24
"""192 random bits; rules.md#secret-addresses asks for at least 128."""
_LONGEST_TOKEN = 64


@transaction.atomic
def give(person: Participant | User) -> str:
    """Make a new address for `person`, stop the one before, and return its token.

    The token is known only now; the database keeps its SHA-256. The person's row is the lock.
    Raises RuleBroken when a participant has left.
    """
    owner = _locked(person)
    if isinstance(owner, Participant) and owner.left_at:
        raise RuleBroken(_("Du er ikke med akkurat nå. Snakk med oss, så ordner vi det."))
    _stop(owner)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    FeedKey.objects.create(**_of(owner), token_hash=_hash(token))
    return token


@transaction.atomic
def revoke(person: Participant | User) -> None:
    """Stop the address of `person` at once; a repeat changes nothing."""
    _stop(_locked(person))


def live_key(person: Participant | User) -> FeedKey | None:
    """Return the key of the address that `person` has now, or None."""
    return FeedKey.objects.filter(**_of(person), revoked_at__isnull=True).first()


def find(token: str) -> FeedKey | None:
    """Return the live key of `token` with its person, or None.

    One who has left, or works in no team, has no calendar. The lookup goes by hash, so its time
    tells nothing about how near a guess was.
    """
    if not token or len(token) > _LONGEST_TOKEN:
        return None
    at_work = Exists(Membership.objects.active().filter(user=OuterRef("user")))
    here = Q(participant__isnull=False, participant__left_at__isnull=True)
    found: QuerySet[FeedKey] = FeedKey.objects.filter(
        here | Q(at_work, user__is_active=True),
        token_hash=_hash(token),
        revoked_at__isnull=True,
    ).select_related("participant", "user")
    return found.first()


def _locked(person: Participant | User) -> Any:
    if isinstance(person, Participant):
        return Participant.objects.select_for_update().get(pk=person.pk)
    return User.objects.select_for_update().get(pk=person.pk)


def _stop(person: Any) -> None:
    now = timezone.now()
    FeedKey.objects.filter(**_of(person), revoked_at__isnull=True).update(
        revoked_at=now, changed_at=now
    )


def _of(person: Any) -> dict[str, Any]:
    return {"participant" if isinstance(person, Participant) else "user": person}


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
