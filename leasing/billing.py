"""Invoices and what comes in for them. Whether one is paid is a sum over its payments."""

from datetime import date, datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core import dates
from core.errors import RuleBroken
from core.money import kroner
from core.stripe_api import GatewayError
from leasing import stripe_gateway
from leasing.models import Invoice, InvoiceCounter, Lease, Payment
from ledger import chart, posting
from ledger.models import Entry
from notices import tasks
from notices.models import Task

DAYS_TO_PAY = 14
NUMBER_BEFORE_THE_FIRST = 1000
"""The first invoice's number is one more."""


@transaction.atomic
def issue(lease: Lease, *, ore: int, issued_on: date) -> Invoice:
    """Return a new invoice of `ore` with the next number: no gaps, also after a rollback."""
    counter, _made = InvoiceCounter.objects.select_for_update().get_or_create(
        pk=1, defaults={"last": NUMBER_BEFORE_THE_FIRST}
    )
    counter.last += 1
    counter.save(update_fields=["last"])
    return Invoice.objects.create(
        number=counter.last,
        lease=lease,
        ore=ore,
        issued_on=issued_on,
        pay_by=issued_on + timedelta(days=DAYS_TO_PAY),
    )


@transaction.atomic
def record_payment(
    invoice: Invoice,
    *,
    ore: int,
    way: str,
    reference: str,
    received_at: datetime | None = None,
    by: User | None = None,
    stripe_intent: str = "",
) -> Payment:
    """Record that `ore` came in for `invoice`, and post it to the ledger.

    `reference` is the bank's or Stripe's own: the same again returns the first payment, and with
    another sum or invoice raises RuleBroken. More than is owed is taken in, booked apart from
    income, and the team is asked to pay it back. `received_at` is the bank's own day, which has
    come.
    """
    if ore <= 0:
        raise RuleBroken(_("Skriv et beløp som er større enn null."))
    if received_at:
        dates.must_be_possible(timezone.localdate(received_at))
    if not reference.strip():
        raise RuleBroken(_("Skriv bankens referanse, så samme beløp ikke føres to ganger."))
    locked = (
        Invoice.objects.select_for_update(of=("self",))
        .select_related("lease__partner__team")
        .get(pk=invoice.pk)
    )
    existing = Payment.objects.filter(reference=reference).first()
    if existing:
        if (existing.invoice_id, existing.ore) != (locked.pk, ore):
            raise RuleBroken(_("Referansen er ført før, med et annet beløp eller faktura."))
        return existing
    income = min(ore, locked.outstanding_ore)
    payment = Payment.objects.create(
        invoice=locked,
        way=way,
        ore=ore,
        reference=reference,
        received_at=received_at or timezone.now(),
        stripe_intent=stripe_intent,
    )
    reason = _("Leie, faktura %(number)s") % {"number": locked.number}
    if income:
        posting.post(
            Entry.Kind.LEASE_PAYMENT,
            about=posting.About(team=locked.lease.partner.team_id, payment=payment.pk),
            key=f"lease-payment:{payment.pk}",
            debit=chart.BANK,
            credit=chart.lease_income(locked.lease.partner.team),
            ore=income,
            reason=reason,
            by=by,
        )
    if ore > income:
        posting.post(
            Entry.Kind.LEASE_OVERPAYMENT,
            about=posting.About(team=locked.lease.partner.team_id, payment=payment.pk),
            key=f"lease-overpaid:{payment.pk}",
            debit=chart.BANK,
            credit=chart.LEASE_OVERPAID,
            ore=ore - income,
            reason=reason,
            by=by,
        )
        words = {
            "partner": locked.lease.partner.name,
            "sum": kroner(ore - income),
            "number": locked.number,
        }
        told = gettext_lazy(
            "%(partner)s har betalt %(sum)s for mye på faktura %(number)s. Betal det tilbake."
        )
        tasks.ask(
            key=f"lease-overpaid:{payment.pk}",
            team=locked.lease.partner.team,
            kind=Task.Kind.ENQUIRY,
            about=locked.lease.partner,
            text=lambda: told % words,
        )
    return payment


def start_checkout(invoice: Invoice, *, success_url: str, cancel_url: str) -> str:
    """Return the address where what is owed on `invoice` can be paid by card.

    Our key is stored before Stripe is asked, so a lost answer is asked for again and leads to the
    same page. Never call this inside a transaction: the key must survive whatever comes after.
    Raises RuleBroken when nothing is owed, when a payment is on its way, and when Stripe is away.
    """
    pages = {"success_url": success_url, "cancel_url": cancel_url}
    try:
        stored = _with_key(invoice)
        known = _checkout_of(stored, **pages)
        if known.state == stripe_gateway.COMPLETE:
            raise RuleBroken(_("Kortbetalingen er på vei. Vent litt, og se på denne siden igjen."))
        if known.state == stripe_gateway.OPEN:
            if stored.checkout_ore == stored.outstanding_ore:
                return known.url
            # Part of the sum came in another way: the old page must not take the whole of it.
            stripe_gateway.close_checkout(known.id)
        return _checkout_of(_with_key(stored, instead_of=stored.checkout_key), **pages).url
    except GatewayError as error:
        raise RuleBroken(
            _("Vi får ikke kontakt med kortbetalingen nå. Prøv igjen senere, eller bruk banken.")
        ) from error


def forget_checkout(invoice: Invoice, *, session: str) -> None:
    """Let `invoice` be paid anew: Stripe told that the payment in `session` came to nothing."""
    Invoice.objects.filter(pk=invoice.pk, checkout_session=session).update(
        checkout_key="", checkout_session="", checkout_ore=None
    )


@transaction.atomic
def _with_key(invoice: Invoice, *, instead_of: str = "") -> Invoice:
    """Return the invoice as stored, with a key: the one it has, unless that is `instead_of`."""
    locked = Invoice.objects.select_for_update().get(pk=invoice.pk)
    if locked.is_paid:
        raise RuleBroken(_("Fakturaen er betalt. Takk!"))
    if locked.checkout_key == instead_of:
        locked.checkout_key = f"invoice-{locked.number}-{uuid4().hex}"
        locked.checkout_ore = locked.outstanding_ore
        locked.checkout_session = ""
        locked.save(
            update_fields=["checkout_key", "checkout_ore", "checkout_session", "changed_at"]
        )
    return locked


def _checkout_of(invoice: Invoice, *, success_url: str, cancel_url: str) -> stripe_gateway.Checkout:
    """Return Stripe's checkout of the stored key; asks for it when we have not seen its answer."""
    if invoice.checkout_session:
        return stripe_gateway.checkout(invoice.checkout_session)
    made = stripe_gateway.open_checkout(
        key=invoice.checkout_key,
        ore=invoice.checkout_ore or 0,
        number=invoice.number,
        text=_("Leie, faktura %(number)s") % {"number": invoice.number},
        success_url=success_url,
        cancel_url=cancel_url,
    )
    Invoice.objects.filter(pk=invoice.pk, checkout_key=invoice.checkout_key).update(
        checkout_session=made.id
    )
    return made
