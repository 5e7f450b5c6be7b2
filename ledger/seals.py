"""Sealing the ledger: a keyed chain over its entries, as the access log has one (`core.sealing`).

Voucher numbers are given out under a lock, without gaps, so an entry never comes in behind one that
is sealed. What a seal holds shows when an entry was changed, removed or put in past the rules.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, timedelta
from itertools import chain
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core import sealing
from ledger.models import Entry, EntrySeal

SEALED_WITHIN = timedelta(hours=1)
"""An entry that is still unsealed after this is reported: the timer stands still."""
FORM = 2
"""The form of the seals that are made now: with the kind and the links."""
COLUMNS = (
    "voucher_number", "key", "debit", "credit", "ore", "by_id", "reason", "person_number",
    "reverses_id",
)  # fmt: skip
LINKS = (
    "kind", "team_id", "budget_id", "earning_id", "payout_id", "box_id", "gift_card_id",
    "payment_id", "paid_back_id",
)  # fmt: skip
AT_A_TIME = 50_000
"""Entries under one seal at the most."""


def seal() -> int:
    """Seal every entry that is not yet, and return how many. Safe from several timers at once."""
    sealed = 0
    while True:
        previous = EntrySeal.objects.last()
        after = previous.last if previous else 0
        numbers = Entry.objects.filter(voucher_number__gt=after).order_by("voucher_number")
        keys = list(numbers.values_list("voucher_number", flat=True)[:AT_A_TIME])
        if not keys:
            return sealed
        if sealing.add(EntrySeal, keys, previous, digest=_digest_of, form=FORM) is None:
            return sealed
        sealed += len(keys)


newest = sealing.chain("ledger", EntrySeal)


def problems(anchors: Iterable[sealing.Anchor] = ()) -> Iterator[str]:
    """Yield what the seals say against the ledger, and against what was told outside."""
    seals = list(EntrySeal.objects.order_by("pk"))
    yield from sealing.problems(
        seals,
        anchors,
        digest=_digest_of,
        wrong=lambda: _("Segl %(number)s stemmer ikke med bilagene %(first)s til %(last)s."),
    )
    after = seals[-1].last if seals else 0
    waiting = Entry.objects.filter(
        voucher_number__gt=after, at__lt=timezone.now() - SEALED_WITHIN
    ).count()
    if waiting:
        yield _("%(count)s bilag har ventet mer enn en time på segl. Går tidsuret?") % {
            "count": waiting
        }


def _digest_of(seal: EntrySeal, previous: EntrySeal | None) -> str | None:
    head = [seal.first, seal.last, seal.count, seal.sealed_at.astimezone(UTC).isoformat()]
    if seal.form != 1:
        head.append(seal.form)
    rows = _rows(previous.last if previous else 0, seal.last, form=seal.form)
    return sealing.digest_of(seal, previous.digest if previous else "", chain([head], rows))


def _rows(after: int, last: int, *, form: int) -> Iterator[list[Any]]:
    """Yield each entry in the half-open stretch (after, last] in one fixed form."""
    columns = COLUMNS if form == 1 else (*COLUMNS, *LINKS)
    entries = Entry.objects.filter(voucher_number__gt=after, voucher_number__lte=last)
    for at, *fields in entries.order_by("voucher_number").values_list("at", *columns).iterator():
        yield [at.astimezone(UTC).isoformat(), *fields]
