"""The paper card: printing it, opening the page with it, and stopping it."""

import hashlib
import secrets
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core import qr
from core.errors import RuleBroken
from participants.models import AccessCard, Participant

TOKEN_BYTES = 24
"""192 random bits; rules.md#secret-addresses asks for at least 128."""
_LONGEST_TOKEN = 64


@transaction.atomic
def issue(participant: Participant, *, by: Any) -> tuple[AccessCard, str]:
    """Make a new card for `participant`, revoke the one before, and return it with its token.

    The token is known only now, for printing; the database keeps its SHA-256. Raises RuleBroken
    when the participant has left.
    """
    person = Participant.objects.select_for_update().get(pk=participant.pk)
    if person.left_at:
        raise RuleBroken(_("Deltakeren har gått ut. Ta personen inn igjen først."))
    person.cards.filter(revoked_at__isnull=True).update(
        revoked_at=timezone.now(), revoked_by=by, changed_at=timezone.now()
    )
    token = secrets.token_urlsafe(TOKEN_BYTES)
    card = AccessCard.objects.create(participant=person, token_hash=_hash(token), printed_by=by)
    return card, token


def card_of_token(token: str) -> AccessCard | None:
    """Return the live card of `token` with its participant and team, or None.

    The lookup goes by hash, so its time tells nothing about how near a guess was.
    """
    if not token or len(token) > _LONGEST_TOKEN:
        return None
    return live_cards().filter(token_hash=_hash(token)).first()


def live_cards() -> Any:
    """Return the QuerySet of cards that open a page now: neither revoked nor of one who left."""
    return AccessCard.objects.filter(
        revoked_at__isnull=True, participant__left_at__isnull=True
    ).select_related("participant__team", "participant__primary_contact")


@transaction.atomic
def revoke(card: AccessCard, *, by: Any = None) -> AccessCard:
    """Stop `card` at once; a repeat changes nothing. `by` is None when the owner did it."""
    locked = AccessCard.objects.select_for_update().get(pk=card.pk)
    if locked.revoked_at is None:
        locked.revoked_at = timezone.now()
        locked.revoked_by = by
        locked.save(update_fields=["revoked_at", "revoked_by", "changed_at"])
    return locked


def address_of(token: str) -> str:
    """Return the absolute address that the QR holds."""
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}/k/{token}"


def qr_of(token: str) -> SafeString:
    """Return the QR of the card's address as inline SVG without style attributes."""
    return qr.drawing_of(address_of(token))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
