"""Each row by itself: what a payout or an honorarium says of itself is what its vouchers say.

Sums can agree though two rows do not. The comparing is done by the database, in one query a check
however many rows there are. Only reads; `payouts.reconciliation.verification.verify` asks.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from core.money import kroner
from ledger.models import Entry
from ledger.models.entry import ABOUT, Kind
from payouts.models import Earning, GiftCard, GiftCardReceipt, Payout, Reservation

OF_PAYOUT = ABOUT["payout"]
NEVER_LEFT = frozenset[Kind]()
LEFT = NEVER_LEFT | {Kind.SEND}
ARRIVED = LEFT | {Kind.SETTLE}
GIVEN_UP = LEFT | {Kind.FAIL}
CAME_BACK = ARRIVED | {Kind.RETURN, Kind.FAIL}
_NOT_ARRIVED = (GIVEN_UP, CAME_BACK)
_LATE = tuple(kinds | {Kind.ARRIVE_LATE} for kinds in _NOT_ARRIVED)
_LOST = tuple(kinds | {Kind.LOSE} for kinds in (ARRIVED, *_LATE))
_TWICE = tuple(kinds | {Kind.PAID_TWICE} for kinds in _NOT_ARRIVED)
ALLOWED: dict[Payout.State, tuple[frozenset[Kind], ...]] = {
    Payout.State.QUEUED: (NEVER_LEFT,),
    Payout.State.SENDING: (LEFT,),
    Payout.State.PAID: (ARRIVED, *_LATE),
    Payout.State.FAILED: (
        NEVER_LEFT, *_NOT_ARRIVED, *(kinds | {Kind.RETURN_LATE} for kinds in _LATE),
    ),
    Payout.State.LOST: (*_LOST, *(kinds | {Kind.RECOVER} for kinds in _LOST)),
    Payout.State.PAID_TWICE: (*_TWICE, *(kinds | {Kind.RECOVER} for kinds in _TWICE)),
}  # fmt: skip
"""Which kinds of entries a payout in each state has, in every way that leads there."""
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


def in_kroner(words: str, **sums: int) -> str:
    """Return a sentence with the sums (øre) that it speaks of."""
    return words % {name: kroner(ore) for name, ore in sums.items()}


def _each(wrong: QuerySet[Any], words: str) -> Iterator[str]:
    """Yield a sentence about each row of `wrong`, with its number."""
    for pk in wrong.order_by("pk").values_list("pk", flat=True)[:MOST_NAMED]:
        yield words % {"number": pk}


def approvals() -> Iterator[str]:
    """Compare each approved honorarium with its voucher."""
    approved = Earning.objects.filter(state=Earning.State.APPROVED).order_by()
    booked = Entry.objects.filter(
        earning=OuterRef("pk"), ore=OuterRef("ore"), kind=Kind.APPROVE, reversed_by=None
    )
    wrong = approved.filter(~Exists(booked)).order_by("pk")
    for pk, ore in wrong.values_list("pk", "ore")[:MOST_NAMED]:
        yield _("Honorar %(number)s på %(sum)s er godkjent, men bilaget sier noe annet.") % {
            "number": pk,
            "sum": kroner(ore),
        }
    vouchers = Entry.objects.filter(kind=Kind.APPROVE, reversed_by=None).count()
    if vouchers != (count := approved.count()):
        yield _("%(vouchers)s honorarer er bokført, men %(count)s er godkjent.") % {
            "vouchers": vouchers,
            "count": count,
        }


def unfunded() -> Iterator[str]:
    """See that nothing is booked or sent of an honorarium that waits for money."""
    booked = Entry.objects.filter(earning=OuterRef("pk"), reverses=None, reversed_by=None)
    sent = Payout.objects.filter(earning=OuterRef("pk"))
    wrong = Earning.objects.unfunded().filter(Exists(booked) | Exists(sent))
    yield from _each(
        wrong, _("Honorar %(number)s venter på penger, men det er bokført eller sendt.")
    )


def payouts() -> Iterator[str]:
    """Compare how far each payout has come with the kinds of its vouchers, and their sums."""
    own = Entry.objects.filter(payout=OuterRef("pk")).order_by()
    bits = Case(*(When(kind=kind, then=1 << bit) for bit, kind in enumerate(OF_PAYOUT)))
    booked = Coalesce(Subquery(own.values("payout").annotate(all=Sum(bits)).values("all")), 0)
    agrees = Q()
    for state, allowed in ALLOWED.items():
        agrees |= Q(state=state, booked__in=[_bits(kinds) for kinds in allowed])
    wrong_sum = Exists(own.exclude(ore=OuterRef("earning__ore")))
    wrong = Payout.objects.alias(booked=booked).filter(~agrees | Q(wrong_sum)).order_by("pk")
    for payout in wrong[:MOST_NAMED]:
        yield _("Utbetaling %(number)s er «%(state)s», men bilagene sier noe annet.") % {
            "number": payout.pk,
            "state": payout.get_state_display(),
        }


def _bits(kinds: frozenset[Kind]) -> int:
    """Return a set of kinds as the sum of their powers of two; a payout has one entry of each."""
    return sum(1 << bit for bit, kind in enumerate(OF_PAYOUT) if kind in kinds)


def gift_cards() -> Iterator[str]:
    """Compare what was handed out with the receipts, and what was taken out with the vouchers."""
    receipts = GiftCardReceipt.objects.annotate(worth=Sum("cards__ore")).exclude(worth=F("ore"))
    yield from _each(receipts, _("Kvittering %(number)s har gavekort for en annen sum."))
    booked = Entry.objects.filter(
        gift_card=OuterRef("pk"), ore=OuterRef("ore"), kind=Kind.VOID_CARD
    )
    void = GiftCard.objects.filter(~Exists(booked), state=GiftCard.State.VOID)
    yield from _each(void, _("Gavekort %(number)s er tatt ut, men bilaget sier noe annet."))


def reservations() -> Iterator[str]:
    """Compare what was promised of each reservation with what it holds."""
    live = Q(earnings__state__in=(Earning.State.PROMISED, Earning.State.APPROVED))
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


CHECKS = (approvals, unfunded, payouts, gift_cards, reservations)
