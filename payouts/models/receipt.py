"""What every receipt across a table says: who got what, when, and by which hands."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from accounts.models.user import to_user, to_user_or_none
from core.models import AppendOnly


def signed_or_two_staff(name: str) -> models.CheckConstraint:
    """Return the rule that a receipt is signed, or confirmed by two different members of staff."""
    return models.CheckConstraint(
        condition=~Q(signature_sha256="")
        | (
            Q(witness__isnull=False)
            & ~Q(witness=F("paid_by"))
            & ~Q(paid_by_initials="")
            & ~Q(witness_initials="")
        ),
        name=name,
    )


class Receipt(AppendOnly):
    """That a person was handed something worth `ore`: signed, or before two members of staff.

    Each kind names its `participant` itself. The drawing is a `Signature` in the vault; here is
    its SHA-256.
    """

    ore = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    paid_by = to_user()
    paid_by_initials = models.CharField(max_length=4, blank=True)
    witness = to_user_or_none()
    witness_initials = models.CharField(max_length=4, blank=True)
    signature_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        abstract = True

    @property
    def signature(self) -> str:
        """Return the drawn path, or "" when there is none or its time is over."""
        drawing: Any = getattr(self, "drawing", None)
        return drawing.path if drawing else ""
