"""Many entries of one kind at once: one lock of the voucher counter, a few statements."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import RuleBroken
from ledger import plain_rows
from ledger.models import Entry
from ledger.models.entry import ABOUT, Kind
from ledger.person_numbers import numbers_of
from ledger.posting import lock

COLUMNS = (
    "voucher_number", "key", "kind", "debit", "credit", "ore", "at", "by", "reason",
    "person_number", "team", "budget",
)  # fmt: skip


class Line(NamedTuple):
    """What one of many entries says by itself; ids of rows."""

    about: int
    ore: int
    reason: str
    participant: int
    team: int
    budget: int


def post_all(
    kind: Kind, lines: Sequence[Line], *, debit: str, credit: str, by: User | None
) -> None:
    """Write an entry for each of `lines`, as `post` does, with one update of the counter."""
    link = "payout" if kind in ABOUT["payout"] else "earning"
    with transaction.atomic():
        counter = lock()
        numbers = numbers_of({line.participant for line in lines})
        at = plain_rows.now()
        for start in range(0, len(lines), plain_rows.AT_A_TIME):
            some = lines[start : start + plain_rows.AT_A_TIME]
            new = _not_posted(kind, some, link=link, debit=debit, credit=credit)
            plain_rows.insert(
                Entry,
                (*COLUMNS, link),
                rows=(
                    (
                        number,
                        f"{kind}:{line.about}",
                        kind.value,
                        debit,
                        credit,
                        line.ore,
                        at,
                        by.pk if by else None,
                        line.reason,
                        numbers[line.participant],
                        line.team,
                        line.budget,
                        line.about,
                    )
                    for number, line in enumerate(new, counter.last + 1)
                ),
            )
            counter.last += len(new)
        counter.save(update_fields=["last"])


def _not_posted(
    kind: Kind, lines: Sequence[Line], *, link: str, debit: str, credit: str
) -> list[Line]:
    """Keep what is not in the ledger. Raises RuleBroken for what is there as another transfer."""
    posted = Entry.objects.filter(**{f"{link}__in": [line.about for line in lines]}, kind=kind)
    transfers = posted.order_by().values_list(link, "debit", "credit", "ore")
    there = {about: transfer for about, *transfer in transfers}
    wanted = {line.about: [debit, credit, line.ore] for line in lines}
    if any(transfer != wanted[about] for about, transfer in there.items()):
        raise RuleBroken(_("Dette er allerede bokført med et annet beløp."))
    return [line for line in lines if line.about not in there]
