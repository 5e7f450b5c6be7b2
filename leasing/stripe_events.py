"""What Stripe tells us about leases, taken in once; `portals.webhooks` answers it."""

import logging

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import stripe_api
from core.errors import RuleBroken
from leasing import billing, partners, refunds_and_disputes, stripe_gateway
from leasing.models import Invoice, Payment, StripeEvent
from leasing.stripe_gateway import News
from notices import tasks
from notices.models import Task

PAID = frozenset({"checkout.session.completed", "checkout.session.async_payment_succeeded"})
FAILED = "checkout.session.async_payment_failed"
ABOUT_CHARGES = {
    "charge.refunded": refunds_and_disputes.refunded,
    "refund.failed": refunds_and_disputes.refund_failed,
    "charge.dispute.created": refunds_and_disputes.disputed,
    "charge.dispute.funds_withdrawn": refunds_and_disputes.taken_in_dispute,
    "charge.dispute.funds_reinstated": refunds_and_disputes.charge_reinstated,
    "charge.dispute.closed": refunds_and_disputes.dispute_ended,
}
ABOUT_ONE_REFUND = frozenset({"refund.updated", "charge.refund.updated"})
"""Older and newer names of the same news: that a refund failed is told by any of the three."""

log = logging.getLogger(__name__)


def receive(body: bytes, *, signature: str) -> None:
    """Take in one event; the same again, or a kind that we do not know, changes nothing.

    The event's id is stored in the transaction of its effect. Raises
    `stripe_api.ForgedEvent` when Stripe did not sign it.
    """
    event = stripe_gateway.read_event(body, signature=signature)
    news = event.news
    with transaction.atomic():
        about = news.id[:255] if news and not event.is_about_checkout else ""
        if not stripe_api.is_first(StripeEvent, event.id, event.kind, about=about) or news is None:
            return
        if not event.is_about_checkout:
            _money_that_left(event.kind, news)
        elif event.kind in PAID and news.status == "paid":
            _take_in_payment(news)
        elif event.kind == FAILED and (invoice := _invoice_of(news)):
            billing.forget_checkout(invoice, session=news.id)


def _money_that_left(kind: str, news: News) -> None:
    """Book a refund or a dispute; what fits no payment of ours is for a person to look at."""
    if kind in ABOUT_ONE_REFUND and news.status in refunds_and_disputes.CAME_TO_NOTHING:
        kind = "refund.failed"
    act = ABOUT_CHARGES.get(kind)
    if act is None:
        return
    payment = refunds_and_disputes.payment_of(news)
    if payment is None or news.currency != "nok":
        _ask_about_unknown(news.id)
    else:
        act(payment, news)


def _take_in_payment(news: News) -> None:
    invoice = _invoice_of(news)
    if invoice is None:
        _ask_about_unknown(news.id)
    elif (news.ore, news.currency) != (invoice.checkout_ore, "nok"):
        _ask_staff(news, invoice)
    else:
        try:
            billing.record_payment(
                invoice,
                ore=news.ore,
                way=Payment.Way.STRIPE,
                reference=news.id,
                stripe_intent=news.intent,
            )
        except RuleBroken:
            _ask_staff(news, invoice)


def _invoice_of(news: News) -> Invoice | None:
    """Return the invoice whose stored key the checkout carries."""
    if not news.key:
        return None
    invoices = Invoice.objects.select_related("lease__partner__team")
    return invoices.filter(checkout_key=news.key).first()


def _ask_staff(news: News, invoice: Invoice) -> None:
    """Ask people to look at money that we cannot place; Stripe gets its 200 all the same."""
    text = gettext_lazy(
        "Kortbetalingen for faktura %(number)s har feil beløp. Se i Stripe: %(session)s"
    )
    words = {"number": invoice.number, "session": news.id[:120]}
    partners.ask_about(invoice.lease.partner, key=f"stripe:{news.id[:100]}", text=text, **words)


def _ask_about_unknown(name: str) -> None:
    """Ask people to look at what Stripe calls `name`, which is about no invoice of ours."""
    team = partners.garden_team()
    if team is None:
        log.error("%s at Stripe cannot be placed, and there is no team to ask.", name)
        return
    tasks.ask(
        key=f"stripe:{name[:100]}",
        team=team,
        kind=Task.Kind.ENQUIRY,
        text=lambda: (
            _("En kortbetaling passer ikke til noen faktura. Se i Stripe: %(session)s")
            % {"session": name[:120]}
        ),
    )
