"""The ground that walks begin on, what is so after every step, and the books at the end."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, TypeVar

from django.db import connection, transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant

from activities.models import CoOrganiser, Session
from core.errors import RuleBroken
from payouts.earnings import promises
from payouts.models import PayChoice
from payouts.over_the_table import cash
from payouts.reconciliation import verification
from tests.factories.accounts import MembershipFactory
from tests.factories.activities import ActivityFactory, SessionFactory, WorkFactory, with_staff
from tests.factories.participants import ParticipantFactory
from tests.factories.payouts import (
    BankProfileFactory,
    BudgetFactory,
    CashBoxFactory,
    GiftCardFactory,
    RateFactory,
    VaultEntryFactory,
)

PEOPLE = 3
people = st.integers(0, PEOPLE - 1)
some = st.integers(0, 11)
T = TypeVar("T")


class Ground(RuleBasedStateMachine):
    """A team with little money: 3,300 kroner in the budget, 600 in the box, three gift cards.

    Two of three people chose the bank, and everybody has something to come already.
    """

    def __init__(self) -> None:
        super().__init__()
        self.undo: Any = transaction.atomic()
        # Paying through Stripe begins a transaction of its own; here it is one of the test's.
        self.undo._from_testcase = True
        self.undo.__enter__()

    @initialize()
    def begin(self) -> None:
        self.activity = ActivityFactory()
        first = SessionFactory(activity=self.activity)
        self.team = first.team
        self.leader = MembershipFactory(team=self.team, role="leader").user
        self.colleague = MembershipFactory(team=self.team, role="finance").user
        self.people = [ParticipantFactory(team=self.team) for _number in range(PEOPLE)]
        RateFactory(activity=self.activity, ore=15_000)
        RateFactory(activity=self.activity, ore=5_000, reason="care_visit")
        RateFactory(activity=self.activity, ore=2_500, reason="co_organising")
        CoOrganiser.objects.create(activity=self.activity, participant=self.people[0])
        self.work = WorkFactory(team=self.team, activity=self.activity, steward=self.people[0])
        BudgetFactory(team=self.team, amount_ore=330_000)
        self.box = CashBoxFactory(team=self.team)
        cash.fill_box(self.box, ore=60_000, by=self.leader, key="first")
        for _number in range(3):
            GiftCardFactory(team=self.team)
        BankProfileFactory(team=self.team)
        for person in self.people[1:]:
            VaultEntryFactory(participant=person)
            PayChoice.objects.create(participant=person, way="bank")
        self.numbers = 0
        self.everybody_comes()

    def everybody_comes(self) -> None:
        """Let everybody take part in a session that is closed: a walk is about what follows."""
        session = self.open_session(places=None)
        for person in self.people:
            promises.record(session, participant=person, by=self.leader)
        promises.close(session, by=self.leader)

    def open_session(self, *, places: int | None) -> Session:
        """Return a session that is going on, offered if there is money for it."""
        draft = SessionFactory(
            team=self.team,
            activity=self.activity,
            places=places,
            running=True,
            state=Session.State.DRAFT,
        )
        session = with_staff(draft)
        self.attempt(lambda: promises.offer(session, by=self.leader))
        return session

    def teardown(self) -> None:
        try:
            assert verification.verify() == []
        finally:
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    def next_number(self) -> int:
        """Return a number that was not given before."""
        self.numbers += 1
        return self.numbers

    def two_staff(self) -> dict[str, Any]:
        """Return what confirms a handing over."""
        return {
            "by": self.leader,
            "witness": self.colleague,
            "paid_by_initials": "KN",
            "witness_initials": "PS",
        }

    def attempt(self, act: Any) -> None:
        """Do it, or hear in a sentence why not: then nothing may have changed."""
        before = everything()
        try:
            with transaction.atomic():
                act()
        except RuleBroken as broken:
            assert broken.message
            assert everything() == before

    # --- What is always so -------------------------------------------------------------
    @invariant()
    def every_entry_is_numbered_without_gaps(self) -> None:
        ((count, most, different),) = rows(
            "SELECT count(*), coalesce(max(voucher_number), 0), count(DISTINCT voucher_number)"
            " FROM ledger_entry"
        )
        assert count == most == different

    @invariant()
    def what_is_owed_is_what_is_approved_and_not_on_its_way(self) -> None:
        sums: Counter[str] = Counter()
        for debit, credit, ore in rows("SELECT debit, credit, ore FROM ledger_entry"):
            sums[debit] += ore
            sums[credit] -= ore
        earned = dict(rows("SELECT state, sum(ore) FROM payouts_earning GROUP BY state"))
        paid = dict(
            rows(
                "SELECT payout.state, sum(earning.ore) FROM payouts_payout payout"
                " JOIN payouts_earning earning ON earning.id = payout.earning_id GROUP BY 1"
            )
        )
        sending = paid.get("sending", 0)
        assert sum(sums.values()) == 0
        assert -sums["owed"] == earned.get("approved", 0) - sending - paid.get("paid", 0)
        assert -sums["in_transit"] == sending
        assert all(ore >= 0 for account, ore in sums.items() if account.startswith("cash_box"))

    @invariant()
    def nothing_has_two_live_payouts(self) -> None:
        assert not rows(
            "SELECT earning_id FROM payouts_payout WHERE state IN ('queued', 'sending', 'paid')"
            " GROUP BY earning_id HAVING count(*) > 1"
        )

    @invariant()
    def no_budget_is_overdrawn_and_each_knows_what_it_has_promised(self) -> None:
        for amount, committed, held, earned in rows(
            "SELECT amount_ore, committed_ore,"
            " (SELECT coalesce(sum(count * rate_ore + extra_ore), 0)"
            "   FROM payouts_reservation WHERE budget_id = budget.id),"
            " (SELECT coalesce(sum(earning.ore), 0) FROM payouts_earning earning"
            "   JOIN payouts_reservation held ON held.id = earning.reservation_id"
            "   WHERE held.budget_id = budget.id AND earning.state <> 'reversed')"
            " FROM payouts_budget budget"
        ):
            assert earned <= committed == held <= amount


def one_of(found: Sequence[T], number: int) -> T | None:
    """Return one of `found`, whichever `number` names, or None when there is none."""
    return found[number % len(found)] if found else None


def rows(sql: str) -> list[tuple[Any, ...]]:
    """Return what the database says, asked past the code under test."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def everything() -> tuple[Any, ...]:
    """Return what changes when anything about money does."""
    return rows(
        "SELECT (SELECT count(*) FROM ledger_entry), (SELECT count(*) FROM payouts_payout),"
        " (SELECT sum(committed_ore) FROM payouts_budget),"
        " (SELECT sum(ore) FROM payouts_earning WHERE state <> 'reversed')"
    )[0]
