"""Each row by itself: what a payout or an honorarium says of itself is what its vouchers say.

Sums can agree though two rows do not. The comparing is done by the database, in one query a check
however many rows there are. Only reads; `payouts.books.verify` asks.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import CharField, F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.translation import gettext as _

from core.money import kroner
from payouts.models import Earning, Entry, GiftCard, GiftCardReceipt, Payout, Reservation

MOST_NAMED = 20
"""Rows that a check names; more than that is one fault, and is looked for in the database."""


@contextmanager
def one_moment() -> Iterator[None]:
    """Show what is read inside as it was at one moment, while everybody goes on working.

    Nobody is kept waiting. Inside a transaction that is open already it changes nothing.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        # The immediate transactions that SQLite is set up with would keep every writer out. Only an
        # open connection knows its mode: in a fresh process this may be the first that is asked.
        connection.ensure_connection()
        sqlite: Any = connection
        mode, sqlite.transaction_mode = sqlite.transaction_mode, "DEFERRED"
        try:
            with transaction.atomic():
                yield
        finally:
            sqlite.transaction_mode = mode


def approvals() -> Iterator[str]:
    """Compare each approved honorarium with its voucher."""
    approved = Earning.objects.filter(state=Earning.State.APPROVED).order_by()
    wrong = approved.annotate(booked=_booked("approve")).exclude(booked=F("ore")).order_by("pk")
    for pk, ore in wrong.values_list("pk", "ore")[:MOST_NAMED]:
        yield _("Honorar %(number)s på %(sum)s er godkjent, men bilaget sier noe annet.") % {
            "number": pk,
            "sum": kroner(ore),
        }
    undone = Entry.objects.filter(key__startswith="undo:").values("reverses")
    vouchers = Entry.objects.filter(key__startswith="approve:").exclude(pk__in=undone).count()
    if vouchers != (count := approved.count()):
        yield _("%(vouchers)s honorarer er bokført, men %(count)s er godkjent.") % {
            "vouchers": vouchers,
            "count": count,
        }


def payouts() -> Iterator[str]:
    """Compare how far each payout has come with its vouchers."""
    ore = F("earning__ore")
    found_or_not = Q(found=0) | Q(found=ore)
    once = Q(after_all=0, after_all_back=0, twice=0)
    never = Q(left=0, arrived=0, lost=0, found=0, twice=0)
    given_up = Q(failed=ore, left=0, arrived=0, after_all_back=0)
    agrees = (
        Q(state=Payout.State.QUEUED) & never & once
        | Q(state=Payout.State.SENDING, left=ore, arrived=0, lost=0, found=0) & once
        | Q(state=Payout.State.PAID, left=ore, arrived=ore, lost=0, found=0) & once
        | Q(state=Payout.State.PAID, after_all=ore, lost=0, found=0, twice=0) & given_up
        | Q(state=Payout.State.FAILED) & never & once
        | Q(state=Payout.State.FAILED, failed=ore, after_all=ore, after_all_back=ore) & never
        | Q(state=Payout.State.FAILED, left=ore, arrived=ore, lost=ore) & once & found_or_not
        | Q(state=Payout.State.FAILED, after_all=ore, lost=ore, twice=0) & given_up & found_or_not
        | Q(state=Payout.State.FAILED, after_all=0, lost=0, twice=ore) & given_up & found_or_not
    )
    wrong = (
        Payout.objects.alias(
            failed=_booked("fail"),
            left=_booked("send") - F("failed"),
            arrived=_booked("settle") - _booked("come_back"),
            lost=_booked("again"),
            found=_booked("found"),
            after_all=_booked("after_all"),
            after_all_back=_booked("after_all_back"),
            twice=_booked("twice"),
        )
        .exclude(agrees)
        .order_by("pk")
    )
    for payout in wrong[:MOST_NAMED]:
        yield _("Utbetaling %(number)s er «%(state)s», men bilagene sier noe annet.") % {
            "number": payout.pk,
            "state": payout.get_state_display(),
        }


def gift_cards() -> Iterator[str]:
    """Compare what was handed out with the receipts, and what was taken out with the vouchers."""
    receipts = GiftCardReceipt.objects.annotate(worth=Sum("cards__ore")).exclude(worth=F("ore"))
    for pk in receipts.order_by("pk").values_list("pk", flat=True)[:MOST_NAMED]:
        yield _("Kvittering %(number)s har gavekort for en annen sum.") % {"number": pk}
    void = GiftCard.objects.filter(state=GiftCard.State.VOID).annotate(lost=_booked("void_card"))
    for pk in void.exclude(lost=F("ore")).order_by("pk").values_list("pk", flat=True)[:MOST_NAMED]:
        yield _("Gavekort %(number)s er tatt ut, men bilaget sier noe annet.") % {"number": pk}


def reservations() -> Iterator[str]:
    """Compare what was promised of each reservation with what it holds."""
    live = ~Q(earnings__state=Earning.State.TAKEN_BACK)
    promised = Reservation.objects.annotate(promised_ore=Sum("earnings__ore", filter=live))
    held = F("rate_ore") * F("count") + F("extra_ore")
    wrong = promised.filter(promised_ore__gt=held).order_by("pk")
    for row in wrong.select_related("budget")[:MOST_NAMED]:
        yield _("%(promised)s er lovet av %(held)s i budsjettet %(name)s (%(number)s).") % {
            "promised": kroner(row.promised_ore),
            "held": kroner(row.ore),
            "name": row.budget.name,
            "number": row.pk,
        }


def _booked(step: str) -> Coalesce:
    """Return the øre of the voucher of `step` for each row: 0 when there is none."""
    key = Concat(Value(f"{step}:"), Cast(OuterRef("pk"), CharField()))
    return Coalesce(Subquery(Entry.objects.filter(key=key).order_by().values("ore")[:1]), 0)
