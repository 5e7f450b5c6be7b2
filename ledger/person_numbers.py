"""Whose an entry is: the opaque number of each person in the ledger."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Max

from ledger import plain_rows
from ledger.models import Entry, LedgerPerson
from ledger.posting import lock
from participants.models import Participant


def number_of(participant: Participant) -> int:
    """Return the opaque number of `participant` in the ledger, given out once.

    A number that stands in the ledger is never given to somebody else, also when the link to
    its person is gone (`payouts.retention`).
    """
    there = LedgerPerson.objects.filter(participant=participant).first()
    if there:
        return there.number
    with transaction.atomic():
        lock()
        return numbers_of([participant.pk])[participant.pk]


def numbers_of(participants: Collection[int]) -> dict[int, int]:
    """Return {participant id: opaque number}; those who have none get theirs.

    The caller holds the counter, which is the lock of the numbers too.
    """
    wanted = sorted(participants)
    numbers: dict[int, int] = {}
    for start in range(0, len(wanted), plain_rows.AT_A_TIME):
        there = LedgerPerson.objects.filter(
            participant__in=wanted[start : start + plain_rows.AT_A_TIME]
        )
        numbers |= dict(there.values_list("participant", "number"))
    without = [participant for participant in wanted if participant not in numbers]
    if without:
        last = _last_number()
        new = dict(zip(without, range(last + 1, last + 1 + len(without)), strict=True))
        LedgerPerson.objects.bulk_create(
            (LedgerPerson(participant_id=pk, number=number) for pk, number in new.items()),
            batch_size=plain_rows.AT_A_TIME,
        )
        numbers |= new
    return numbers


def _last_number() -> int:
    """Return the highest opaque number given out; the voucher counter is locked."""
    given = LedgerPerson.objects.aggregate(last=Max("number"))["last"] or 0
    written = Entry.objects.aggregate(last=Max("person_number"))["last"] or 0
    return max(given, written)
