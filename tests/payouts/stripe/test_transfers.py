"""The real library against a stand-in on loopback (tests/fake_stripe.py says what that proves)."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from core import stripe_api
from core.errors import RuleBroken
from ledger import books, person_numbers
from notices.models import Task
from payouts.models import Earning, Payout, StripeRecipient, StripeTransfer
from payouts.over_the_table import cash
from payouts.stripe import client, recipients, transfers
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.fake_stripe import FakeStripe
from tests.payouts.helpers import SIGNATURE, earned, full_box, scene
from tests.payouts.stripe_scene import connected_earning, turned_on

pytestmark = pytest.mark.django_db
EVERY_TRY = 1 + stripe_api.RETRIES


@pytest.fixture
def fake() -> Iterator[FakeStripe]:
    with turned_on() as stand_in:
        yield stand_in


def sums() -> dict[str, int]:
    names = ("owed", "in_transit", "stripe")
    return {name: books.balance(name) for name in names if books.balance(name)}


def unsure(fake: FakeStripe) -> tuple[Payout, Any]:
    """Return a payout that Stripe made, whose answer was lost for good, and who sent it."""
    stage = scene()
    earning = connected_earning(stage, fake)
    fake.lose_answers = EVERY_TRY
    return transfers.send(earning, by=stage.by), stage.by


def later(payout: Payout, *, hours: float) -> None:
    """Let the payout have been asked for `hours` ago."""
    then = timezone.now() - timedelta(hours=hours)
    StripeTransfer.objects.filter(payout=payout).update(asked_at=then, last_asked_at=then)


def test_an_account_is_made_with_our_number_and_nothing_more(fake: FakeStripe) -> None:
    stage = scene()
    person = stage.participant()

    recipient = recipients.connect(person, by=stage.by)

    made = fake.accounts["acct_test_1"]
    assert (recipient.account_id, recipient.can_receive) == ("acct_test_1", False)
    assert made["metadata"] == {
        "key": recipient.idempotency_key,
        "number": str(person_numbers.number_of(person)),
    }
    assert made["capabilities"] == {"transfers": "inactive"}
    assert "X-Stripe-Client-Telemetry" not in fake.requests[0][1]
    assert recipients.connect(person, by=stage.by) == recipient
    assert len(fake.requests) == 1


def test_an_account_whose_answer_was_lost_is_made_once(fake: FakeStripe) -> None:
    stage = scene()
    person = stage.participant()
    fake.lose_answers = EVERY_TRY
    with pytest.raises(RuleBroken):
        recipients.connect(person, by=stage.by)

    recipients.connect(person, by=stage.by)

    assert list(fake.accounts) == ["acct_test_1"]
    assert StripeRecipient.objects.get().account_id == "acct_test_1"


def test_the_person_tells_who_they_are_at_stripe(fake: FakeStripe) -> None:
    stage = scene()
    recipient = recipients.connect(stage.participant(), by=stage.by)

    address = recipients.onboarding_address(
        recipient,
        by=stage.by,
        return_url="https://reir.example/a",
        refresh_url="https://reir.example/b",
    )

    assert address == "https://connect.stripe.com/setup/e/acct_test_1"


def test_a_transfer_pays_the_honorarium(fake: FakeStripe) -> None:
    stage = scene()
    earning = connected_earning(stage, fake)

    payout = transfers.send(earning, by=stage.by)

    made = fake.transfers["tr_test_1"]
    asked = StripeTransfer.objects.get()
    assert (payout.state, asked.transfer_id) == (Payout.State.PAID, "tr_test_1")
    assert (made["amount"], made["currency"]) == (15_000, "nok")
    assert made["metadata"] == {"key": asked.idempotency_key}
    assert made["transfer_group"] == payout.end_to_end_id
    assert sums() == {"stripe": -15_000}


def test_a_double_tap_sends_once(fake: FakeStripe) -> None:
    stage = scene()
    earning = connected_earning(stage, fake)

    assert transfers.send(earning, by=stage.by) == transfers.send(earning, by=stage.by)

    assert len(fake.transfers) == 1


def test_an_answer_lost_once_is_fetched_by_the_library_itself(fake: FakeStripe) -> None:
    stage = scene()
    earning = connected_earning(stage, fake)
    fake.lose_answers = 1

    payout = transfers.send(earning, by=stage.by)

    assert (payout.state, len(fake.transfers)) == (Payout.State.PAID, 1)


def test_an_answer_lost_for_good_is_fetched_with_the_same_key(fake: FakeStripe) -> None:
    payout, by = unsure(fake)
    assert (payout.state, sums()) == (Payout.State.SENDING, {"in_transit": -15_000})

    assert transfers.retry(payout, by=by).state == Payout.State.PAID

    assert (len(fake.transfers), sums()) == (1, {"stripe": -15_000})


def test_a_request_lost_before_stripe_saw_it_is_sent_again(fake: FakeStripe) -> None:
    stage = scene()
    earning = connected_earning(stage, fake)
    fake.lose_requests = EVERY_TRY
    payout = transfers.send(earning, by=stage.by)
    assert (payout.state, fake.transfers) == (Payout.State.SENDING, {})

    assert transfers.retry(payout, by=stage.by).state == Payout.State.PAID

    assert len(fake.transfers) == 1


@pytest.mark.parametrize("hours", [23.01, 24, 2000])
def test_what_is_old_is_looked_up_and_never_sent_again(fake: FakeStripe, hours: float) -> None:
    payout, by = unsure(fake)
    later(payout, hours=hours)
    fake.forget_keys()

    assert transfers.retry(payout, by=by).state == Payout.State.PAID

    assert (len(fake.transfers), sums()) == (1, {"stripe": -15_000})


def test_what_is_old_and_unknown_to_stripe_waits_for_a_person(fake: FakeStripe) -> None:
    stage = scene()
    earning = connected_earning(stage, fake)
    fake.lose_requests = EVERY_TRY
    payout = transfers.send(earning, by=stage.by)
    later(payout, hours=25)

    assert transfers.retry(payout, by=stage.by).state == Payout.State.SENDING
    assert fake.transfers == {}

    transfers.fail(payout, reason="Stripe har den ikke", by=stage.by)
    payout.refresh_from_db()
    assert (payout.state, payout.failed_reason) == (Payout.State.FAILED, "Stripe har den ikke")
    assert sums() == {"owed": -15_000}
    assert list(Earning.objects.waiting_for_payment()) == [earning]


def test_a_person_says_that_it_arrived(fake: FakeStripe) -> None:
    payout, by = unsure(fake)
    fake.transfers.clear()

    transfers.arrived(payout, reason="Sett i kontoutskriften", by=by)

    payout.refresh_from_db()
    assert (payout.state, sums()) == (Payout.State.PAID, {"stripe": -15_000})
    assert payout.entries.get(kind="settle").reason == "Sett i kontoutskriften"


def test_nobody_gives_up_what_stripe_has(fake: FakeStripe) -> None:
    payout, by = unsure(fake)
    later(payout, hours=1)

    with pytest.raises(RuleBroken) as told:
        transfers.fail(payout, reason="Tror ikke det", by=by)

    assert told.value.message.startswith("Stripe har overføringen.")
    payout.refresh_from_db()
    assert payout.state == Payout.State.PAID


def test_nobody_gives_up_while_an_answer_may_come(fake: FakeStripe) -> None:
    payout, by = unsure(fake)
    fake.transfers.clear()

    with pytest.raises(RuleBroken) as told:
        transfers.fail(payout, reason="Nå", by=by)

    assert told.value.message.startswith("Svaret fra Stripe kan fortsatt komme.")


@pytest.mark.parametrize("verb", [transfers.fail, transfers.arrived])
def test_a_person_says_why(fake: FakeStripe, verb: Callable[..., Any]) -> None:
    payout, by = unsure(fake)

    with pytest.raises(RuleBroken):
        verb(payout, reason="  ", by=by)


def test_stripe_says_no_and_the_honorarium_can_be_paid_in_cash(fake: FakeStripe) -> None:
    stage = scene()
    earning = connected_earning(stage, fake)
    fake.balance_ore = 14_999

    payout = transfers.send(earning, by=stage.by)

    assert (payout.state, payout.failed_reason) == (
        Payout.State.FAILED,
        "Stripe sa nei: balance_insufficient",
    )
    assert sums() == {"owed": -15_000}
    cash.pay(
        earning.participant,
        earnings=[earning.pk],
        box=full_box(stage),
        by=stage.by,
        signature=SIGNATURE,
    )
    assert sums() == {}


def test_a_new_attempt_after_a_no_has_a_key_of_its_own(fake: FakeStripe) -> None:
    stage = scene()
    earning = connected_earning(stage, fake)
    fake.balance_ore = 0
    transfers.send(earning, by=stage.by)
    fake.balance_ore = None

    assert transfers.send(earning, by=stage.by).state == Payout.State.PAID

    assert len({asked.idempotency_key for asked in StripeTransfer.objects.all()}) == 2


@pytest.mark.parametrize(
    "wrong", [{"currency": "sek"}, {"amount": 15_001}, {"destination": "acct_other"}]
)
def test_a_transfer_of_something_else_is_not_booked(fake: FakeStripe, wrong: Any) -> None:
    payout, by = unsure(fake)
    fake.transfers["tr_test_1"].update(wrong)

    assert transfers.reconcile(payout, by=by).state == Payout.State.SENDING

    assert sums() == {"in_transit": -15_000}
    assert Task.objects.get(key=f"stripe-payout:{payout.pk}:other").assigned_to == by


def test_what_is_paid_another_way_is_not_sent(fake: FakeStripe) -> None:
    stage = scene()
    earning = connected_earning(stage, fake)
    cash.pay(
        earning.participant,
        earnings=[earning.pk],
        box=full_box(stage),
        by=stage.by,
        signature=SIGNATURE,
    )

    with pytest.raises(RuleBroken) as told:
        transfers.send(earning, by=stage.by)

    assert earning.participant.chosen_name in told.value.message
    assert fake.transfers == {}


def test_what_is_on_its_way_is_not_paid_in_cash(fake: FakeStripe) -> None:
    payout, by = unsure(fake)
    earning = payout.earning
    stage_box = full_box_of(earning, by)

    with pytest.raises(RuleBroken):
        cash.pay(
            earning.participant,
            earnings=[earning.pk],
            box=stage_box,
            by=by,
            signature=SIGNATURE,
        )


def full_box_of(earning: Earning, by: Any) -> Any:
    from tests.factories.payouts import CashBoxFactory

    box = CashBoxFactory(team=earning.participant.team)
    cash.fill_box(box, ore=100_000, by=by, key="first")
    return box


def test_somebody_who_is_not_ready_at_stripe_is_named(fake: FakeStripe) -> None:
    stage = scene()
    earning = earned(stage)
    recipients.connect(earning.participant, by=stage.by)

    with pytest.raises(RuleBroken) as told:
        transfers.send(earning, by=stage.by)

    assert told.value.message.startswith(f"{earning.participant.chosen_name} er ikke klar hos")
    assert Payout.objects.count() == 0


def test_old_keys_are_not_used_even_when_the_clock_was_moved(fake: FakeStripe) -> None:
    payout, by = unsure(fake)
    fake.forget_keys()

    with time_machine.travel(timezone.now() + timedelta(hours=23, minutes=1)):
        transfers.retry(payout, by=by)

    assert len(fake.transfers) == 1


def test_inside_a_transaction_stripe_is_never_asked(fake: FakeStripe) -> None:
    payout, by = unsure(fake)
    verbs: list[Callable[[], Any]] = [
        lambda: transfers.send(payout.earning, by=by),
        lambda: transfers.retry(payout, by=by),
        lambda: transfers.fail(payout, reason="x", by=by),
    ]
    asked = len(fake.requests)

    for verb in verbs:
        with transaction.atomic(), pytest.raises(RuntimeError):
            verb()

    assert len(fake.requests) == asked


def test_everything_is_off_as_shipped() -> None:
    stage = scene()
    earning = earned(stage)
    payout = Payout(pk=1, earning=earning)
    verbs: list[Callable[[], Any]] = [
        lambda: recipients.connect(earning.participant, by=stage.by),
        lambda: transfers.send(earning, by=stage.by),
        lambda: transfers.retry(payout, by=stage.by),
        lambda: transfers.reconcile(payout, by=stage.by),
        lambda: transfers.arrived(payout, reason="x", by=stage.by),
        lambda: transfers.fail(payout, reason="x", by=stage.by),
    ]

    for verb in verbs:
        with pytest.raises(RuleBroken) as told:
            verb()
        assert told.value.message.startswith("Stripe er slått av her.")


@pytest.mark.parametrize("missing", ["STRIPE_PAYOUTS_SECRET_KEY", "STRIPE_PAYOUTS_WEBHOOK_SECRET"])
def test_without_a_key_or_a_secret_it_is_off(fake: FakeStripe, settings: Any, missing: str) -> None:
    assert client.is_on()
    setattr(settings, missing, "")
    assert not client.is_on()
    with pytest.raises(RuleBroken):
        transfers.must_be_on()


def test_a_client_retries_and_says_so(fake: FakeStripe) -> None:
    with stripe_api.asking("sk_test") as stripe:
        assert stripe._requestor._options.max_network_retries == 2


@pytest.mark.both
@pytest.mark.parametrize("unsure", [False, True])
def test_many_processes_and_the_cash_box_pay_it_once(race: Any, unsure: bool) -> None:
    result = race.run("tests.payouts.racers.same_transfer", processes=8, unsure=unsure)

    assert {act.get("value") for act in result["acts"]} <= {"done", "a rule"}
    assert result["look"] == {
        "paid": ["paid"],
        "times": 1,
        "owed": 0,
        "in_transit": 0,
        "gaps": 0,
    }


def test_who_connected_somebody_does_not_send_their_money(fake: FakeStripe) -> None:
    stage = scene()
    team = stage.session.team
    earning = connected_earning(stage, fake)
    recipient = StripeRecipient.objects.get()
    thief = recipient.connected_by
    again = UserFactory(email=thief.email.replace("@", "+to@"))
    MembershipFactory(user=again, team=team, role="worker")
    for by in (thief, again):
        with pytest.raises(RuleBroken, match="må det være to"):
            transfers.send(earning, by=by)
    assert not fake.transfers

    pages = {"return_url": "https://reir.example/a", "refresh_url": "https://reir.example/b"}
    with pytest.raises(RuleBroken, match="Be den"):
        recipients.onboarding_address(recipient, by=stage.by, **pages)
    thief.memberships.all().delete()
    recipients.onboarding_address(recipient, by=stage.by, **pages)  # they have left
    with pytest.raises(RuleBroken, match="må det være to"):
        transfers.send(earning, by=stage.by)
