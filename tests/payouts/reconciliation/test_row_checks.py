"""Each row agrees with its vouchers: what sums hide is named, and looked at in one moment."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ledger import posting
from ledger.models import Entry
from payouts import postings
from payouts.bank import batches
from payouts.earnings import promises
from payouts.models import Earning, GiftCard, Payout, Reservation
from payouts.over_the_table import cash, gift_cards
from payouts.reconciliation import row_checks, verification
from tests.factories.activities import SessionFactory
from tests.factories.payouts import GiftCardFactory
from tests.payouts.helpers import SIGNATURE, bank_people, earned, full_box, scene, sealed

pytestmark = pytest.mark.django_db


def table() -> None:
    """Pay one in cash and one with a gift card, send one of two to the bank, leave one waiting."""
    stage = scene(places=8)
    bank_people(stage, count=2)
    batch = sealed(stage)
    batches.mark_sent(batch, by=stage.by)
    other = scene(places=8)
    first, second = (earned(other) for _number in range(2))
    earned(other)
    cash.pay(
        first.participant,
        earnings=[first.pk],
        box=full_box(other),
        by=other.by,
        signature=SIGNATURE,
    )
    card = GiftCardFactory(team=other.session.team)
    gift_cards.hand_out(
        second.participant,
        earnings=[second.pk],
        cards=[card.pk],
        by=other.by,
        signature=SIGNATURE,
    )


def two_that_cancel_out() -> None:
    """Let one honorarium be ten kroner more and another ten less."""
    first, second = Earning.objects.filter(payouts__state="sending").order_by("pk")
    Earning.objects.filter(pk=first.pk).update(ore=16_000)
    Earning.objects.filter(pk=second.pk).update(ore=14_000)


def states_that_cancel_out() -> None:
    """Let one on its way wait, and what waits be on its way."""
    first = Payout.objects.filter(state="sending").order_by("pk")[0]
    waiting = Earning.objects.waiting_for_payment().get()
    Payout.objects.filter(pk=first.pk).update(state="failed")
    Payout.objects.create(earning=waiting, method="bank", state="sending", batch=first.batch)


def one_more_than_was_set_aside() -> None:
    """Let a session that nobody was at have promised one honorarium and set nothing aside."""
    empty = scene(places=1)
    promises.close(empty.session, by=empty.by)
    row = Earning.objects.create(
        participant=empty.participant(),
        reason="took_part",
        session=empty.session,
        reservation=empty.session.reservation,
        ore=15_000,
    )
    assert row.state == "promised"


def less_set_aside() -> None:
    """Move what one session has set aside to another of the same budget; its sum stays."""
    closed = Reservation.objects.get(released_at__isnull=False)
    other = SessionFactory(team=closed.session.team, activity=closed.session.activity)
    Reservation.objects.create(
        session=other, budget=closed.budget, rate_ore=closed.rate_ore, count=1
    )
    Reservation.objects.filter(pk=closed.pk).update(count=1)


CORRUPTIONS: dict[str, tuple[Callable[[], Any], list[str]]] = {
    "two sums that cancel out": (two_that_cancel_out, ["Honorar"] * 2 + ["Utbetaling"] * 2),
    "two states that cancel out": (states_that_cancel_out, ["Utbetaling"] * 2),
    "an approval undone": (
        lambda: Earning.objects.exclude(payouts__isnull=False).update(state="promised"),
        ["Vi", "5"],
    ),
    "a card moved to another receipt": (
        lambda: GiftCard.objects.filter(state="handed_out").update(ore=14_000),
        ["Kvittering"],
    ),
    "one more than was set aside": (one_more_than_was_set_aside, ["150\u00a0kr"]),
    "less set aside on two sides that cancel out": (
        less_set_aside,
        ["300\u00a0kr"],
    ),
}


@pytest.mark.both
@pytest.mark.parametrize(("corrupt", "begins"), CORRUPTIONS.values(), ids=[*CORRUPTIONS])
def test_what_was_changed_by_hand_is_named(corrupt: Callable[[], Any], begins: list[str]) -> None:
    table()
    assert verification.verify() == []

    corrupt()

    assert [sentence.split(" ")[0] for sentence in verification.verify()] == begins


def test_a_payout_set_to_paid_by_hand_is_named() -> None:
    table()
    payout = Payout.objects.filter(state="sending").order_by("pk")[0]
    Payout.objects.filter(pk=payout.pk).update(state="paid")

    assert (
        f"Utbetaling {payout.pk} er «utbetalt», men bilagene sier noe annet."
        in verification.verify()
    )


def test_a_card_taken_out_by_hand_is_named() -> None:
    table()
    card = GiftCardFactory()
    GiftCard.objects.filter(pk=card.pk).update(state="void", void_reason="Borte")

    assert f"Gavekort {card.pk} er tatt ut, men bilaget sier noe annet." in verification.verify()


def test_a_check_is_one_query_or_two_and_names_at_most_twenty() -> None:
    stage = scene(places=30)
    for _number in range(25):
        earned(stage)
    Earning.objects.update(ore=14_000)

    with CaptureQueriesContext(connection) as asked:
        sentences = list(row_checks.approvals())

    assert (len(sentences), len(asked)) == (20, 3)


@pytest.mark.both
def test_the_books_are_looked_at_in_one_moment_and_keep_nobody_waiting(race: Any) -> None:
    result = race.run("tests.payouts.racers.looking_at_the_books", processes=6)

    assert [act.get("error") for act in result["acts"]] == [None] * 6
    assert [act["value"] for act in result["acts"]] == [[]] * 6
    assert result["look"] == {"paid": 40, "problems": []}


def test_what_is_promised_within_what_is_set_aside_is_let_be() -> None:
    stage = scene(places=2)
    row = promises.record(stage.session, participant=stage.participant(), by=stage.by)
    assert list(row_checks.reservations()) == []
    mistake, reservation = row.earning, Reservation.objects.get()
    assert mistake is not None
    Earning.objects.filter(pk=mistake.pk).update(state="reversed")
    Reservation.objects.filter(pk=reservation.pk).update(count=0)
    assert list(row_checks.reservations()) == []

    Earning.objects.filter(pk=mistake.pk).update(state="promised")
    Reservation.objects.filter(pk=reservation.pk).update(extra_ore=15_000)
    assert list(row_checks.reservations()) == []

    Reservation.objects.filter(pk=reservation.pk).update(extra_ore=14_999)
    assert list(row_checks.reservations()) == [
        f"150\u00a0kr er lovet av 149,99\u00a0kr i budsjettet {stage.budget.name}"
        f" ({reservation.pk})."
    ]


GIVEN_UP, CAME_BACK = "send fail", "send settle return fail"
LATE = [f"{way} arrive_late" for way in (GIVEN_UP, CAME_BACK)]
LOST = [f"{way} lose" for way in ("send settle", *LATE)]
TWICE = [f"{way} paid_twice" for way in (GIVEN_UP, CAME_BACK)]
WAYS: dict[str, list[str]] = {
    "queued": [""],
    "sending": ["send"],
    "paid": ["send settle", *LATE],
    "failed": ["", GIVEN_UP, CAME_BACK, *(f"{way} return_late" for way in LATE)],
    "lost": [*LOST, *(f"{way} recover" for way in LOST)],
    "paid_twice": [*TWICE, *(f"{way} recover" for way in TWICE)],
}
"""What is booked of a payout on every way that leads to its state."""


def test_a_payout_is_named_in_every_state_that_its_vouchers_do_not_lead_to() -> None:
    stage = scene(places=20)
    payouts = {}
    for way in dict.fromkeys(way for ways in WAYS.values() for way in ways):
        payout = Payout.objects.create(earning=earned(stage), method="stripe")
        for kind in way.split():
            posting.post(
                Entry.Kind(kind), about=postings.about_payout(payout), debit="owed",
                credit="stripe", ore=15_000, reason="prøve",
            )  # fmt: skip
        payouts[way] = f"Utbetaling {payout.pk}"

    for state, ways in WAYS.items():
        Payout.objects.update(state=state)
        named = {sentence.partition(" er ")[0] for sentence in row_checks.payouts()}
        assert named == {payouts[way] for way in payouts if way not in ways}, state


def test_a_voucher_of_another_sum_is_named() -> None:
    payout = Payout.objects.create(earning=earned(scene()), method="stripe", state="sending")
    posting.post(
        Entry.Kind.SEND, about=postings.about_payout(payout), debit="owed",
        credit="stripe", ore=14_999, reason="prøve",
    )  # fmt: skip

    assert list(row_checks.payouts()) == [
        f"Utbetaling {payout.pk} er «sendes», men bilagene sier noe annet."
    ]


def test_only_an_approval_that_stands_is_the_voucher_of_an_honorarium() -> None:
    first, second = (earned(scene()) for _number in range(2))
    undone = first.entries.get()
    posting.reverse(undone, Entry.Kind.UNDO, reason="prøve")
    posting.post(
        Entry.Kind.WRITE_OFF, about=postings.about_earning(first), debit="loss",
        credit="expense", ore=15_000, reason="prøve",
    )  # fmt: skip

    assert list(row_checks.approvals()) == [
        f"Honorar {first.pk} på 150\u00a0kr er godkjent, men bilaget sier noe annet.",
        "1 honorarer er bokført, men 2 er godkjent.",
    ]
    assert second.entries.count() == 1
