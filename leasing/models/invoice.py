"""What a partner owes and pays, and what Stripe told us."""

from typing import Any

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.constraints import once
from core.models import TimeStamped, is_a_sum
from core.money import MOST_ORE
from leasing.models.lease import Lease
from leasing.models.partner import Partner


class InvoiceCounter(models.Model):
    """The one row that gives out invoice numbers, in the transaction that uses them: no gaps."""

    last = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="invoice_counter_is_one_row")]

    def __str__(self) -> str:
        return f"InvoiceCounter at {self.last}"


class InvoiceQuerySet(models.QuerySet["Invoice"]):
    """Reads of invoices. Whether one is paid is a sum over its payments, never a stored state."""

    def visible_to(self, user: Any) -> "InvoiceQuerySet":
        """Keep the invoices of partners that `user` acts for."""
        return self.filter(lease__partner__in=Partner.objects.visible_to(user))

    def with_paid(self) -> "InvoiceQuerySet":
        """Add `sum_paid` in øre, so that a list asks once."""
        paid = (
            Payment.objects.filter(invoice=OuterRef("pk"))
            .order_by()
            .values("invoice")
            .annotate(total=Sum("ore"))
        )
        return self.annotate(sum_paid=Coalesce(Subquery(paid.values("total")), 0))

    def unpaid(self) -> "InvoiceQuerySet":
        """Keep those whose payments do not yet cover them."""
        return self.with_paid().filter(sum_paid__lt=F("ore"))  # type: ignore[misc]


class Invoice(TimeStamped):
    """What a partner owes for a lease. Paid when its payments cover it.

    `number` has no gaps. `checkout_key` is our own idempotency key and `checkout_ore` the sum that
    it asks for, both stored before Stripe is asked; `checkout_session` is Stripe's answer.
    """

    number = models.PositiveBigIntegerField(_("fakturanummer"), unique=True)
    lease = models.ForeignKey(Lease, on_delete=models.PROTECT, related_name="invoices")
    ore = models.PositiveBigIntegerField()
    issued_on = models.DateField(_("fakturadato"), default=timezone.localdate)
    pay_by = models.DateField(_("betales innen"))
    checkout_key = models.CharField(max_length=64, blank=True)
    checkout_ore = models.PositiveBigIntegerField(null=True)
    checkout_session = models.CharField(max_length=255, blank=True)

    objects = InvoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("faktura")
        verbose_name_plural = _("fakturaer")
        ordering = ["-number"]
        constraints = [
            is_a_sum("invoice_is_a_sum", most=MOST_ORE),
            once(
                "checkout_session", name="invoice_checkout_once", condition=~Q(checkout_session="")
            ),
        ]

    def __str__(self) -> str:
        return f"Invoice {self.number}"

    @property
    def paid_ore(self) -> int:
        """Return the sum of the payments in øre; a list uses `with_paid()` to spare the query."""
        if "sum_paid" in self.__dict__:
            return self.__dict__["sum_paid"]
        return self.payments.aggregate(total=Sum("ore"))["total"] or 0

    @property
    def paid_back_ore(self) -> int:
        """Return the øre of the payments by card that left us again (`PaidBack`)."""
        away = PaidBack.objects.filter(payment__invoice=self, returned_at=None)
        return away.aggregate(total=Sum("ore"))["total"] or 0

    @property
    def outstanding_ore(self) -> int:
        """Return what is left to pay, never less than 0."""
        return max(0, self.ore - self.paid_ore)

    @property
    def is_paid(self) -> bool:
        """Tell whether the payments cover the invoice."""
        return self.outstanding_ore == 0


class Payment(TimeStamped):
    """Money that came in for an invoice. `reference` is the bank's or Stripe's own.

    `stripe_intent` is Stripe's name for a payment by card, by which it tells of a refund.
    """

    class Way(models.TextChoices):
        STRIPE = "stripe", _("kort")
        BANK = "bank", _("bank")

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="payments")
    way = models.CharField(max_length=10, choices=Way.choices)
    ore = models.PositiveBigIntegerField()
    reference = models.CharField(max_length=255, unique=True)
    received_at = models.DateTimeField()
    stripe_intent = models.CharField(max_length=255, blank=True)

    class Meta:
        verbose_name = _("innbetaling")
        verbose_name_plural = _("innbetalinger")
        constraints = [
            is_a_sum("payment_is_a_sum"),
            once(
                "stripe_intent", name="payment_stripe_intent_once", condition=~Q(stripe_intent="")
            ),
        ]


class PaidBack(TimeStamped):
    """Part of a payment by card that left us again at Stripe, told by Stripe.

    The payer was given money back, or their bank took it in a dispute. The invoice stays paid:
    whether the money is asked for anew is agreed with the partner. `returned_at` is when a dispute
    was won and the money came back.
    """

    class Why(models.TextChoices):
        REFUND = "refund", _("betalt tilbake")
        DISPUTE = "dispute", _("tatt tilbake av banken")

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="paid_back")
    why = models.CharField(max_length=10, choices=Why.choices)
    ore = models.PositiveBigIntegerField()
    reference = models.CharField(max_length=300, unique=True)
    told_at = models.DateTimeField(default=timezone.now)
    returned_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("tilbakebetaling")
        verbose_name_plural = _("tilbakebetalinger")
        constraints = [
            is_a_sum("paid_back_is_a_sum"),
        ]


class StripeEvent(models.Model):
    """An event that Stripe sent, stored in the transaction of its effect: a repeat does nothing.

    `about` is Stripe's id of the charge or dispute that it tells of: news come in any order.
    """

    event_id = models.CharField(max_length=255, unique=True)
    kind = models.CharField(max_length=80)
    about = models.CharField(max_length=255, blank=True)
    received_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.event_id
