"""What Stripe tells about honoraria: verified, once, and never about what is not ours."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from core import stripe_api
from ledger import books
from notices.models import Task
from payouts import losses
from payouts.models import Earning, Payout, StripePayoutEvent, StripeRecipient
from payouts.reconciliation import verification
from payouts.stripe import transfers
from tests.factories.accounts import MembershipFactory
from tests.factories.payouts import StripeRecipientFactory
from tests.fake_stripe import FakeStripe
from tests.payouts.helpers import Scene, scene
from tests.payouts.stripe_scene import connected_earning, event, tell, turned_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def fake() -> Iterator[FakeStripe]:
    with turned_on() as stand_in:
        yield stand_in


def paid(fake: FakeStripe) -> tuple[Scene, Payout]:
    stage = scene()
    return stage, transfers.send(connected_earning(stage, fake), by=stage.by)


def balances() -> tuple[int, int, int]:
    """Return what is owed, in transit and taken from Stripe, in øre."""
    return books.balance("owed"), books.balance("in_transit"), books.balance("stripe")


def about_account(recipient: StripeRecipient, state: str) -> dict[str, Any]:
    return {"id": recipient.account_id, "capabilities": {"transfers": state}}


def test_a_reversed_transfer_is_owed_again_and_a_leader_is_told(fake: FakeStripe) -> None:
    stage, payout = paid(fake)

    assert tell(event("transfer.reversed", fake.reverse("tr_test_1"))) == 200

    payout.refresh_from_db()
    assert (payout.state, balances()) == (Payout.State.FAILED, (-15_000, 0, 0))
    assert list(Earning.objects.waiting_for_payment()) == [payout.earning]
    task = Task.objects.get(key=f"stripe-payout:{payout.pk}:back")
    assert (task.assigned_to, task.participant) == (stage.by, payout.earning.participant)
    assert payout.earning.participant.chosen_name not in task.text


def test_a_replay_and_a_second_event_change_nothing(fake: FakeStripe) -> None:
    _stage, _payout = paid(fake)
    news = event("transfer.reversed", fake.reverse("tr_test_1"))

    assert [tell(news), tell(news), tell(news | {"id": "evt_2"})] == [200, 200, 200]

    assert balances() == (-15_000, 0, 0)
    assert StripePayoutEvent.objects.count() == 2
    assert Task.objects.filter(key__startswith="stripe-payout").count() == 1


def test_what_was_booked_as_lost_and_came_back_to_stripe_is_a_loss_no_more(
    fake: FakeStripe,
) -> None:
    stage, payout = paid(fake)
    finance = MembershipFactory(team=stage.session.team, role="finance").user
    losses.pay_again_to_loss(payout, reason="Feil konto", by=finance)
    assert (books.balance("loss"), balances()) == (15_000, (-15_000, 0, -15_000))

    for number in range(2):
        told = event("transfer.reversed", fake.reverse("tr_test_1")) | {"id": f"evt_{number}"}
        assert tell(told) == 200

    assert (books.balance("loss"), balances()) == (0, (-15_000, 0, 0))
    assert verification.verify() == []


def test_a_part_that_was_taken_back_is_for_a_person(fake: FakeStripe) -> None:
    _stage, payout = paid(fake)

    assert tell(event("transfer.reversed", fake.reverse("tr_test_1", ore=5_000))) == 200

    payout.refresh_from_db()
    assert (payout.state, balances()) == (Payout.State.PAID, (0, 0, -15_000))
    assert Task.objects.filter(key=f"stripe-payout:{payout.pk}:part-5000").count() == 1


def test_news_of_a_transfer_whose_answer_was_lost_settles_it(fake: FakeStripe) -> None:
    fake.lose_answers = 0
    stage = scene()
    earning = connected_earning(stage, fake)
    fake.lose_answers = 1 + stripe_api.RETRIES
    payout = transfers.send(earning, by=stage.by)

    assert tell(event("transfer.created", fake.transfers["tr_test_1"])) == 200

    payout.refresh_from_db()
    assert (payout.state, balances()) == (Payout.State.PAID, (0, 0, -15_000))


def test_a_transfer_reversed_before_we_knew_of_it_is_owed_again(fake: FakeStripe) -> None:
    stage = scene()
    earning = connected_earning(stage, fake)
    fake.lose_answers = 1 + stripe_api.RETRIES
    payout = transfers.send(earning, by=stage.by)
    fake.reverse("tr_test_1")

    transfers.reconcile(payout, by=stage.by)

    payout.refresh_from_db()
    assert (payout.state, balances()) == (Payout.State.FAILED, (-15_000, 0, 0))


@pytest.mark.parametrize("wrong", [{"currency": "sek"}, {"amount": 1}, {"destination": "acct_x"}])
def test_news_of_something_else_is_not_booked(fake: FakeStripe, wrong: Any) -> None:
    stage = scene()
    earning = connected_earning(stage, fake)
    fake.lose_answers = 1 + stripe_api.RETRIES
    payout = transfers.send(earning, by=stage.by)

    assert tell(event("transfer.created", fake.transfers["tr_test_1"] | wrong)) == 200

    payout.refresh_from_db()
    assert (payout.state, balances()) == (Payout.State.SENDING, (0, -15_000, 0))
    assert Task.objects.filter(key=f"stripe-payout:{payout.pk}:other").count() == 1


@pytest.mark.parametrize("metadata", [{}, None, {"key": "somebody-else"}])
def test_a_transfer_that_is_none_of_ours_is_thanked_for(fake: FakeStripe, metadata: Any) -> None:
    _stage, _payout = paid(fake)
    other = fake.transfers["tr_test_1"] | {"metadata": metadata, "amount_reversed": 15_000}

    assert tell(event("transfer.reversed", other)) == 200

    assert balances() == (0, 0, -15_000)


def test_an_account_can_receive_when_stripe_says_so(fake: FakeStripe) -> None:
    recipient = StripeRecipientFactory(can_receive=False)
    now = int(time.time())

    tell(event("account.updated", about_account(recipient, "active"), name="evt_2", at=now))
    tell(event("account.updated", about_account(recipient, "pending"), name="evt_1", at=now - 60))

    recipient.refresh_from_db()
    assert recipient.can_receive is True  # older news changes nothing
    tell(event("account.updated", about_account(recipient, "inactive"), name="evt_3", at=now + 1))
    recipient.refresh_from_db()
    assert recipient.can_receive is False


@pytest.mark.parametrize(
    "body",
    [
        {"id": "evt_9", "type": "customer.created", "data": {"object": {"id": "cus_1"}}},
        {"id": "evt_9", "type": "a.kind.of.tomorrow"},
        {"id": "evt_9", "type": "account.updated", "data": {"object": {"id": "acct_none"}}},
    ],
)
def test_an_unknown_event_is_thanked_for(fake: FakeStripe, body: dict[str, Any]) -> None:
    assert tell(body) == 200
    assert StripePayoutEvent.objects.count() == 1


@pytest.mark.parametrize("minutes", [-6, 6, 60])
def test_an_event_from_the_past_or_the_future_is_refused(fake: FakeStripe, minutes: int) -> None:
    _stage, payout = paid(fake)
    news = event("transfer.reversed", fake.reverse("tr_test_1"))

    assert tell(news, at=int(time.time()) + minutes * 60) == 400

    payout.refresh_from_db()
    assert (payout.state, StripePayoutEvent.objects.count()) == (Payout.State.PAID, 0)


def test_an_event_of_another_secret_is_refused(fake: FakeStripe) -> None:
    _stage, _payout = paid(fake)
    news = event("transfer.reversed", fake.reverse("tr_test_1"))

    assert tell(news, secret="whsec_of_somebody") == 400

    assert (balances(), StripePayoutEvent.objects.count()) == ((0, 0, -15_000), 0)


@pytest.mark.parametrize(
    "body",
    [
        "", "[]", "null", "{", '{"id": 5}', '{"type": "x"}', '{"id": "x", "type": 5}',
        '{"id": "x", "type": "transfer.created", "data": {"object": {"id": "tr_1"}}}',
        '{"id": "x", "type": "transfer.created", "data": {"object": []}}',
        '{"id": "x", "type": "y", "created": "soon"}',
        '{"id": "x", "type": "y", "created": 1e300}',
    ],
)  # fmt: skip
def test_signed_nonsense_is_refused(fake: FakeStripe, body: str) -> None:
    assert tell(body) == 400


@pytest.mark.parametrize("header", ["", "t=,v1=", "t=x,v1=y", "v1=abc", "t=1=2,v1", "æøå"])
def test_a_broken_signature_is_refused(fake: FakeStripe, client: Any, header: str) -> None:
    address = "/webhooks/stripe/utbetaling/"
    answer = client.post(address, "{}", "application/json", headers={"stripe-signature": header})
    assert answer.status_code == 400


def test_a_body_beyond_all_reason_is_refused(client: Any) -> None:
    answer = client.post("/webhooks/stripe/utbetaling/", "x" * 600_000, "application/json")
    assert answer.status_code == 400


def test_when_it_is_off_nobody_is_there(client: Any) -> None:
    assert tell(event("account.updated", {"id": "acct_1"})) == 404
    assert client.get("/webhooks/stripe/utbetaling/").status_code == 405
    assert StripePayoutEvent.objects.count() == 0


def test_event_and_effect_stand_or_fall_together(
    fake: FakeStripe, monkeypatch: pytest.MonkeyPatch
) -> None:
    _stage, _payout = paid(fake)

    def fall(*_arguments: Any, **_more: Any) -> None:
        raise ConnectionError

    monkeypatch.setattr(transfers, "reverse", fall)
    with pytest.raises(ConnectionError):
        tell(event("transfer.reversed", fake.reverse("tr_test_1")))

    assert StripePayoutEvent.objects.count() == 0


# --- Whose events, and of which mode ------------------------------------------------------
def test_each_endpoint_signs_with_a_secret_of_its_own(fake: FakeStripe, settings: Any) -> None:
    settings.STRIPE_PAYOUTS_WEBHOOK_SECRET = "whsec_of_nobody,whsec_of_connected"
    news = event("transfer.reversed", {})

    assert tell(about_nothing(news), secret="whsec_of_connected") == 200
    assert tell(about_nothing(news), secret="whsec_of_somebody_else") == 400


def about_nothing(news: dict[str, Any]) -> dict[str, Any]:
    """Return a thin event: it says that something happened, and not what."""
    return {key: value for key, value in news.items() if key != "data"} | {
        "object": "v2.core.event",
        "created": "2026-11-28T10:00:00.000Z",
    }


def test_play_money_moves_nothing_where_the_key_is_live(fake: FakeStripe, settings: Any) -> None:
    _stage, payout = paid(fake)
    news = event("transfer.reversed", fake.reverse("tr_test_1"))
    settings.STRIPE_PAYOUTS_SECRET_KEY = "sk_live_of_nobody"

    assert tell(news | {"livemode": False}) == 400
    assert tell(news) == 400
    assert tell(about_nothing(news) | {"livemode": True}) == 200

    payout.refresh_from_db()
    assert payout.state == Payout.State.PAID


def test_what_a_connected_account_says_of_a_transfer_is_not_ours(fake: FakeStripe) -> None:
    _stage, payout = paid(fake)
    news = event("transfer.reversed", fake.reverse("tr_test_1"))

    assert tell(news | {"account": "acct_of_somebody"}) == 200

    payout.refresh_from_db()
    assert payout.state == Payout.State.PAID
