"""Money that a partner paid by card and that left us again: refunds and disputes, told by Stripe.

Each is booked against what the payment was booked as, and somebody is asked to talk with the
partner. News may come twice and in any order. Called inside the transaction of the event.
"""

from typing import Any

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.money import kroner
from leasing import partners
from leasing.models import Invoice, PaidBack, Payment, StripeEvent
from leasing.stripe_gateway import News
from ledger import chart, posting
from ledger.models import Entry
from notices import tasks

CAME_TO_NOTHING = frozenset({"failed", "canceled"})
"""How a refund ends whose money is ours again."""


def payment_of(news: News) -> Payment | None:
    """Return the payment that `news` is about, by Stripe's name for it or by our key."""
    payments = Payment.objects.filter(way=Payment.Way.STRIPE)
    found = payments.filter(stripe_intent=news.intent).first() if news.intent else None
    if found is None and news.key:
        found = payments.filter(invoice__checkout_key=news.key).first()
    return found


def refunded(payment: Payment, news: News) -> None:
    """Book what the payer was given back; Stripe tells the whole of it each time."""
    row = _locked(payment)
    refunds = row.paid_back.filter(why=PaidBack.Why.REFUND, returned_at=None)
    earlier = refunds.aggregate(all=Sum("ore"))["all"] or 0
    ore = min(news.ore - earlier, _left(row))
    if ore <= 0:
        return
    _book(row, ore=ore, why=PaidBack.Why.REFUND, reference=f"{news.id}:{news.ore}")
    text = gettext_lazy(
        "%(partner)s har fått %(sum)s tilbake i Stripe. Avtal om faktura %(number)s gjelder."
    )
    _ask(row, key=f"stripe-refund:{news.id[:80]}:{news.ore}", text=text, ore=ore)


def refund_failed(payment: Payment, news: News) -> None:
    """Book that a refund never reached the payer: the money is ours again, and still owed them.

    When no one booking is of its sum, a person sees to it alone.
    """
    row = _locked(payment)
    if row.paid_back.filter(reference__endswith=f":{news.id}").exists():
        return
    refunds = row.paid_back.filter(why=PaidBack.Why.REFUND, returned_at=None, ore=news.ore)
    if booked := refunds.order_by("-pk").first():
        booked.reference = f"{booked.reference}:{news.id}"[:300]  # the same may be given back anew
        _return(booked, reason=_("Stripe fikk ikke betalt tilbake"))
    text = gettext_lazy(
        "Stripe fikk ikke betalt %(sum)s tilbake til %(partner)s. Pengene er hos oss igjen."
        " Se i Stripe: %(refund)s"
    )
    _ask(row, key=f"stripe-refund-failed:{news.id[:80]}", text=text, ore=news.ore, refund=news.id)


def disputed(payment: Payment, news: News) -> None:
    """Ask the team to answer the payer's bank; nothing is booked before money leaves."""
    if StripeEvent.objects.filter(kind="charge.dispute.closed", about=news.id).exists():
        return  # that it is over came before that it began
    text = gettext_lazy(
        "%(partner)s sin bank spør om betalingen på %(sum)s. Svar i Stripe: %(dispute)s"
    )
    _ask(payment, key=_dispute_key(news), text=text, ore=news.ore, dispute=news.id)


def taken_in_dispute(payment: Payment, news: News) -> None:
    """Book what the payer's bank took while it asks."""
    row = _locked(payment)
    ore = min(news.ore, _left(row))
    if ore <= 0 or PaidBack.objects.filter(reference=news.id).exists():
        return
    _book(row, ore=ore, why=PaidBack.Why.DISPUTE, reference=news.id)
    disputed(row, news)


def charge_reinstated(payment: Payment, news: News) -> None:
    """Book that what the bank took came back."""
    locked = _locked(payment)
    row = PaidBack.objects.filter(reference=news.id).first()
    if row is None and news.ore > 0:
        # That it left is still to come. It is here all the while: nothing is booked, then either.
        PaidBack.objects.create(
            payment=locked,
            why=PaidBack.Why.DISPUTE,
            ore=news.ore,
            reference=news.id,
            returned_at=timezone.now(),
        )
    if row is None or row.returned_at:
        return
    _return(row, reason=_("Banken ga pengene tilbake"))
    tasks.close([_dispute_key(news)])


def dispute_ended(payment: Payment, news: News) -> None:
    """Close the question when it was won; when it was lost, ask to agree with the partner."""
    if news.status == "lost":
        text = gettext_lazy(
            "%(partner)s sin bank beholdt %(sum)s. Avtal om faktura %(number)s gjelder."
        )
        _ask(payment, key=f"{_dispute_key(news)}:lost", text=text, ore=news.ore)
    tasks.close([_dispute_key(news)])


def _locked(payment: Payment) -> Payment:
    Invoice.objects.select_for_update().get(pk=payment.invoice_id)
    return Payment.objects.select_related("invoice__lease__partner__team").get(pk=payment.pk)


def _left(payment: Payment) -> int:
    """Return the øre of the payment that are still with us."""
    away = payment.paid_back.filter(returned_at=None).aggregate(all=Sum("ore"))["all"] or 0
    return payment.ore - away


def _book(payment: Payment, *, ore: int, why: str, reference: str) -> None:
    """Book it against what was paid too much, if anything, and then against the income."""
    beyond = min(ore, _beyond(payment))
    row = PaidBack.objects.create(payment=payment, why=why, ore=ore, reference=reference)
    invoice = payment.invoice
    income = chart.lease_income(invoice.lease.partner.team)
    reason = _("%(what)s, faktura %(number)s") % {
        "what": row.get_why_display().capitalize(),
        "number": invoice.number,
    }
    kinds = Entry.Kind.OVERPAYMENT_REFUND, Entry.Kind.LEASE_REFUND
    sums = (beyond, chart.LEASE_OVERPAID), (ore - beyond, income)
    about = posting.About(team=invoice.lease.partner.team_id, paid_back=row.pk)
    for kind, (part, account) in zip(kinds, sums, strict=True):
        if part:
            posting.post(
                kind,
                about=about,
                key=f"{kind}:{row.pk}",
                debit=account,
                credit=chart.BANK,
                ore=part,
                reason=reason,
            )
    if beyond and not _beyond(payment):
        tasks.close([f"lease-overpaid:{payment.pk}"])


def _return(row: PaidBack, *, reason: str) -> None:
    """Book that what `row` says left us is here again."""
    for entry in row.entries.filter(reverses=None):
        posting.reverse(entry, Entry.Kind.REFUND_RETURNED, reason=reason)
    row.returned_at = timezone.now()
    row.save(update_fields=["reference", "returned_at", "changed_at"])


def _beyond(payment: Payment) -> int:
    """Return the øre that the payment held beyond the invoice, and that are still with us."""
    told = payment.entries.filter(kind=Entry.Kind.LEASE_OVERPAYMENT)
    given = Entry.objects.filter(
        paid_back__payment=payment, kind=Entry.Kind.OVERPAYMENT_REFUND, reversed_by=None
    )
    return told.total() - given.total()


def _dispute_key(news: News) -> str:
    return f"stripe-dispute:{news.id[:80]}"


def _ask(payment: Payment, *, key: str, text: Any, ore: int, **more: str) -> None:
    invoice = payment.invoice
    words = {"sum": kroner(ore), "number": invoice.number, **more}
    partners.ask_about(invoice.lease.partner, key=key, text=text, **words)
