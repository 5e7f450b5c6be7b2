"""The Stripe rail's own rows: who is connected, what was asked for, what Stripe told."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from participants.models import Participant
from payouts.models.payout import Payout


class StripeRecipient(TimeStamped):
    """The connected account of a participant who asked to be paid through Stripe."""

    participant = models.OneToOneField(
        Participant, on_delete=models.CASCADE, related_name="stripe_recipient"
    )
    account_id = models.CharField(max_length=64, unique=True)
    can_receive = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("mottaker hos Stripe")
        verbose_name_plural = _("mottakere hos Stripe")

    def __str__(self) -> str:
        return f"StripeRecipient {self.pk}"


class StripeTransfer(TimeStamped):
    """One transfer for one payout. The key is stored before Stripe is asked.

    `transfer_id` is empty until Stripe has answered; a row that stays so is reconciled by a
    person, never sent again blindly.
    """

    payout = models.OneToOneField(Payout, on_delete=models.PROTECT, related_name="stripe_transfer")
    account_id = models.CharField(max_length=64)
    idempotency_key = models.CharField(max_length=80, unique=True)
    transfer_id = models.CharField(max_length=64, blank=True)
    asked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("overføring hos Stripe")
        verbose_name_plural = _("overføringer hos Stripe")
        constraints = [
            models.UniqueConstraint(
                fields=["transfer_id"],
                condition=~Q(transfer_id=""),
                name="stripe_transfer_once",
            )
        ]

    def __str__(self) -> str:
        return f"StripeTransfer {self.pk}"


class StripePayoutEvent(models.Model):
    """An event that has been dealt with, written in the same transaction as its effect."""

    event_id = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=80)
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("hendelse fra Stripe")
        verbose_name_plural = _("hendelser fra Stripe")

    def __str__(self) -> str:
        return f"StripePayoutEvent {self.pk}"
