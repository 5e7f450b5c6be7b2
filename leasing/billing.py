"""Invoices and what comes in for them. Whether one is paid is a sum over its payments."""

from datetime import date, datetime, timedelta
from typing import Any
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
from leasing import partners, stripe_gateway
from leasing.models import Invoice, InvoiceCounter, Lease, Payment
from ledger import chart, posting
from ledger.models import Entry

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
    _book(payment, income=income, by=by)
    if ore > income:
        partners.ask_about(
            locked.lease.partner,
            key=f"lease-overpaid:{payment.pk}",
            text=gettext_lazy(
                "%(partner)s har betalt %(sum)s for mye på faktura %(number)s. Betal det tilbake."
            ),
            sum=kroner(ore - income),
            number=locked.number,
        )
    return payment


def _book(payment: Payment, *, income: int, by: User | None) -> None:
    """Book `income` of `payment` as such, and the rest as owed back."""
    team, number = payment.invoice.lease.partner.team, payment.invoice.number
    rest = payment.ore - income
    kinds = (
        (Entry.Kind.LEASE_PAYMENT, "lease-payment", chart.lease_income(team), income),
        (Entry.Kind.LEASE_OVERPAYMENT, "lease-overpaid", chart.LEASE_OVERPAID, rest),
    )
    for kind, key, account, ore in kinds:
        if ore:
            posting.post(
                kind,
                about=posting.About(team=team.pk, payment=payment.pk),
                key=f"{key}:{payment.pk}",
                debit=chart.BANK,
                credit=account,
                ore=ore,
                reason=_("Leie, faktura %(number)s") % {"number": number},
                by=by,
            )


def start_checkout(invoice: Invoice, *, success_url: str, cancel_url: str) -> str:
    """Return the address where what is owed on `invoice` can be paid by card.

    Our key is stored before Stripe is asked, so a lost answer is asked for again and leads to the
    same page. Raises RuleBroken when nothing is owed, when a payment is on its way, and when Stripe
    is away, and RuntimeError inside a transaction: the key must survive whatever comes after.
    """
    pages = {"success_url": success_url, "cancel_url": cancel_url}
    on_its_way = _("Kortbetalingen er på vei. Vent litt, og se på denne siden igjen.")
    try:
        stored = _with_key(invoice)
        known = _checkout_of(stored, **pages)
        if known.status == stripe_gateway.COMPLETE:
            raise RuleBroken(on_its_way)
        if known.status == stripe_gateway.OPEN:
            if stored.checkout_ore == stored.outstanding_ore:
                return known.url
            # Part of the sum came in another way: the old page must not take the whole of it.
            stripe_gateway.close_checkout(known.id)
        anew = _checkout_of(_with_key(stored, instead_of=stored.checkout_key), **pages)
        if not anew.url:  # somebody else has been there and paid meanwhile
            raise RuleBroken(on_its_way)
        return anew.url
    except GatewayError as error:
        raise RuleBroken(
            _("Vi får ikke kontakt med kortbetalingen nå. Prøv igjen senere, eller bruk banken.")
        ) from error


def forget_checkout(invoice: Invoice, *, session: str) -> None:
    """Let `invoice` be paid anew: Stripe told that the payment in `session` came to nothing."""
    Invoice.objects.filter(pk=invoice.pk, checkout_session=session).update(
        checkout_key="", checkout_session="", checkout_ore=None
    )


@transaction.atomic(durable=True)
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


def _checkout_of(invoice: Invoice, *, success_url: str, cancel_url: str) -> Any:
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
