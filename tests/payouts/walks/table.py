"""What happens in the teams and across the table: sessions, care, cash, gift cards, mistakes."""

from uuid import uuid4

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, rule

from activities.models import Session
from payouts import losses, preferences
from payouts.earnings import promises, unfunded
from payouts.models import Earning, GiftCard, Payout, Way
from payouts.over_the_table import cash, counts, gift_cards
from tests.factories.accounts import a_colleague
from tests.payouts.walks.ground import Ground, one_of, people, some


class AcrossTheTable(Ground):
    """People come, are honoured, and are handed what they have to come."""

    sessions = Bundle("sessions")

    @rule(target=sessions, places=st.sampled_from([None, 1, 2]))
    def make(self, places: int | None) -> Session:
        return self.open_session(places=places)

    @rule(session=sessions, who=st.sets(people, min_size=1), done=st.booleans())
    def take_part(self, session: Session, who: set[int], done: bool) -> None:
        for number in sorted(who):
            person = self.people[number]
            self.attempt(
                lambda person=person: promises.record(session, participant=person, by=self.leader)
            )
        if done:
            self.attempt(lambda: promises.close(session, by=self.leader))

    @rule(
        session=sessions,
        who=people,
        how=st.sampled_from(["offer", "close", "cancel", "take back", "accrue"]),
    )
    def go_on(self, session: Session, who: int, how: str) -> None:
        person, by = self.people[who], self.leader
        acts = {
            "offer": lambda: promises.offer(session, by=by),
            "close": lambda: promises.close(session, by=by),
            "cancel": lambda: promises.cancel(session, reason="Storm.", by=by),
            "take back": lambda: promises.reverse(session, participant=person, by=by),
            "accrue": unfunded.fund_waiting,
        }
        self.attempt(acts[how])

    @rule(who=people, care=st.sampled_from(["cleaned", "checked"]))
    def care(self, who: int, care: str) -> None:
        person = self.people[who]
        self.attempt(lambda: promises.care(self.work, care=care, participant=person))

    @rule(number=some, way=st.sampled_from(["", *Way.values]))
    def choose(self, number: int, way: str) -> None:
        earning = one_of(Earning.objects.order_by("pk"), number)
        if earning:
            self.attempt(lambda: preferences.choose_for(earning, way=way))

    @rule(who=people, everything=st.booleans())
    def pay_cash(self, who: int, everything: bool) -> None:
        """Pay what is approved, or (a slip of the hand) everything that there is."""
        person = self.people[who]
        rows = person.earnings.all() if everything else person.earnings.waiting_for_payment()
        wanted = [row.pk for row in rows]
        self.attempt(lambda: cash.pay(person, earnings=wanted, box=self.box, **self.two_staff()))

    @rule()
    def pay_everybody(self) -> None:
        waiting = list(Earning.objects.waiting_for_payment().values_list("pk", flat=True))
        self.attempt(lambda: cash.pay_group(self.box, earnings=waiting, **self.two_staff()))

    @rule(kroner=st.integers(0, 500), off=st.integers(-3, 3), said=st.sampled_from(["", "Veksel"]))
    def fill_and_count_the_box(self, kroner: int, off: int, said: str) -> None:
        """Count it with up to three kroner too much or too little, explained or not."""
        key = str(self.next_number())
        self.attempt(lambda: cash.fill_box(self.box, ore=kroner * 100, by=self.leader, key=key))
        counted = max(0, cash.balance(self.box) + off * 100)
        self.attempt(
            lambda: counts.count(
                self.box,
                counted_ore=counted,
                by=self.leader,
                witness=self.colleague,
                explanation=said,
                key=uuid4(),
            )
        )

    @rule(who=people, number=st.integers(0, 2))
    def give_a_card(self, who: int, number: int) -> None:
        """Hand out a card of 150 kroner for one honorarium, of 150 or (a slip) of 50."""
        person = self.people[who]
        cards = list(GiftCard.objects.order_by("pk")[number : number + 1])
        earning = person.earnings.waiting_for_payment().order_by("pk").first()
        self.attempt(
            lambda: gift_cards.hand_out(
                person,
                earnings=[earning.pk] if earning else [],
                cards=[card.pk for card in cards],
                **self.two_staff(),
            )
        )

    @rule(number=st.integers(0, 2))
    def void_a_card(self, number: int) -> None:
        card = GiftCard.objects.order_by("pk")[number]
        other = a_colleague(card)
        self.attempt(lambda: gift_cards.void(card, reason="Mistet", by=self.leader, witness=other))

    @rule(number=some, how=st.sampled_from(["write off", "pay again"]))
    def say_it_was_our_mistake(self, number: int, how: str) -> None:
        earning = one_of(Earning.objects.order_by("pk"), number)
        paid = one_of(Payout.objects.filter(state=Payout.State.PAID).order_by("pk"), number)
        if how == "write off" and earning:
            self.attempt(lambda: losses.write_off(earning, reason="Feil", by=self.leader))
        if how == "pay again" and paid:
            self.attempt(lambda: losses.pay_again_to_loss(paid, reason="Borte", by=self.colleague))
