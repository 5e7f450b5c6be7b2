"""Counting a box: two people, and a difference that is explained and booked.

Locks: the box, then the voucher counter.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Case, Exists, F, OuterRef, Q, Sum, When
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import SecondPerson, User
from core.dates import midnight
from core.errors import RuleBroken
from core.money import MOST_ORE, kroner
from ledger import books, chart, posting
from ledger.models import Entry
from payouts.models import BoxCount, CashBox
from payouts.over_the_table import cash, handover_confirmation


def count(
    box: CashBox,
    *,
    counted_ore: int,
    by: User,
    witness: User | None,
    key: UUID,
    explanation: str = "",
    witness_code: str = "",
) -> BoxCount:
    """Write down that `by` and `witness` counted `box`, and book a difference either way.

    `witness_code`, the witness's own, confirms it at once; without it they are asked. A repeat of
    `key` returns the first. Raises RuleBroken when it is not two of the team's payers,
    when there is a difference without an explanation (the sentence says how much), or when the box
    is closed.
    """
    if not 0 <= counted_ore <= MOST_ORE:
        raise RuleBroken(_("Skriv summen dere talte."))
    if witness is None or witness.pk == by.pk:
        raise RuleBroken(_("Tell sammen med en kollega, og velg hvem det var."))
    handover_confirmation.must_be_second(witness, by=by, team_id=box.team_id, code=witness_code)
    with transaction.atomic():
        row = cash.locked(box)
        if before := BoxCount.objects.filter(key=key).first():
            return before
        cash.must_be_in_use(row)
        expected = books.balance(box.account)
        difference = counted_ore - expected
        if difference and not explanation.strip():
            raise RuleBroken(_difference_in_words(expected, difference))
        made = BoxCount.objects.create(
            box=box,
            counted_ore=counted_ore,
            expected_ore=expected,
            explanation=explanation.strip()[:200] if difference else "",
            counted_by=by,
            witness=witness,
            at=timezone.now(),
            key=key,
        )
        handover_confirmation.ask_second(
            made, witness, team_id=box.team_id, by=by, code=witness_code
        )
        if difference:
            debit, credit = box.account, chart.BOX_DIFFERENCE
            if difference < 0:
                debit, credit = credit, debit
            posting.post(
                Entry.Kind.COUNT,
                about=posting.About(team=row.team_id, box=row.pk),
                key=f"count:{made.pk}",
                debit=debit,
                credit=credit,
                ore=abs(difference),
                reason=_("Differanse ved telling"),
                by=by,
            )
    return made


@dataclass(frozen=True)
class BoxReport:
    """What went in and out of a box in [first, last]; sums are øre.

    `opening + filled - paid - taken_out + differences + other` is `closing`, what should lie there
    at the end. `to_bank` says of each entry that took money to the bank who saw it go.
    """

    box: CashBox
    first: date
    opening: int
    closing: int
    filled: int
    paid: int
    taken_out: int
    differences: int
    other: int
    counts: list[BoxCount]
    to_bank: list[SecondPerson]


def report(box: CashBox, *, first: date, last: date) -> BoxReport:
    """Return what happened to `box` in the days [first, last] in Oslo."""
    start, end = midnight(first), midnight(last + timedelta(days=1))
    asked = SecondPerson.objects.filter(of_type__app_label__in=("ledger", "payouts"))
    waiting = asked.waiting().filter(of_type__model="boxcount")
    touching = Entry.objects.filter(Q(debit=box.account) | Q(credit=box.account)).order_by()
    into = Sum(Case(When(debit=box.account, then="ore"), default=-F("ore")))
    within = touching.filter(at__gte=start, at__lt=end)
    sums = Counter(dict(within.values_list("kind").annotate(into=into)))
    opening = touching.filter(at__lt=start).aggregate(into=into)["into"] or 0
    closing = opening + sums.total()
    return BoxReport(
        box=box,
        first=first,
        opening=opening,
        closing=closing,
        filled=sums.pop(Entry.Kind.FILL_BOX, 0),
        paid=-sums.pop(Entry.Kind.SETTLE, 0),
        taken_out=-sums.pop(Entry.Kind.EMPTY_BOX, 0),
        differences=sums.pop(Entry.Kind.COUNT, 0),
        other=sums.total(),
        counts=list(
            box.counts.filter(at__gte=start, at__lt=end)
            .annotate(is_unconfirmed=Exists(waiting.filter(of_id=OuterRef("pk"))))
            .select_related("counted_by", "witness")
            .order_by("at", "pk")
        ),
        to_bank=list(
            asked.filter(of_type__model="entry", of_id__in=within.values("pk"))
            .select_related("asked_by", "person")
            .prefetch_related("of")
            .order_by("created_at", "pk")
        ),
    )


def _difference_in_words(expected: int, difference: int) -> str:
    words = {"sum": kroner(abs(difference)), "expected": kroner(expected)}
    said = _("Det mangler %(sum)s. Det skulle ligge %(expected)s der. Skriv hva dere tror.")
    if difference > 0:
        said = _("Det er %(sum)s for mye. Det skulle ligge %(expected)s der. Skriv hva dere tror.")
    return said % words
