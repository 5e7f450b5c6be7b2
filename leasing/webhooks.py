"""What Stripe tells us, taken in once."""

import logging

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import RuleBroken
from leasing import billing, partners, stripe_gateway
from leasing.models import Invoice, Payment, StripeEvent
from leasing.stripe_gateway import CheckoutNews
from notices import tasks
from notices.models import Task

PAID = frozenset({"checkout.session.completed", "checkout.session.async_payment_succeeded"})
FAILED = "checkout.session.async_payment_failed"

log = logging.getLogger(__name__)


def receive(body: bytes, *, signature: str) -> None:
    """Take in one event; the same again, or a kind that we do not know, changes nothing.

    The event's id is stored in the transaction of its effect. Raises
    `stripe_gateway.ForgedEvent` when Stripe did not sign it.
    """
    event = stripe_gateway.read_event(body, signature=signature)
    with transaction.atomic():
        _stored, is_new = StripeEvent.objects.get_or_create(
            event_id=event.id, defaults={"kind": event.kind[:80]}
        )
        if not is_new or event.checkout is None:
            return
        if event.kind in PAID and event.checkout.is_paid:
            _take_in_payment(event.checkout)
        elif event.kind == FAILED:
            _let_pay_again(event.checkout)


def _take_in_payment(news: CheckoutNews) -> None:
    invoice = _invoice_of(news)
    if invoice is None:
        _ask_staff(news, None)
        return
    if news.ore is None or news.ore != invoice.checkout_ore or news.currency != "nok":
        _ask_staff(news, invoice)
        return
    try:
        billing.record_payment(
            invoice, ore=news.ore, way=Payment.Way.STRIPE, reference=news.session
        )
    except RuleBroken:
        _ask_staff(news, invoice)


def _let_pay_again(news: CheckoutNews) -> None:
    invoice = _invoice_of(news)
    if invoice is not None:
        billing.forget_checkout(invoice, session=news.session)


def _invoice_of(news: CheckoutNews) -> Invoice | None:
    """Return the invoice whose stored key the checkout carries."""
    if not news.key:
        return None
    invoices = Invoice.objects.select_related("lease__partner__team")
    return invoices.filter(checkout_key=news.key).first()


def _ask_staff(news: CheckoutNews, invoice: Invoice | None) -> None:
    """Ask people to look at money that we cannot place; Stripe gets its 200 all the same."""
    team = invoice.lease.partner.team if invoice else partners.garden_team()
    if team is None:
        log.error("Stripe checkout %s cannot be placed, and there is no team to ask.", news.session)
        return
    text = (
        _("Kortbetalingen for faktura %(number)s har feil beløp. Se i Stripe: %(session)s")
        % {"number": invoice.number, "session": news.session[:120]}
        if invoice
        else _("En kortbetaling passer ikke til noen faktura. Se i Stripe: %(session)s")
        % {"session": news.session[:120]}
    )
    about = invoice.lease.partner if invoice else None
    tasks.ask(
        key=f"stripe:{news.session[:100]}",
        team=team,
        kind=Task.Kind.ENQUIRY,
        text=text,
        about=about,
    )
