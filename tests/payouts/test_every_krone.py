"""Whatever happens in whatever order: sums are zero, nothing is paid twice, no budget is overdrawn.

A state machine walks through sessions, care, cash, gift cards, the bank and the mistakes that
people make. Short here; 5,000 walks under the marker `long`.
"""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from activities.models import CoOrganiser, Session
from core.errors import RuleBroken
from payouts import arrivals, batches, books, corrections, ledger, promises
from payouts.models import Batch, Budget, Earning, Entry, GiftCard, PayChoice, Payout, Reservation
from payouts.rails import cash, gift_card
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
QUIET = list(HealthCheck)


class EveryKrone(RuleBasedStateMachine):
    """A team with little money: 2,700 kroner in the budget, 600 in the box."""

    sessions = Bundle("sessions")

    def __init__(self) -> None:
        super().__init__()
        self.undo: Any = transaction.atomic()
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
        self.work = WorkFactory(team=self.team, activity=self.activity, steward=self.people[0])
        BudgetFactory(team=self.team, amount_ore=270_000)
        self.box = CashBoxFactory(team=self.team)
        cash.fill_box(self.box, ore=60_000, by=self.leader, key="first")
        self.fills = 0
        for _number in range(3):
            GiftCardFactory(team=self.team)
        CoOrganiser.objects.create(activity=self.activity, participant=self.people[0])
        RateFactory(activity=self.activity, ore=2_500, reason="co_organising")
        BankProfileFactory(team=self.team)
        for person in self.people[1:]:
            VaultEntryFactory(participant=person)
            PayChoice.objects.create(participant=person, way="bank")

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    # --- What people do ----------------------------------------------------------------
    @rule(target=sessions, places=st.sampled_from([None, 1, 2]))
    def make(self, places: int | None) -> Session:
        session = with_staff(
            SessionFactory(
                team=self.team,
                activity=self.activity,
                places=places,
                running=True,
                state=Session.State.DRAFT,
            )
        )
        self.offer(session)
        return session

    @rule(session=sessions)
    def offer(self, session: Session) -> None:
        self.attempt(lambda: promises.offer(session, by=self.leader))

    @rule(session=sessions, who=st.sets(people, min_size=1), done=st.booleans())
    def take_part(self, session: Session, who: set[int], done: bool) -> None:
        for number in sorted(who):
            person = self.people[number]
            self.attempt(
                lambda person=person: promises.record(session, participant=person, by=self.leader)
            )
        if done:
            self.close(session)

    @rule(session=sessions, who=people)
    def take_back(self, session: Session, who: int) -> None:
        person = self.people[who]
        self.attempt(lambda: promises.take_back(session, participant=person, by=self.leader))

    @rule(session=sessions)
    def close(self, session: Session) -> None:
        self.attempt(lambda: promises.close(session, by=self.leader))

    @rule(session=sessions)
    def cancel(self, session: Session) -> None:
        self.attempt(lambda: promises.cancel(session, reason="Storm.", by=self.leader))

    @rule(who=people, care=st.sampled_from(["cleaned", "checked"]))
    def care(self, who: int, care: str) -> None:
        person = self.people[who]
        self.attempt(lambda: promises.care(self.work, care=care, participant=person))

    @rule(who=people, everything=st.booleans())
    def pay_cash(self, who: int, everything: bool) -> None:
        """Pay what is approved, or (a slip of the hand) everything that there is."""
        person = self.people[who]
        rows = person.earnings.all() if everything else person.earnings.waiting_for_payment()
        self.attempt(
            lambda: cash.pay(
                person,
                earnings=[row.pk for row in rows],
                box=self.box,
                by=self.leader,
                witness=self.colleague,
                paid_by_initials="KN",
                witness_initials="PS",
            )
        )

    @rule(kroner=st.integers(0, 500))
    def fill(self, kroner: int) -> None:
        self.fills += 1
        key = str(self.fills)
        self.attempt(lambda: cash.fill_box(self.box, ore=kroner * 100, by=self.leader, key=key))

    @rule(who=people, number=st.integers(0, 2))
    def give_a_card(self, who: int, number: int) -> None:
        """Hand out a card of 150 kroner for one honorarium, of 150 or (a slip) of 50."""
        person = self.people[who]
        cards = list(GiftCard.objects.order_by("pk")[number : number + 1])
        earning = person.earnings.waiting_for_payment().order_by("pk").first()
        self.attempt(
            lambda: gift_card.hand_out(
                person,
                earnings=[earning.pk] if earning else [],
                cards=[card.pk for card in cards],
                by=self.leader,
                witness=self.colleague,
                paid_by_initials="KN",
                witness_initials="PS",
            )
        )

    @rule(number=st.integers(0, 2))
    def void_a_card(self, number: int) -> None:
        card = GiftCard.objects.order_by("pk")[number]
        self.attempt(lambda: gift_card.void(card, reason="Mistet", by=self.leader))

    @rule(who=people)
    def say_it_was_our_mistake(self, who: int) -> None:
        earning = self.people[who].earnings.filter(state=Earning.State.APPROVED).first()
        if earning:
            self.attempt(lambda: corrections.write_off(earning, reason="Feil", by=self.leader))

    @rule(who=people)
    def say_that_it_never_arrived(self, who: int) -> None:
        paid = Payout.objects.filter(earning__participant=self.people[who], state="paid").first()
        if paid:
            self.attempt(
                lambda: corrections.pay_again_to_loss(paid, reason="Borte", by=self.colleague)
            )

    @rule(team=st.booleans())
    def draft_for_the_bank(self, team: bool) -> None:
        self.attempt(lambda: batches.make(self.team, by=self.leader if team else self.colleague))

    @rule(number=st.integers(0, 2), same=st.booleans())
    def seal(self, number: int, same: bool) -> None:
        """Seal a batch; sometimes by whoever made it, which is never let through."""
        batch = self.batch(number)
        if batch is None:
            return
        other = self.colleague if batch.made_by == self.leader else self.leader
        by = batch.made_by if same else other
        day = timezone.localdate() + timedelta(days=1)
        self.attempt(lambda: batches.seal(batch, by=by, execution_on=day))

    @rule(number=st.integers(0, 2))
    def send(self, number: int) -> None:
        batch = self.batch(number)
        if batch:
            self.attempt(lambda: batches.mark_sent(batch, by=self.leader))

    @rule(number=st.integers(0, 2))
    def put_away(self, number: int) -> None:
        batch = self.batch(number)
        if batch:
            self.attempt(lambda: batches.void(batch, reason="Feil dag", by=self.leader))

    @rule(number=st.integers(0, 5), how=st.sampled_from(["settle", "fail", "reverse", "remove"]))
    def hear_from_the_bank(self, number: int, how: str) -> None:
        payouts = list(Payout.objects.filter(rail=Payout.Rail.BANK).order_by("pk"))
        if number >= len(payouts):
            return
        payout = payouts[number]
        acts = {
            "settle": lambda: arrivals.settle(payout, by=self.leader),
            "fail": lambda: arrivals.fail(payout, reason="Ukjent konto", by=self.leader),
            "reverse": lambda: arrivals.reverse(payout, reason="Kom i retur", by=self.leader),
            "remove": lambda: batches.remove(payout),
        }
        self.attempt(acts[how])

    def batch(self, number: int) -> Batch | None:
        found = list(Batch.objects.order_by("-pk")[number : number + 1])
        return found[0] if found else None

    def attempt(self, act: Any) -> None:
        """Do it, or hear in a sentence why not: then nothing may have changed."""
        before = self.everything()
        try:
            with transaction.atomic():
                act()
        except RuleBroken as broken:
            assert broken.message
            assert self.everything() == before

    def everything(self) -> tuple[int, ...]:
        return (
            Entry.objects.count(),
            Payout.objects.count(),
            total(Budget.objects.all(), "committed_ore"),
            total(Earning.objects.live(), "ore"),
        )

    # --- What is always so -------------------------------------------------------------
    @invariant()
    def the_books_agree(self) -> None:
        assert books.verify() == []

    @invariant()
    def every_entry_is_numbered_without_gaps(self) -> None:
        numbers = list(Entry.objects.values_list("voucher_number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))

    @invariant()
    def what_is_owed_is_what_is_approved_and_not_on_its_way(self) -> None:
        approved = total(Earning.objects.filter(state=Earning.State.APPROVED), "ore")
        gone = Payout.objects.filter(state__in=[Payout.State.SENDING, Payout.State.PAID])
        sending = Payout.objects.filter(state=Payout.State.SENDING)
        assert -ledger.balance(ledger.OWED) == approved - total(gone, "earning__ore")
        assert -ledger.balance(ledger.IN_TRANSIT) == total(sending, "earning__ore")

    @invariant()
    def nothing_is_paid_twice(self) -> None:
        live = Payout.objects.filter(state__in=Payout.LIVE).values_list("earning", flat=True)
        assert len(live) == len(set(live))

    @invariant()
    def no_budget_is_overdrawn_and_each_knows_what_it_has_promised(self) -> None:
        for budget in Budget.objects.all():
            held = sum(row.ore for row in Reservation.objects.filter(budget=budget))
            assert budget.committed_ore == held <= budget.amount_ore
            earned = Earning.objects.live().filter(reservation__budget=budget)
            assert total(earned, "ore") <= budget.committed_ore

    @invariant()
    def no_box_holds_less_than_nothing(self) -> None:
        if hasattr(self, "box"):
            assert cash.balance(self.box) >= 0


def total(rows: Any, field: str) -> int:
    """Return the sum of `field`, 0 for no rows."""
    return rows.aggregate(total=Sum(field))["total"] or 0


@pytest.mark.django_db
def test_whatever_happens_every_krone_is_found_again() -> None:
    run_state_machine_as_test(
        EveryKrone,
        settings=settings(
            max_examples=40, stateful_step_count=30, deadline=None, suppress_health_check=QUIET
        ),
    )


@pytest.mark.long
@pytest.mark.django_db
def test_five_thousand_walks() -> None:
    run_state_machine_as_test(
        EveryKrone,
        settings=settings(
            max_examples=5000, stateful_step_count=30, deadline=None, suppress_health_check=QUIET
        ),
    )
