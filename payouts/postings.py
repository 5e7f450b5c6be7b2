"""What is booked of an honorarium and of its payouts: approved, sent, settled, come back."""

from collections.abc import Sequence
from dataclasses import replace

from accounts.models import User
from ledger import plain_rows
from ledger.bulk_posting import Line, post_all
from ledger.chart import IN_TRANSIT, OWED
from ledger.models import Entry
from ledger.models.entry import Kind
from ledger.person_numbers import number_of
from ledger.posting import About, post, reverse
from payouts.models import Budget, Earning, Payout

BUDGET = ("reservation__budget__team", "reservation__budget")
"""From an honorarium to the team and the budget that pay it."""


def about_earning(earning: Earning) -> About:
    """Return what an entry about an honorarium says; its person must be known."""
    budget = Budget.objects.get(reservations__earnings=earning.pk)
    return About(
        team=budget.team_id,
        budget=budget.pk,
        earning=earning.pk,
        person_number=number_of(earning.participant),
    )


def about_payout(payout: Payout) -> About:
    """Return what an entry about a payout says; its person must be known."""
    return replace(about_earning(payout.earning), earning=None, payout=payout.pk)


def book(
    payout: Payout, kind: Kind, *, debit: str, credit: str, by: User | None, reason: str = ""
) -> Entry:
    """Book what became of a payout, with the whole of its sum; what settles one names the box."""
    about = about_payout(payout)
    if kind == Kind.SETTLE and payout.cash_receipt:
        about = replace(about, box=payout.cash_receipt.box_id)
    earning = payout.earning
    words = reason[:120] or earning.get_reason_display()
    return post(kind, about=about, debit=debit, credit=credit, ore=earning.ore, reason=words, by=by)


def send(payout: Payout, *, by: User | None) -> Entry:
    """Book that a payout has left us: owed to in transit."""
    return book(payout, Kind.SEND, debit=OWED, credit=IN_TRANSIT, by=by)


def settle(payout: Payout, *, account: str, by: User | None, reason: str = "") -> Entry:
    """Book that a payout has arrived, taken from `account`. `reason` is how a person knows it."""
    return book(payout, Kind.SETTLE, debit=IN_TRANSIT, credit=account, by=by, reason=reason)


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


def book_return(payout: Payout, *, reason: str, by: User | None) -> Entry:
    """Book that what had arrived came back: it is owed again."""
    late = Entry.objects.filter(payout=payout, kind=Kind.ARRIVE_LATE).first()
    if late:
        return reverse(late, Kind.RETURN_LATE, reason=reason, by=by)
    arrived = Entry.objects.get(payout=payout, kind=Kind.SETTLE)
    reverse(arrived, Kind.RETURN, reason=reason, by=by)
    return fail(payout, reason=reason, by=by)


def _of_payouts(
    payouts: Sequence[Payout], kind: Kind, *, debit: str, credit: str, by: User | None
) -> None:
    """Write many entries under one lock of the counter, in the order given."""
    budgets: dict[int, tuple[int, int]] = {}
    for start in range(0, len(payouts), plain_rows.AT_A_TIME):
        some = [payout.earning_id for payout in payouts[start : start + plain_rows.AT_A_TIME]]
        found = Earning.objects.filter(pk__in=some).values_list("pk", *BUDGET)
        budgets |= {pk: (team, budget) for pk, team, budget in found}
    lines = []
    for payout in payouts:
        earning, paid_by = payout.earning, budgets[payout.earning_id]
        words = earning.get_reason_display()
        lines.append(Line(payout.pk, earning.ore, words, earning.person_id, *paid_by))
    post_all(kind, lines, debit=debit, credit=credit, by=by)
