"""The ledger: one row is one transfer, so every row sums to zero (rules.md#double-entry)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Sum
from django.utils.translation import gettext_lazy as _

from core.models import AppendOnly, AppendOnlyConstraint, SealedRows
from core.money import MOST_ORE


class VoucherCounter(models.Model):
    """The one row that gives out voucher numbers, in the transaction that uses them: no gaps."""

    last = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="voucher_counter_is_one_row")]

    def __str__(self) -> str:
        return f"VoucherCounter at {self.last}"


class EntryQuerySet(models.QuerySet["Entry"]):
    """Reads of the ledger."""

    def balance(self, account: str) -> int:
        """Return debits less credits of `account` in øre."""
        debits = self.filter(debit=account).aggregate(total=Sum("ore"))["total"] or 0
        credits = self.filter(credit=account).aggregate(total=Sum("ore"))["total"] or 0
        return debits - credits


class Entry(AppendOnly):
    """A transfer of `ore` to the account `debit` from the account `credit`.

    `key` makes a repeat impossible («approve:17»). `person_number` is opaque: it is the
    participant's number and means nothing once the participant's row is gone.
    """

    voucher_number = models.PositiveBigIntegerField(_("bilag"), unique=True)
    key = models.CharField(max_length=120, unique=True)
    debit = models.CharField(_("debet"), max_length=40)
    credit = models.CharField(_("kredit"), max_length=40)
    ore = models.PositiveBigIntegerField(_("øre"))
    at = models.DateTimeField(_("når"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reason = models.CharField(_("tekst"), max_length=120)
    person_number = models.PositiveBigIntegerField(null=True, db_index=True)
    reverses = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="reversed_by"
    )

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("bilag")
        verbose_name_plural = _("bilag")
        ordering = ["voucher_number"]
        indexes = [
            models.Index(fields=["debit"], name="entry_debit"),
            models.Index(fields=["credit"], name="entry_credit"),
            models.Index(fields=["at"], name="entry_at"),
        ]
        constraints = [
            AppendOnlyConstraint(
                name="entry_append_only",
                unique=(("voucher_number",), ("key",), ("reverses",)),
            ),
            models.CheckConstraint(
                condition=Q(ore__gt=0, ore__lte=MOST_ORE), name="entry_is_a_sum"
            ),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="entry_two_accounts"),
        ]

    def __str__(self) -> str:
        return f"Entry {self.voucher_number}"


class EntrySeal(SealedRows):
    """A seal over every entry after the previous seal (`payouts.ledger_seals`)."""

    class Meta:
        ordering = ["pk"]
        constraints = [
            AppendOnlyConstraint(name="entry_seal_append_only", unique=(("first",), ("last",))),
            models.CheckConstraint(
                condition=Q(last__gte=F("first")), name="entry_seal_runs_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"EntrySeal {self.first}–{self.last}"
