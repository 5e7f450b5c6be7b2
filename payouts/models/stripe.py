"""Rows of payments through Stripe: who is connected, what was asked for, what Stripe told."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.user import to_user
from core.constraints import once
from core.models import Row, TimeStamped
from participants.models import Participant
from payouts.models.payout import Payout


class StripeRecipient(TimeStamped):
    """The connected account of a participant who asked to be paid through Stripe.

    The key is stored before Stripe is asked; `account_id` is empty until it has answered.
    `told_at` is when Stripe last said whether the account can receive: older news is ignored.
    """

    participant = models.OneToOneField(
        Participant, on_delete=models.CASCADE, related_name="stripe_recipient"
    )
    idempotency_key = models.CharField(max_length=80, unique=True)
    account_id = models.CharField(max_length=64, blank=True)
    can_receive = models.BooleanField(default=False)
    told_at = models.DateTimeField(null=True)
    connected_by = to_user()

    class Meta:
        verbose_name = _("mottaker hos Stripe")
        verbose_name_plural = _("mottakere hos Stripe")
        constraints = [
            once("account_id", name="stripe_account_once", condition=~Q(account_id="")),
            models.CheckConstraint(
                condition=Q(can_receive=False) | ~Q(account_id=""),
                name="stripe_receiver_has_account",
            ),
        ]


class StripeTransfer(TimeStamped):
    """One transfer for one payout. The key is stored before Stripe is asked.

    `transfer_id` is empty until Stripe has answered; a row that stays so is reconciled by a
    person, never sent again blindly. `asked_at` is when the key was first used, `last_asked_at`
    when it was last.
    """

    payout = models.OneToOneField(Payout, on_delete=models.PROTECT, related_name="stripe_transfer")
    account_id = models.CharField(max_length=64)
    idempotency_key = models.CharField(max_length=80, unique=True)
    transfer_id = models.CharField(max_length=64, blank=True)
    asked_at = models.DateTimeField()
    last_asked_at = models.DateTimeField()

    class Meta:
        verbose_name = _("overføring hos Stripe")
        verbose_name_plural = _("overføringer hos Stripe")
        constraints = [
            once("transfer_id", name="stripe_transfer_once", condition=~Q(transfer_id=""))
        ]


class StripePayoutEvent(Row):
    """An event that has been dealt with, written in the same transaction as its effect."""

    event_id = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=80)
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("hendelse fra Stripe")
        verbose_name_plural = _("hendelser fra Stripe")
