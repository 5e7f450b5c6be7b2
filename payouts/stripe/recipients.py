"""Who can be paid through Stripe: connected accounts, and whether they can receive."""

from datetime import datetime
from secrets import token_hex

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import RuleBroken
from core.stripe_api import GatewayAway, GatewayError, GatewayRefused
from ledger import person_numbers
from participants.models import Participant
from payouts.models import StripeRecipient
from payouts.permissions import can_pay
from payouts.stripe import client
from payouts.stripe.transfers import must_be_on, no_contact


def connect(participant: Participant, *, by: User) -> StripeRecipient:
    """Make a connected account for somebody who asked for it. A repeat returns the one there is.

    Raises RuleBroken when Stripe is away; the key stays, so the next attempt makes the same one.
    """
    must_be_on()
    number = person_numbers.number_of(participant)
    recipient, _new = StripeRecipient.objects.get_or_create(
        participant=participant,
        defaults={"idempotency_key": f"reir-a{number}-{token_hex(8)}", "connected_by": by},
    )
    if recipient.account_id:
        return recipient
    try:
        account = client.make_account(key=recipient.idempotency_key, number=number)
    except GatewayRefused as refused:
        # Stripe repeats a no for as long as it remembers the key: the next attempt needs another.
        StripeRecipient.objects.filter(pk=recipient.pk, account_id="").delete()
        raise RuleBroken(
            _("Stripe vil ikke lage en konto for %(name)s nå: %(why)s")
            % {"name": participant.chosen_name, "why": refused}
        ) from refused
    except GatewayAway as away:
        raise no_contact() from away
    StripeRecipient.objects.filter(pk=recipient.pk, account_id="").update(
        account_id=account.id, can_receive=account.can_receive, changed_at=timezone.now()
    )
    recipient.refresh_from_db()
    return recipient


def onboarding_address(
    recipient: StripeRecipient, *, by: User, return_url: str, refresh_url: str
) -> str:
    """Return the page at Stripe where the person tells who they are.

    Whoever is there could tell their own account, and does not send the money (`connected.send`):
    so it is who connected them, and somebody else takes over only when that one pays here no more.
    Raises RuleBroken.
    """
    must_be_on()
    if recipient.connected_by_id != by.pk:
        if can_pay(recipient.connected_by, recipient.participant.team):
            raise RuleBroken(
                _("Be den som laget kontoen, %(name)s, om å fullføre hos Stripe.")
                % {"name": recipient.connected_by}
            )
        recipient.connected_by = by
        recipient.save(update_fields=["connected_by", "changed_at"])
    try:
        return client.onboarding_address(
            recipient.account_id, return_url=return_url, refresh_url=refresh_url
        )
    except GatewayError as away:
        raise no_contact() from away


def update_from_stripe(told: client.Account, *, at: datetime) -> None:
    """Remember whether an account can receive; news older than what we know changes nothing."""
    with transaction.atomic():
        recipient = StripeRecipient.objects.select_for_update().filter(account_id=told.id).first()
        if recipient is None or (recipient.told_at and recipient.told_at > at):
            return
        recipient.can_receive, recipient.told_at = told.can_receive, at
        recipient.save(update_fields=["can_receive", "told_at", "changed_at"])
