"""What happens with files for the bank, and what the bank answers."""

from datetime import timedelta

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import rule

from ledger import chart
from payouts import losses
from payouts.bank import batches, statuses
from payouts.models import Batch, Payout
from payouts.vault import bank_accounts
from tests.payouts.helpers import pain002
from tests.payouts.walks.ground import Ground, one_of, people, some

ANSWERS = st.lists(st.sampled_from(["ACSC", "RJCT", "PDNG"]), max_size=3)
GROUP = st.sampled_from(["", "ACSC", "RJCT", "PART"])


class ThroughTheBank(Ground):
    """Batches are made, sealed, sent, answered and put away, in any order."""

    @rule(steps=st.integers(1, 4), codes=ANSWERS, group=GROUP)
    def go_to_the_bank(self, steps: int, codes: list[str], group: str) -> None:
        """Make a batch and take it as far as `steps` says: made, sealed, sent, answered."""
        self.attempt(lambda: batches.make(self.team, by=self.leader))
        batch = Batch.objects.order_by("pk").last()
        if batch is None:
            return
        acts = [
            lambda: self.seal(batch, by_the_same=False),
            lambda: self.attempt(lambda: batches.mark_sent(batch, by=self.leader)),
            lambda: self.bring(batch, codes, group, about=batch),
        ]
        for act in acts[: steps - 1]:
            act()

    @rule(number=some, how=st.sampled_from(["seal", "seal by the same", "send", "put away"]))
    def do_something_with_a_batch(self, number: int, how: str) -> None:
        batch = self.batch(number)
        if batch is None:
            return
        acts = {
            "seal": lambda: self.seal(batch, by_the_same=False),
            "seal by the same": lambda: self.seal(batch, by_the_same=True),
            "send": lambda: self.attempt(lambda: batches.mark_sent(batch, by=self.leader)),
            "put away": lambda: self.attempt(
                lambda: batches.void(batch, reason="Feil dag", by=self.leader)
            ),
        }
        acts[how]()

    @rule(number=some, codes=ANSWERS, group=GROUP, of=some)
    def bring_an_answer(self, number: int, codes: list[str], group: str, of: int) -> None:
        """Bring a file about a batch; sometimes it is the answer to another one."""
        batch, about = self.batch(number), self.batch(of)
        if batch and about:
            self.bring(batch, codes, group, about=about)

    @rule(number=some, how=st.sampled_from(["settle", "fail", "reverse", "remove"]))
    def hear_of_one(self, number: int, how: str) -> None:
        payout = one_of(Payout.objects.filter(method=Payout.Method.BANK).order_by("pk"), number)
        if payout is None:
            return
        acts = {
            "settle": lambda: statuses.settle(payout, by=self.leader),
            "fail": lambda: statuses.fail(payout, reason="Ukjent konto", by=self.leader),
            "reverse": lambda: statuses.reverse(payout, reason="Kom i retur", by=self.leader),
            "remove": lambda: batches.remove(payout),
        }
        self.attempt(acts[how])

    @rule(number=some)
    def hear_after_all(self, number: int) -> None:
        """Hear that one arrived which is booked as not arrived; for want of one, book one so."""
        payouts = Payout.objects.filter(method=Payout.Method.BANK).order_by("pk")
        failed = one_of(payouts.filter(state=Payout.State.FAILED), number)
        payout = failed or one_of(payouts.filter(state=Payout.State.SENDING), number)
        if payout is None:
            return
        if failed is None:
            self.attempt(lambda: statuses.fail(payout, reason="Ukjent konto", by=self.leader))
        self.attempt(
            lambda: losses.arrived_after_all(
                payout, account=chart.BANK, reason="Sett i banken", by=self.leader
            )
        )

    @rule(who=people, told=st.booleans())
    def change_the_account(self, who: int, told: bool) -> None:
        person = self.people[who]
        if not told:
            self.attempt(lambda: bank_accounts.forget(person))
            return
        name, number = "Bjørg Ås", "8601.11.17947"
        self.attempt(
            lambda: bank_accounts.store(
                person, registered_name=name, account_number=number, by=self.leader
            )
        )
        self.attempt(lambda: bank_accounts.confirm(person, by=self.colleague))

    def seal(self, batch: Batch, *, by_the_same: bool) -> None:
        """Seal a batch; by whoever made it, it is never let through."""
        other = self.colleague if batch.made_by == self.leader else self.leader
        by = batch.made_by if by_the_same else other
        day = timezone.localdate() + timedelta(days=1)
        self.attempt(lambda: batches.seal(batch, by=by, execution_on=day))

    def bring(self, batch: Batch, codes: list[str], group: str, *, about: Batch) -> None:
        """Bring an answer with `codes` for the first payouts of `about`, and one for the group."""
        payouts = about.payouts.order_by("pk")
        said = {row.end_to_end_id: code for row, code in zip(payouts, codes, strict=False)}
        answer = pain002(about.message_id, rows=said, status=group)
        self.attempt(lambda: statuses.apply_answer(batch, answer, by=self.leader))

    def batch(self, number: int) -> Batch | None:
        return one_of(Batch.objects.order_by("pk"), number)
