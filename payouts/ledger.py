"""The only writer of ledger entries. Money is øre; every entry is one transfer.

Accounts: `expense` (honoraria), `owed` (to people), `in_transit`, `bank`, `cash_box:<id>`,
`lease_income:<team>`, `earmarked:<budget>`, `gift_card_stock`, `box_difference`, `stripe`,
`lease_overpaid`, `loss`. The municipality's own codes are set at export (`payouts.books`).
"""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Team, User
from core.errors import RuleBroken
from participants.models import Participant
from payouts import plain_rows
from payouts.models import Earning, Entry, LedgerPerson, Payout, VoucherCounter
from payouts.models.rate import Reason

EXPENSE = "expense"
OWED = "owed"
IN_TRANSIT = "in_transit"
BANK = "bank"
LEASE_INCOME = "lease_income"
LOSS = "loss"
STRIPE = "stripe"
AT_A_TIME = 1_000
"""Entries in one statement."""


COLUMNS = (
    "voucher_number", "key", "debit", "credit", "ore", "at", "by", "reason", "person_number",
)  # fmt: skip


class Line(NamedTuple):
    """What one of many entries says by itself."""

    key: str
    ore: int
    reason: str
    participant_id: int


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
        counter = lock()  # it also keeps two posts of one key apart
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


def lock() -> VoucherCounter:
    """Return the voucher counter, locked: nobody else books until the transaction ends.

    It comes last of all locks.
    """
    counter, _made = VoucherCounter.objects.select_for_update().get_or_create(pk=1)
    return counter


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


def approve_many(earnings: Iterable[int], *, by: User | None) -> int:
    """Book as `approve` does for the honoraria with the ids `earnings`; return how many were new.

    All or none: raises RuleBroken when one of them has been taken back. A repeat changes nothing.
    """
    wanted = sorted(set(earnings))
    reasons = {reason: str(words) for reason, words in Reason.choices}
    with transaction.atomic():
        lines: list[Line] = []
        promised: list[int] = []
        # Every honorarium is locked before the counter is.
        for start in range(0, len(wanted), AT_A_TIME):
            rows = (
                Earning.objects.select_for_update()
                .filter(pk__in=wanted[start : start + AT_A_TIME])
                .order_by("pk")
                .values_list("pk", "ore", "reason", "participant", "state")
            )
            for pk, ore, reason, participant, state in rows:
                if state == Earning.State.TAKEN_BACK:
                    raise RuleBroken(_("Dette honoraret er rettet og kan ikke godkjennes."))
                if state == Earning.State.PROMISED:
                    promised.append(pk)
                lines.append(Line(f"approve:{pk}", ore, reasons[reason], participant))
        _post_all(lines, debit=EXPENSE, credit=OWED, by=by)
        now = timezone.now()
        for start in range(0, len(promised), AT_A_TIME):
            Earning.objects.filter(pk__in=promised[start : start + AT_A_TIME]).update(
                state=Earning.State.APPROVED, approved_at=now, changed_at=now
            )
    return len(promised)


def number_of(participant: Participant) -> int:
    """Return the opaque number of `participant` in the ledger, given out once.

    A number that stands in the ledger is never given to somebody else, also when the link to
    its person is gone (`payouts.forgetting`).
    """
    there = LedgerPerson.objects.filter(participant=participant).first()
    if there:
        return there.number
    with transaction.atomic():
        lock()
        return _numbers_of([participant.pk])[participant.pk]


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
    """Book that what had arrived came back: it is owed again."""
    after_all = Entry.objects.filter(key=f"after_all:{payout.pk}").first()
    if after_all:
        return reverse(after_all, key=f"after_all_back:{payout.pk}", reason=reason, by=by)
    arrived = Entry.objects.get(key=f"settle:{payout.pk}")
    reverse(arrived, key=f"come_back:{payout.pk}", reason=reason, by=by)
    return fail(payout, reason=reason, by=by)


def lease_income(team: Team) -> str:
    """Return the account of the lease income of `team` that is not earmarked yet."""
    return f"{LEASE_INCOME}:{team.pk}"


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
    """Write many entries under one lock of the counter, in the order given."""
    lines = [
        Line(
            key=f"{step}:{payout.pk}",
            ore=payout.earning.ore,
            reason=payout.earning.get_reason_display(),
            participant_id=payout.earning.person_id,
        )
        for payout in payouts
    ]
    _post_all(lines, debit=debit, credit=credit, by=by)


def _post_all(lines: Sequence[Line], *, debit: str, credit: str, by: User | None) -> None:
    """Write an entry for each of `lines`, as `post` does, with one update of the counter."""
    with transaction.atomic():
        counter = lock()
        numbers = _numbers_of({line.participant_id for line in lines})
        at = plain_rows.now()
        for start in range(0, len(lines), AT_A_TIME):
            new = _not_posted(lines[start : start + AT_A_TIME], debit=debit, credit=credit)
            plain_rows.insert(
                Entry,
                COLUMNS,
                rows=(
                    (
                        number,
                        line.key,
                        debit,
                        credit,
                        line.ore,
                        at,
                        by.pk if by else None,
                        line.reason,
                        numbers[line.participant_id],
                    )
                    for number, line in enumerate(new, counter.last + 1)
                ),
            )
            counter.last += len(new)
        counter.save(update_fields=["last"])


def _not_posted(lines: Sequence[Line], *, debit: str, credit: str) -> list[Line]:
    """Keep what is not in the ledger. Raises RuleBroken for a key of another transfer."""
    keys = [line.key for line in lines]
    there = {
        key: transfer
        for key, *transfer in Entry.objects.filter(key__in=keys)
        .order_by()
        .values_list("key", "debit", "credit", "ore")
    }
    new = []
    for line in lines:
        transfer = there.get(line.key)
        if transfer is None:
            new.append(line)
        elif transfer != [debit, credit, line.ore]:
            raise RuleBroken(_("Dette er allerede bokført med et annet beløp."))
    return new


def _numbers_of(participants: Collection[int]) -> dict[int, int]:
    """Return {participant id: opaque number}; those who have none get theirs.

    The caller holds the counter, which is the lock of the numbers too.
    """
    wanted = sorted(participants)
    numbers: dict[int, int] = {}
    for start in range(0, len(wanted), AT_A_TIME):
        there = LedgerPerson.objects.filter(participant__in=wanted[start : start + AT_A_TIME])
        numbers |= dict(there.values_list("participant", "number"))
    without = [participant for participant in wanted if participant not in numbers]
    if without:
        last = _last_number()
        new = dict(zip(without, range(last + 1, last + 1 + len(without)), strict=True))
        LedgerPerson.objects.bulk_create(
            (LedgerPerson(participant_id=pk, number=number) for pk, number in new.items()),
            batch_size=AT_A_TIME,
        )
        numbers |= new
    return numbers


def _last_number() -> int:
    """Return the highest opaque number given out; the voucher counter is locked."""
    given = LedgerPerson.objects.aggregate(last=Max("number"))["last"] or 0
    written = Entry.objects.aggregate(last=Max("person_number"))["last"] or 0
    return max(given, written)
