"""What happens through Stripe: answers lost, days gone, money taken back, news told twice."""

import json
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any, ClassVar

import stripe as library
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from core.errors import RuleBroken
from payouts.models import Earning, Payout, StripeTransfer
from payouts.stripe import events, transfers
from tests.factories.payouts import StripeRecipientFactory
from tests.fake_stripe import FakeStripe
from tests.payouts.stripe_scene import SECRET, event
from tests.payouts.walks.ground import Ground, one_of, rows, some

LOST = st.sampled_from([0, 0, 0, 1, 3])
"""How many are lost in a row; after three our client gives up."""


class ThroughStripe(Ground):
    """Two of three people are connected; `fake` is the stand-in that the test serves."""

    fake: ClassVar[FakeStripe]

    @initialize()
    def begin(self) -> None:
        super().begin()
        self.fake.begin_anew()
        for number, person in enumerate(self.people[:2]):
            name = f"acct_walk_{number}"
            StripeRecipientFactory(participant=person, account_id=name)
            self.fake.accounts[name] = {"id": name, "capabilities": {"transfers": "active"}}

    def ask(self, act: Callable[[], Any]) -> None:
        """Do it, or hear in a sentence why not. What was learned on the way is kept."""
        try:
            act()
        except RuleBroken as broken:
            assert broken.message

    @rule(
        number=some,
        answers=LOST,
        requests=LOST,
        balance=st.sampled_from([None, None, 10_000]),
    )
    def pay_through_stripe(
        self, number: int, answers: int, requests: int, balance: int | None
    ) -> None:
        """Send one honorarium; answers are lost after their effect, requests before it."""
        earning = one_of(Earning.objects.order_by("pk"), number)
        if earning is None:
            return
        self.fake.lose_answers, self.fake.lose_requests = answers, requests
        self.fake.balance_ore = balance
        self.ask(lambda: transfers.send(earning, by=self.leader))
        self.fake.lose_answers = self.fake.lose_requests = 0
        self.fake.balance_ore = None

    @rule(
        number=some,
        how=st.sampled_from(["retry", "reconcile", "arrived", "fail"]),
        after_a_day=st.booleans(),
    )
    def be_unsure(self, number: int, how: str, after_a_day: bool) -> None:
        """Decide about one payout, of the unsure ones while there are any."""
        payouts = Payout.objects.filter(method=Payout.Method.STRIPE).order_by("pk")
        unsure = payouts.filter(state=Payout.State.SENDING)
        payout = one_of(unsure, number) or one_of(payouts, number)
        if payout is None:
            return
        if after_a_day:
            self.let_a_day_pass()
        by = self.leader
        acts = {
            "retry": lambda: transfers.retry(payout, by=by),
            "reconcile": lambda: transfers.reconcile(payout, by=by),
            "arrived": lambda: transfers.arrived(payout, reason="Stripe sier det", by=by),
            "fail": lambda: transfers.fail(payout, reason="Stripe sier nei", by=by),
        }
        self.ask(acts[how])

    def let_a_day_pass(self) -> None:
        """Stripe forgets every key after 24 hours."""
        then = timezone.now() - timedelta(hours=25)
        StripeTransfer.objects.update(asked_at=then, last_asked_at=then)
        self.fake.forget_keys()

    @rule(number=some, back=st.sampled_from(["all", "half", "none"]), times=st.integers(1, 2))
    def hear_from_stripe(self, number: int, back: str, times: int) -> None:
        """Hear that a transfer was made, or that all or a part of it was taken back."""
        transfer = one_of(list(self.fake.transfers.values()), number)
        if transfer is None:
            return
        kind = "transfer.created" if back == "none" else "transfer.reversed"
        if back != "none" and not transfer["reversed"]:
            half = transfer["amount"] // 2
            self.fake.reverse(transfer["id"], ore=half if back == "half" else None)
        told = json.dumps(event(kind, transfer, name=f"evt_{self.next_number()}"))
        signature = library.WebhookSignature.generate_signature_header(
            told, SECRET, int(time.time())
        )
        for _time in range(times):
            self.ask(lambda: events.receive(told.encode(), signature=signature))

    def booked(self, step: str) -> str:
        """Return SQL that asks whether `step` is booked for `payout`."""
        return (
            "EXISTS (SELECT 1 FROM ledger_entry entry"
            f" WHERE entry.payout_id = payout.id AND entry.kind = '{step}')"
        )

    @invariant()
    def nobody_is_paid_twice_whatever_our_books_say(self) -> None:
        """Count what left us, in Stripe's own list too; a second time only as a loss of ours."""
        earnings = dict(
            rows(
                "SELECT transfer.idempotency_key, payout.earning_id"
                " FROM payouts_stripetransfer transfer"
                " JOIN payouts_payout payout ON payout.id = transfer.payout_id"
            )
        )
        gone = Counter(
            earnings[one["metadata"]["key"]]
            for one in self.fake.transfers.values()
            if not one["reversed"]
        )
        gone.update(
            earning
            for (earning,) in rows(
                "SELECT earning_id FROM payouts_payout payout WHERE method <> 'stripe' AND"
                f" (state = 'paid' OR {self.booked('paid_twice')} AND NOT {self.booked('recover')})"
            )
        )
        lost = Counter(
            earning
            for (earning,) in rows(
                "SELECT payout.earning_id FROM payouts_payout payout"
                f" WHERE ({self.booked('lose')} OR {self.booked('paid_twice')})"
                f" AND NOT {self.booked('recover')}"
            )
        )
        assert all(times <= 1 + lost[earning] for earning, times in gone.items())
