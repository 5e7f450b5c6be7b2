"""Cash: boxes with money, their counts, and receipts."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from accounts.models.user import to_user
from core.constraints import once
from core.models import AppendOnly, AppendOnlyConstraint, Named, TimeStamped, is_a_sum
from payouts.models.person_link import person_link
from payouts.models.receipt import Receipt, signed_or_two_staff


class CashBoxQuerySet(models.QuerySet["CashBox"]):
    """Reads of boxes."""

    def in_use(self) -> "CashBoxQuerySet":
        """Keep those that money can go into and out of."""
        return self.filter(closed_at__isnull=True)


class CashBox(Named, TimeStamped):
    """A locked box with notes and coins. What is in it is the ledger's balance of `account`.

    One that is closed holds nothing; only `payouts.over_the_table.cash` closes it and opens it
    again.
    """

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="cash_boxes")
    name = models.CharField(_("navn"), max_length=60)
    closed_at = models.DateTimeField(null=True)

    objects = CashBoxQuerySet.as_manager()

    class Meta:
        verbose_name = _("pengeskrin")
        verbose_name_plural = _("pengeskrin")
        constraints = [once("team", "name", name="cash_box_once_a_team")]

    @property
    def account(self) -> str:
        """Return the box's account code in the ledger."""
        return f"cash_box:{self.pk}"


class CashReceipt(Receipt):
    """That a person was handed cash from a box."""

    participant = person_link("cash_receipts")
    box = models.ForeignKey(CashBox, on_delete=models.PROTECT, related_name="receipts")

    class Meta:
        verbose_name = _("kvittering")
        verbose_name_plural = _("kvitteringer")
        constraints = [
            AppendOnlyConstraint(name="cash_receipt_append_only", forgets=("participant",)),
            is_a_sum("cash_receipt_is_a_sum"),
            signed_or_two_staff("cash_receipt_signed_or_two_staff"),
        ]


class BoxCount(AppendOnly):
    """That two people counted a box. A difference is explained and booked.

    `expected_ore` is what the ledger said when they counted.
    """

    box = models.ForeignKey(CashBox, on_delete=models.PROTECT, related_name="counts")
    counted_ore = models.PositiveBigIntegerField(_("talt"))
    expected_ore = models.BigIntegerField(_("etter bøkene"))
    explanation = models.CharField(_("forklaring"), max_length=200, blank=True)
    counted_by = to_user()
    witness = to_user()
    at = models.DateTimeField()
    key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = _("telling")
        verbose_name_plural = _("tellinger")
        ordering = ["-at", "-pk"]
        constraints = [
            AppendOnlyConstraint(name="box_count_append_only", unique=(("key",),)),
            models.CheckConstraint(
                condition=~Q(counted_by=F("witness")), name="box_count_four_eyes"
            ),
            models.CheckConstraint(
                condition=Q(counted_ore=F("expected_ore")) | ~Q(explanation=""),
                name="box_count_difference_explained",
            ),
        ]

    @property
    def difference_ore(self) -> int:
        """Return what there was too much (above zero) or too little (below), in øre."""
        return self.counted_ore - self.expected_ore
