"""The paper card with a QR that opens a participant's own page."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.user import to_user, to_user_or_none
from core.constraints import once
from core.models import TimeStamped
from participants.models.participant import Participant


class AccessCard(TimeStamped):
    """One printed card. Only the SHA-256 of its random token is stored.

    A card works until it is revoked; printing a new one revokes the old.
    """

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="cards")
    token_hash = models.CharField(max_length=64, unique=True)
    printed_by = to_user()
    revoked_at = models.DateTimeField(_("sperret"), null=True, blank=True)
    revoked_by = to_user_or_none()

    class Meta:
        verbose_name = _("kort")
        verbose_name_plural = _("kort")
        constraints = [
            once("participant", name="access_card_one_live", condition=Q(revoked_at__isnull=True))
        ]
