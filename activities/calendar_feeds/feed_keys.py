"""The secret address of one's own calendar, or of a team's wall: making, reading, stopping it."""

import hashlib
import secrets

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership, Team, User
from activities.models import FeedKey
from core.errors import RuleBroken
from core.saving import locked_row
from participants.models import Participant

TOKEN_BYTES = 24
"""192 random bits; rules.md#secret-addresses asks for at least 128."""
_LONGEST_TOKEN = 64
Owner = Participant | User | Team


def give(person: Owner) -> str:
    """Make a new address for `person` or team, stop the one before, and return its token.

    The token is known only now; the database keeps its SHA-256. The owner's row is the lock.
    Raises RuleBroken when a participant has left.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with locked_row(person) as owner:
        if isinstance(owner, Participant) and owner.left_at:
            raise RuleBroken(_("Du er ikke med akkurat nå. Snakk med oss, så ordner vi det."))
        _stop(owner)
        owner.feed_keys.create(token_hash=_hash(token))
    return token


def revoke(person: Owner) -> None:
    """Stop the address of `person` at once; a repeat changes nothing."""
    with locked_row(person) as owner:
        _stop(owner)


def live_key(person: Owner) -> FeedKey | None:
    """Return the key of the address that `person` has now, or None."""
    return person.feed_keys.filter(revoked_at__isnull=True).first()


def find(token: str) -> FeedKey | None:
    """Return the live key of `token` with its person or team, or None.

    One who has left, or works in no team, has no calendar. The lookup goes by hash, so its time
    tells nothing about how near a guess was.
    """
    if not token or len(token) > _LONGEST_TOKEN:
        return None
    at_work = Exists(Membership.objects.active().filter(user=OuterRef("user")))
    here = Q(participant__isnull=False, participant__left_at__isnull=True)
    open_to = here | Q(at_work, user__is_active=True) | Q(team__isnull=False)
    keys = FeedKey.objects.filter(open_to, revoked_at__isnull=True, token_hash=_hash(token))
    return keys.select_related("participant", "user", "team").first()


def _stop(person: Owner) -> None:
    now = timezone.now()
    person.feed_keys.filter(revoked_at__isnull=True).update(revoked_at=now, changed_at=now)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
