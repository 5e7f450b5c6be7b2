"""What Stripe tells us about honoraria, taken in once; `portals.webhooks` answers it."""

from django.db import transaction

from core import stripe_api
from payouts.models import StripePayoutEvent
from payouts.stripe import client, recipients, transfers


def receive(body: bytes, *, signature: str) -> None:
    """Take in one event; the same again, or a kind that we do not know, changes nothing.

    The event's id is stored in the transaction of its effect. Raises `ForgedEvent` when
    Stripe did not sign it, RuleBroken when this payment method is off.
    """
    transfers.must_be_on()
    event = client.read_event(body, signature=signature)
    with transaction.atomic():
        if not stripe_api.is_first(StripePayoutEvent, event.id, event.kind):
            return
        if event.kind == "transfer.created" and event.transfer:
            transfers.settle_from_event(event.transfer)
        elif event.kind == "transfer.reversed" and event.transfer:
            transfers.reverse(event.transfer)
        elif event.account:
            recipients.update_from_stripe(event.account, at=event.made_at)
