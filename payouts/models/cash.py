"""The cash rail's own things: boxes with money, and receipts signed by hand or by two."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from core.models import AppendOnly, AppendOnlyConstraint, TimeStamped
from participants.models import Participant


class CashBox(TimeStamped):
    """A locked box with notes and coins. What is in it is the ledger's balance of `account`."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="cash_boxes")
    name = models.CharField(_("navn"), max_length=60)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("pengeskrin")
        verbose_name_plural = _("pengeskrin")
        constraints = [
            models.UniqueConstraint(fields=["team", "name"], name="cash_box_once_a_team")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def account(self) -> str:
        """Return the box's account code in the ledger."""
        return f"cash_box:{self.pk}"


class CashReceipt(AppendOnly):
    """That a person was handed `ore`: signed, or before two members of staff.

    `signature` is what was drawn, as an SVG path in a 600 × 200 box.
    """

    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="cash_receipts"
    )
    box = models.ForeignKey(CashBox, on_delete=models.PROTECT, related_name="receipts")
    ore = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    paid_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    paid_by_initials = models.CharField(max_length=4, blank=True)
    witness = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    witness_initials = models.CharField(max_length=4, blank=True)
    signature = models.TextField(blank=True)

    class Meta:
        verbose_name = _("kvittering")
        verbose_name_plural = _("kvitteringer")
        constraints = [
            AppendOnlyConstraint(name="cash_receipt_append_only"),
            models.CheckConstraint(condition=Q(ore__gt=0), name="cash_receipt_is_a_sum"),
            models.CheckConstraint(
                condition=~Q(signature="")
                | (
                    Q(witness__isnull=False)
                    & ~Q(witness=F("paid_by"))
                    & ~Q(paid_by_initials="")
                    & ~Q(witness_initials="")
                ),
                name="cash_receipt_signed_or_two_staff",
            ),
        ]

    def __str__(self) -> str:
        return f"CashReceipt {self.pk}"
