"""Money handed over for one earning, by one payment method: one live payout an earning.

rules.md#paid-once
"""

from django.db import models
from django.db.models import F, Q, Sum, Window
from django.utils.translation import gettext_lazy as _

from core.constraints import once
from core.models import TimeStamped
from payouts.models.earning import Earning


class PayoutQuerySet(models.QuerySet["Payout"]):
    """Reads of payouts."""

    def of_payment(self, payout: "Payout") -> "PayoutQuerySet":
        """Keep what the bank pays in one sum with `payout`: itself, and what it is sealed with."""
        if not payout.sealed_as:
            return self.filter(pk=payout.pk)
        return self.filter(batch=payout.batch_id, sealed_as=payout.sealed_as)

    def with_payment_ore(self) -> "PayoutQuerySet":
        """Fetch with each the øre of its payment in the same state, `payment_ore`."""
        one = [F("batch"), F("sealed_as"), F("earning__participant"), F("state")]
        return self.annotate(payment_ore=Window(Sum("earning__ore"), partition_by=one))


class Payout(TimeStamped):
    """One attempt to pay one earning. A failed attempt stays; a new one is a new row."""

    class Method(models.TextChoices):
        CASH = "cash", _("kontant")
        GIFT_CARD = "gift_card", _("gavekort")
        BANK = "bank", _("til konto")
        STRIPE = "stripe", _("Stripe")

    class State(models.TextChoices):
        QUEUED = "queued", _("i kø")
        SENDING = "sending", _("sendes")
        PAID = "paid", _("utbetalt")
        FAILED = "failed", _("kom ikke fram")
        LOST = "lost", _("kom ikke fram")
        """It was booked as paid and never reached the person: our loss."""
        PAID_TWICE = "paid_twice", _("kom ikke fram")
        """It arrived after another payout had paid the same: our loss, and the person's to keep."""

    LIVE = (State.QUEUED, State.SENDING, State.PAID)
    OVER = (State.FAILED, State.LOST, State.PAID_TWICE)
    """What did not pay its honorarium: another payout may."""

    earning = models.ForeignKey(Earning, on_delete=models.PROTECT, related_name="payouts")
    method = models.CharField(_("måte"), max_length=10, choices=Method.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    cash_receipt = models.ForeignKey(
        "payouts.CashReceipt", on_delete=models.PROTECT, null=True, related_name="payouts"
    )
    gift_card_receipt = models.ForeignKey(
        "payouts.GiftCardReceipt", on_delete=models.PROTECT, null=True, related_name="payouts"
    )
    batch = models.ForeignKey(
        "payouts.Batch", on_delete=models.PROTECT, null=True, related_name="payouts"
    )
    sealed_as = models.CharField(max_length=35, blank=True)
    """The EndToEndId in the sealed file, the same for all of one person in the batch."""
    settled_at = models.DateTimeField(null=True)
    """When the money moved (`payouts.settlement_dates`): sums of a year ask for this one."""
    heard_at = models.DateTimeField(null=True)
    """When we heard of it."""
    failed_reason = models.CharField(_("hvorfor"), max_length=200, blank=True)

    objects = PayoutQuerySet.as_manager()

    class Meta:
        verbose_name = _("utbetaling")
        verbose_name_plural = _("utbetalinger")
        constraints = [
            once(
                "earning",
                name="payout_one_live_an_earning",
                condition=Q(state__in=("queued", "sending", "paid")),
            ),
            models.CheckConstraint(
                condition=~Q(method="cash", state="paid") | Q(cash_receipt__isnull=False),
                name="payout_cash_has_receipt",
            ),
            models.CheckConstraint(
                condition=~Q(method="gift_card", state="paid") | Q(gift_card_receipt__isnull=False),
                name="payout_gift_card_has_receipt",
            ),
            models.CheckConstraint(
                condition=Q(heard_at__isnull=True) | Q(settled_at__lte=F("heard_at")),
                name="payout_moved_before_heard",
            ),
            models.CheckConstraint(
                condition=~Q(method="bank") | Q(batch__isnull=False), name="payout_bank_has_batch"
            ),
        ]

    @property
    def end_to_end_id(self) -> str:
        """Return the id that follows the money: what it was sealed as, or our own number."""
        return self.sealed_as or f"REIR-P{self.pk}"

    @property
    def number(self) -> str:
        """Return the number of the payment as it stands on the receiver's statement."""
        return self.end_to_end_id.rpartition("-P")[2]
