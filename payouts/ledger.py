"""The only writer of ledger entries. Money is øre; every entry is one transfer.

Accounts: `expense` (honoraria), `owed` (to people), `in_transit`, `bank`, `cash_box:<id>`,
`lease_income:<team>`, `earmarked:<budget>`, `gift_card_stock`, `box_difference`, `stripe`,
`lease_overpaid`, `loss`. The municipality's own codes are set at export (`payouts.books`).
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import NamedTuple

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Team, User
from core.errors import RuleBroken
from participants.models import Participant
from payouts import plain_rows
from payouts.models import Budget, Earning, Entry, LedgerPerson, Payout, VoucherCounter
from payouts.models.entry import ABOUT, Kind
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
BUDGET = ("reservation__budget__team", "reservation__budget")
"""From an honorarium to the team and the budget that pay it."""

COLUMNS = (
    "voucher_number", "key", "kind", "debit", "credit", "ore", "at", "by", "reason",
    "person_number", "team", "budget", "earning", "payout",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class About:
    """What an entry is about, by id: one link of its kind, and whose it is at the time of posting.

    `box` is the cash box that the transfer touches.
    """

    team: int
    budget: int | None = None
    earning: int | None = None
    payout: int | None = None
    box: int | None = None
    gift_card: int | None = None
    payment: int | None = None
    paid_back: int | None = None
    person_number: int | None = None


class Line(NamedTuple):
    """What one of many entries says by itself; ids of rows."""

    about: int
    ore: int
    reason: str
    participant: int
    team: int
    budget: int


def post(
    kind: Kind,
    *,
    about: About,
    debit: str,
    credit: str,
    ore: int,
    reason: str,
    by: User | None = None,
    key: str = "",
    reverses: Entry | None = None,
) -> Entry:
    """Write one entry with the next voucher number. A repeat returns the first.

    A repeat is the same kind about the same honorarium or payout; of another kind, the same `key`,
    which must be given then. Raises RuleBroken when the first was another transfer.
    """
    with transaction.atomic():
        counter = lock()  # it also keeps two posts of one act apart
        existing = _first_of(kind, about=about, key=key)
        if existing:
            if (existing.debit, existing.credit, existing.ore) != (debit, credit, ore):
                raise RuleBroken(_("Dette er allerede bokført med et annet beløp."))
            return existing
        counter.last += 1
        counter.save(update_fields=["last"])
        links = {name: value for name, value in asdict(about).items() if name != "person_number"}
        entry = Entry(
            voucher_number=counter.last,
            key=key or f"{kind}:{about.payout or about.earning}",
            kind=kind,
            debit=debit,
            credit=credit,
            ore=ore,
            at=timezone.now(),
            by=by,
            reason=reason,
            person_number=about.person_number,
            reverses=reverses,
            **{f"{name}_id": value for name, value in links.items()},
        )
        entry.save()
    return entry


def _first_of(kind: Kind, *, about: About, key: str) -> Entry | None:
    if about.payout:
        return Entry.objects.filter(payout=about.payout, kind=kind).first()
    if about.earning:
        return Entry.objects.filter(earning=about.earning, kind=kind).first()
    return Entry.objects.filter(key=key).first()


def about_earning(earning: Earning) -> About:
    """Return what an entry about an honorarium says; its person must be known."""
    budget = Budget.objects.get(reservations__earnings=earning.pk)
    return About(
        team=budget.team_id,
        budget=budget.pk,
        earning=earning.pk,
        person_number=number_of(earning.participant),
    )


def about_entry(entry: Entry) -> About:
    """Return what an entry that follows from `entry` is about: the same."""
    return About(
        team=entry.team_id,
        budget=entry.budget_id,
        earning=entry.earning_id,
        payout=entry.payout_id,
        box=entry.box_id,
        gift_card=entry.gift_card_id,
        payment=entry.payment_id,
        paid_back=entry.paid_back_id,
        person_number=entry.person_number,
    )


def about_payout(payout: Payout) -> About:
    """Return what an entry about a payout says; its person must be known."""
    return replace(about_earning(payout.earning), earning=None, payout=payout.pk)


def lock() -> VoucherCounter:
    """Return the voucher counter, locked: nobody else books until the transaction ends.

    It comes last of all locks.
    """
    counter, _made = VoucherCounter.objects.select_for_update().get_or_create(pk=1)
    return counter


def reverse(entry: Entry, kind: Kind, *, reason: str, by: User | None = None) -> Entry:
    """Write the opposite of `entry`. A repeat returns the first; another reversal is refused."""
    if not reason.strip():
        raise RuleBroken(_("Skriv hvorfor."))
    if Entry.objects.filter(reverses=entry).exclude(kind=kind).exists():
        raise RuleBroken(_("Dette bilaget er allerede rettet."))
    return post(
        kind,
        about=about_entry(entry),
        debit=entry.credit,
        credit=entry.debit,
        ore=entry.ore,
        reason=reason,
        by=by,
        key="" if entry.payout_id or entry.earning_id else f"{kind}:{entry.key}",
        reverses=entry,
    )


def approve(earning: Earning, *, by: User | None) -> Entry:
    """Book that an honorarium is owed: expense to owed. A repeat changes nothing."""
    with transaction.atomic():
        row = Earning.objects.select_for_update().get(pk=earning.pk)
        if row.state == Earning.State.TAKEN_BACK:
            raise RuleBroken(_("Dette honoraret er rettet og kan ikke godkjennes."))
        entry = post(
            Kind.APPROVE,
            about=about_earning(row),
            debit=EXPENSE,
            credit=OWED,
            ore=row.ore,
            reason=row.get_reason_display(),
            by=by,
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
                Earning.objects.select_for_update(of=("self",))
                .filter(pk__in=wanted[start : start + AT_A_TIME])
                .order_by("pk")
                .values_list("pk", "ore", "reason", "participant", "state", *BUDGET)
            )
            for pk, ore, reason, participant, state, team, budget in rows:
                if state == Earning.State.TAKEN_BACK:
                    raise RuleBroken(_("Dette honoraret er rettet og kan ikke godkjennes."))
                if state == Earning.State.PROMISED:
                    promised.append(pk)
                lines.append(Line(pk, ore, reasons[reason], participant, team, budget))
        _post_all(Kind.APPROVE, lines, debit=EXPENSE, credit=OWED, by=by)
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
    return post(
        Kind.SEND,
        about=about_payout(payout),
        debit=OWED,
        credit=IN_TRANSIT,
        ore=payout.earning.ore,
        reason=payout.earning.get_reason_display(),
        by=by,
    )


def settle(payout: Payout, *, account: str, by: User | None, reason: str = "") -> Entry:
    """Book that a payout has arrived, taken from `account`. `reason` is how a person knows it."""
    about = about_payout(payout)
    if payout.cash_receipt:
        about = replace(about, box=payout.cash_receipt.box_id)
    return post(
        Kind.SETTLE,
        about=about,
        debit=IN_TRANSIT,
        credit=account,
        ore=payout.earning.ore,
        reason=reason[:120] or payout.earning.get_reason_display(),
        by=by,
    )


def send_all(payouts: Sequence[Payout], *, by: User | None) -> None:
    """Book as `send` does for each of `payouts`, which come with `earning`."""
    _of_payouts(payouts, Kind.SEND, debit=OWED, credit=IN_TRANSIT, by=by)


def settle_all(payouts: Sequence[Payout], *, account: str, by: User | None) -> None:
    """Book as `settle` does for each of `payouts`, which come with `earning`."""
    _of_payouts(payouts, Kind.SETTLE, debit=IN_TRANSIT, credit=account, by=by)


def fail(payout: Payout, *, reason: str, by: User | None) -> Entry:
    """Book that a payout did not arrive: it is owed again. `reason` is not about the person."""
    sent = Entry.objects.get(payout=payout, kind=Kind.SEND)
    return reverse(sent, Kind.FAIL, reason=reason, by=by)


def come_back(payout: Payout, *, reason: str, by: User | None) -> Entry:
    """Book that what had arrived came back: it is owed again."""
    late = Entry.objects.filter(payout=payout, kind=Kind.ARRIVE_LATE).first()
    if late:
        return reverse(late, Kind.RETURN_LATE, reason=reason, by=by)
    arrived = Entry.objects.get(payout=payout, kind=Kind.SETTLE)
    reverse(arrived, Kind.RETURN, reason=reason, by=by)
    return fail(payout, reason=reason, by=by)


def lease_income(team: Team) -> str:
    """Return the account of the lease income of `team` that is not earmarked yet."""
    return f"{LEASE_INCOME}:{team.pk}"


def balance(account: str) -> int:
    """Return debits less credits of `account` in øre."""
    return Entry.objects.balance(account)


def _of_payouts(
    payouts: Sequence[Payout], kind: Kind, *, debit: str, credit: str, by: User | None
) -> None:
    """Write many entries under one lock of the counter, in the order given."""
    budgets: dict[int, tuple[int, int]] = {}
    for start in range(0, len(payouts), AT_A_TIME):
        some = [payout.earning_id for payout in payouts[start : start + AT_A_TIME]]
        found = Earning.objects.filter(pk__in=some).values_list("pk", *BUDGET)
        budgets |= {pk: (team, budget) for pk, team, budget in found}
    lines = [
        Line(
            payout.pk,
            payout.earning.ore,
            payout.earning.get_reason_display(),
            payout.earning.person_id,
            *budgets[payout.earning_id],
        )
        for payout in payouts
    ]
    _post_all(kind, lines, debit=debit, credit=credit, by=by)


def _post_all(
    kind: Kind, lines: Sequence[Line], *, debit: str, credit: str, by: User | None
) -> None:
    """Write an entry for each of `lines`, as `post` does, with one update of the counter."""
    of_payouts = kind in ABOUT["payout"]
    with transaction.atomic():
        counter = lock()
        numbers = _numbers_of({line.participant for line in lines})
        at = plain_rows.now()
        for start in range(0, len(lines), AT_A_TIME):
            new = _not_posted(kind, lines[start : start + AT_A_TIME], debit=debit, credit=credit)
            plain_rows.insert(
                Entry,
                COLUMNS,
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
                        None if of_payouts else line.about,
                        line.about if of_payouts else None,
                    )
                    for number, line in enumerate(new, counter.last + 1)
                ),
            )
            counter.last += len(new)
        counter.save(update_fields=["last"])


def _not_posted(kind: Kind, lines: Sequence[Line], *, debit: str, credit: str) -> list[Line]:
    """Keep what is not in the ledger. Raises RuleBroken for what is there as another transfer."""
    link = "payout" if kind in ABOUT["payout"] else "earning"
    there = {
        about: transfer
        for about, *transfer in Entry.objects.filter(
            **{f"{link}__in": [line.about for line in lines]}, kind=kind
        )
        .order_by()
        .values_list(link, "debit", "credit", "ore")
    }
    new = []
    for line in lines:
        transfer = there.get(line.about)
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
