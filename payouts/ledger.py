"""The only writer of ledger entries. Money is øre; every entry is one transfer.

Accounts: `expense` (honoraria), `owed` (to people), `in_transit`, `bank`, `cash_box:<id>`,
`stripe`, `lease_income`, `lease_overpaid`, `loss`. The municipality's own codes are set at export.
"""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import RuleBroken
from participants.models import Participant
from payouts.models import Earning, Entry, LedgerPerson, Payout, VoucherCounter

EXPENSE = "expense"
OWED = "owed"
IN_TRANSIT = "in_transit"
BANK = "bank"
LEASE_INCOME = "lease_income"
LOSS = "loss"
STRIPE = "stripe"
AT_A_TIME = 1_000
"""Entries in one statement."""


def post(
    *,
    key: str,
    debit: str,
    credit: str,
    ore: int,
    reason: str,
    by: User | None = None,
    person_number: int | None = None,
    reverses: Entry | None = None,
) -> Entry:
    """Write one entry with the next voucher number. A repeat of `key` returns the first.

    Raises RuleBroken when `key` was used for another transfer.
    """
    with transaction.atomic():
        # The counter's row is the lock: it also keeps two posts of one key apart.
        counter, _made = VoucherCounter.objects.select_for_update().get_or_create(pk=1)
        existing = Entry.objects.filter(key=key).first()
        if existing:
            if (existing.debit, existing.credit, existing.ore) != (debit, credit, ore):
                raise RuleBroken(_("Dette er allerede bokført med et annet beløp."))
            return existing
        counter.last += 1
        counter.save(update_fields=["last"])
        entry = Entry(
            voucher_number=counter.last,
            key=key,
            debit=debit,
            credit=credit,
            ore=ore,
            at=timezone.now(),
            by=by,
            reason=reason,
            person_number=person_number,
            reverses=reverses,
        )
        entry.save()
    return entry


def reverse(entry: Entry, *, key: str, reason: str, by: User | None = None) -> Entry:
    """Write the opposite of `entry`. A second reversal of the same entry is refused."""
    if not reason.strip():
        raise RuleBroken(_("Skriv hvorfor."))
    already = Entry.objects.filter(reverses=entry).exclude(key=key).exists()
    if already:
        raise RuleBroken(_("Dette bilaget er allerede rettet."))
    return post(
        key=key,
        debit=entry.credit,
        credit=entry.debit,
        ore=entry.ore,
        reason=reason,
        by=by,
        person_number=entry.person_number,
        reverses=entry,
    )


def approve(earning: Earning, *, by: User | None) -> Entry:
    """Book that an honorarium is owed: expense to owed. A repeat changes nothing."""
    with transaction.atomic():
        row = Earning.objects.select_for_update().get(pk=earning.pk)
        if row.state == Earning.State.TAKEN_BACK:
            raise RuleBroken(_("Dette honoraret er rettet og kan ikke godkjennes."))
        entry = post(
            key=f"approve:{row.pk}",
            debit=EXPENSE,
            credit=OWED,
            ore=row.ore,
            reason=row.get_reason_display(),
            by=by,
            person_number=number_of(row.participant),
        )
        if row.state == Earning.State.PROMISED:
            row.state = Earning.State.APPROVED
            row.approved_at = timezone.now()
            row.save(update_fields=["state", "approved_at", "changed_at"])
    return entry


def number_of(participant: Participant) -> int:
    """Return the opaque number of `participant` in the ledger, given out once."""
    there = LedgerPerson.objects.filter(participant=participant).first()
    if there:
        return there.number
    with transaction.atomic():
        VoucherCounter.objects.select_for_update().get_or_create(pk=1)  # the lock
        last = LedgerPerson.objects.aggregate(last=Max("number"))["last"] or 0
        made, _new = LedgerPerson.objects.get_or_create(
            participant=participant, defaults={"number": last + 1}
        )
    return made.number


def send(payout: Payout, *, by: User | None) -> Entry:
    """Book that a payout has left us: owed to in transit."""
    return _of_payout(payout, step="send", debit=OWED, credit=IN_TRANSIT, by=by)


def settle(payout: Payout, *, account: str, by: User | None, reason: str = "") -> Entry:
    """Book that a payout has arrived, taken from `account`. `reason` is how a person knows it."""
    return _of_payout(payout, step="settle", debit=IN_TRANSIT, credit=account, by=by, reason=reason)


def send_all(payouts: Sequence[Payout], *, by: User | None) -> None:
    """Book as `send` does for each of `payouts`, which come with `earning`."""
    _of_payouts(payouts, step="send", debit=OWED, credit=IN_TRANSIT, by=by)


def settle_all(payouts: Sequence[Payout], *, account: str, by: User | None) -> None:
    """Book as `settle` does for each of `payouts`, which come with `earning`."""
    _of_payouts(payouts, step="settle", debit=IN_TRANSIT, credit=account, by=by)


def fail(payout: Payout, *, reason: str, by: User | None) -> Entry:
    """Book that a payout did not arrive: it is owed again. `reason` is not about the person."""
    sent = Entry.objects.get(key=f"send:{payout.pk}")
    return reverse(sent, key=f"fail:{payout.pk}", reason=reason, by=by)


def come_back(payout: Payout, *, reason: str, by: User | None) -> Entry:
    """Book that what had arrived came back: it is in transit again, for `fail` to end."""
    arrived = Entry.objects.get(key=f"settle:{payout.pk}")
    return reverse(arrived, key=f"come_back:{payout.pk}", reason=reason, by=by)


def balance(account: str) -> int:
    """Return debits less credits of `account` in øre."""
    return Entry.objects.balance(account)


def _of_payout(
    payout: Payout, *, step: str, debit: str, credit: str, by: User | None, reason: str = ""
) -> Entry:
    earning = payout.earning
    return post(
        key=f"{step}:{payout.pk}",
        debit=debit,
        credit=credit,
        ore=earning.ore,
        reason=reason[:120] or earning.get_reason_display(),
        by=by,
        person_number=number_of(earning.participant),
    )


def _of_payouts(
    payouts: Sequence[Payout], *, step: str, debit: str, credit: str, by: User | None
) -> None:
    """Write many entries under one lock of the counter, in the order given. Keys are kept once."""
    with transaction.atomic():
        counter, _made = VoucherCounter.objects.select_for_update().get_or_create(pk=1)
        now = timezone.now()
        for start in range(0, len(payouts), AT_A_TIME):
            some = payouts[start : start + AT_A_TIME]
            keys = [f"{step}:{payout.pk}" for payout in some]
            booked = set(Entry.objects.filter(key__in=keys).values_list("key", flat=True))
            numbers = _numbers_of([payout.earning for payout in some])
            entries = []
            for key, payout in zip(keys, some, strict=True):
                if key in booked:
                    continue
                counter.last += 1
                entries.append(
                    Entry(
                        voucher_number=counter.last,
                        key=key,
                        debit=debit,
                        credit=credit,
                        ore=payout.earning.ore,
                        at=now,
                        by=by,
                        reason=payout.earning.get_reason_display(),
                        person_number=numbers[payout.earning.participant_id],
                    )
                )
            Entry.objects.bulk_create(entries)
        counter.save(update_fields=["last"])


def _numbers_of(earnings: Sequence[Earning]) -> dict[int, int]:
    """Return {participant id: opaque number}. Approving has given nearly everybody theirs."""
    wanted = {earning.participant_id for earning in earnings}
    there = LedgerPerson.objects.filter(participant__in=wanted)
    numbers = dict(there.values_list("participant", "number"))
    for participant in Participant.objects.filter(pk__in=wanted - numbers.keys()):
        numbers[participant.pk] = number_of(participant)
    return numbers
