"""Money that was booked as not arrived and had arrived: every krone is found again."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core import stripe_api
from core.errors import RuleBroken
from core.money import kroner
from ledger import books, chart, person_numbers, posting
from ledger.models import Entry
from notices.models import Task
from payouts import losses, postings
from payouts.bank import batches, statuses
from payouts.models import Batch, Earning, Payout, StripeTransfer
from payouts.over_the_table import cash
from payouts.reconciliation import verification
from payouts.stripe import transfers
from tests.factories.accounts import MembershipFactory
from tests.fake_stripe import FakeStripe
from tests.payouts.helpers import SIGNATURE, Scene, bank_people, full_box, pain002, scene, sealed
from tests.payouts.stripe_scene import connected_earning, event, tell, turned_on

pytestmark = pytest.mark.django_db
NAMES = ("owed", "in_transit", "bank", "stripe", "loss")


def sums() -> dict[str, int]:
    return {name: books.balance(name) for name in NAMES if books.balance(name)}


def given_up() -> tuple[Scene, Payout]:
    """Return a payout that the bank has, which the leader booked as not arrived."""
    stage = scene()
    bank_people(stage)
    batches.mark_sent(sealed(stage), by=stage.by)
    return stage, statuses.fail(Payout.objects.get(), reason="Ukjent konto", by=stage.by)


def after_all(stage: Scene, payout: Payout) -> Entry:
    return losses.arrived_after_all(
        payout, account=chart.BANK, reason="Sett i kontoutskriften", by=stage.by
    )


def pay_in_cash(stage: Scene, earning: Earning) -> None:
    """Fetch 150 kroner in the bank, and let a colleague hand them over."""
    cash.pay(
        earning.participant,
        earnings=[earning.pk],
        box=full_box(stage, ore=15_000),
        by=colleague(stage),
        signature=SIGNATURE,
    )


def colleague(stage: Scene) -> Any:
    return MembershipFactory(team=stage.session.team, role="finance").user


def refused(act: Callable[[], Any]) -> str:
    """Return the sentence; nothing may have been booked."""
    before = Entry.objects.count(), list(Payout.objects.order_by("pk").values())
    with pytest.raises(RuleBroken) as told:
        act()
    assert (Entry.objects.count(), list(Payout.objects.order_by("pk").values())) == before
    return told.value.message


@pytest.mark.both
def test_what_arrived_after_all_is_paid_and_is_not_paid_again() -> None:
    stage, payout = given_up()

    first, again = (after_all(stage, payout) for _twice in range(2))

    payout.refresh_from_db()
    assert first == again
    assert (first.key, first.debit, first.credit, first.ore, first.reason, first.by) == (
        f"arrive_late:{payout.pk}", "owed", "bank", 15_000, "Sett i kontoutskriften", stage.by,
    )  # fmt: skip
    assert first.person_number == person_numbers.number_of(payout.earning.participant)
    assert payout.state == Payout.State.PAID
    assert payout.settled_at is not None
    assert sums() == {"bank": -15_000}
    assert list(Earning.objects.waiting_for_payment()) == []
    assert verification.verify() == []


@pytest.mark.both
def test_paid_meanwhile_the_person_keeps_both_and_we_bear_the_loss() -> None:
    stage, payout = given_up()
    pay_in_cash(stage, payout.earning)

    first, again = (after_all(stage, payout) for _twice in range(2))

    assert first == again
    assert (first.key, first.debit, first.credit, first.ore) == (
        f"paid_twice:{payout.pk}", "loss", "bank", 15_000,
    )  # fmt: skip
    assert list(Payout.objects.order_by("pk").values_list("state", flat=True)) == [
        "paid_twice", "paid",
    ]  # fmt: skip
    assert sums() == {"bank": -30_000, "loss": 15_000}
    assert statuses.booked_as_lost(Payout.objects.all()) == {payout.pk}
    assert verification.verify() == []


def test_while_it_is_on_its_way_anew_it_says_what_to_do() -> None:
    stage, payout = given_up()
    batch = batches.make(stage.session.team, by=stage.by)
    name = batch.message_id

    in_a_draft = refused(lambda: after_all(stage, payout))
    batches.seal(batch, by=colleague(stage), execution_on=timezone.localdate())
    in_a_file = refused(lambda: after_all(stage, payout))
    batches.mark_sent(batch, by=stage.by)
    on_its_way = refused(lambda: after_all(stage, payout))

    assert [in_a_draft, in_a_file, on_its_way] == [
        f"Honoraret ligger i {name}. Ta det ut der først.",
        f"Honoraret ligger i {name}, som er forseglet. Legg bort bunken først.",
        "Honoraret er på vei på nytt. Vent på svar, og før så dette.",
    ]
    statuses.fail(batch.payouts.get(), reason="Ukjent konto", by=stage.by)
    assert after_all(stage, payout).debit == "owed"
    assert verification.verify() == []


def take_out(stage: Scene) -> None:
    batches.make(stage.session.team, by=stage.by)
    batches.remove(Payout.objects.get())


def put_away(stage: Scene) -> None:
    batches.void(sealed(stage), reason="Feil dag", by=stage.by)


def send_off(stage: Scene) -> None:
    batches.mark_sent(sealed(stage), by=stage.by)


def let_arrive(stage: Scene) -> None:
    send_off(stage)
    statuses.settle(Payout.objects.get(), by=stage.by)


@pytest.mark.parametrize("act", [take_out, put_away, sealed, send_off, let_arrive])
def test_what_never_left_or_has_not_failed_is_refused(act: Callable[[Scene], Any]) -> None:
    stage = scene()
    bank_people(stage)
    act(stage)

    sentence = refused(lambda: after_all(stage, Payout.objects.get()))

    assert sentence == "Bare penger som er ført som ikke kommet fram, kan føres slik."
    assert statuses.booked_as_not_arrived(Payout.objects.all()) == set()


def test_what_is_booked_as_our_loss_has_left_us_already() -> None:
    stage = scene()
    bank_people(stage)
    let_arrive(stage)
    payout = Payout.objects.get()
    losses.pay_again_to_loss(payout, reason="Feil konto", by=colleague(stage))

    sentence = refused(lambda: after_all(stage, payout))

    assert sentence == "Dette er rettet før. Se i bøkene hva som er ført."


@pytest.mark.parametrize("reason", ["", "  ", "x" * 121])
def test_it_needs_a_reason_that_fits(reason: str) -> None:
    stage, payout = given_up()
    refused(
        lambda: losses.arrived_after_all(payout, account=chart.BANK, reason=reason, by=stage.by)
    )


def test_only_leader_and_finance_say_so() -> None:
    stage, payout = given_up()
    stage.by = MembershipFactory(team=stage.session.team, role="worker").user

    sentence = refused(lambda: after_all(stage, payout))

    assert sentence == "Bare leder og økonomi kan føre noe som tap."


@pytest.mark.both
def test_what_arrived_after_all_may_still_come_back() -> None:
    stage, payout = given_up()
    after_all(stage, payout)

    for _twice in range(2):
        statuses.reverse(payout, reason="Kom i retur", by=stage.by)

    payout.refresh_from_db()
    back = payout.entries.get(kind="return_late")
    assert back.reverses == payout.entries.get(kind="arrive_late")
    assert (payout.state, payout.failed_reason) == ("failed", "Kom i retur")
    assert sums() == {"owed": -15_000}
    assert verification.verify() == []
    assert refused(lambda: after_all(stage, payout)).startswith("Dette er rettet før.")
    pay_in_cash(stage, payout.earning)
    assert sums() == {"bank": -15_000}
    assert verification.verify() == []


@pytest.mark.both
def test_what_was_paid_twice_and_comes_back_is_a_loss_no_more() -> None:
    stage, payout = given_up()
    pay_in_cash(stage, payout.earning)
    after_all(stage, payout)

    for _twice in range(2):
        statuses.reverse(payout, reason="Kom i retur", by=stage.by)

    assert sums() == {"bank": -15_000}
    assert statuses.booked_as_lost([payout]) == set()
    assert refused(lambda: after_all(stage, payout)).startswith("Dette er rettet før.")
    assert verification.verify() == []


def test_what_came_back_may_have_arrived_after_all() -> None:
    stage = scene()
    bank_people(stage)
    let_arrive(stage)
    payout = statuses.reverse(Payout.objects.get(), reason="Kom i retur", by=stage.by)

    after_all(stage, payout)
    assert sums() == {"bank": -15_000}
    assert verification.verify() == []

    statuses.reverse(payout, reason="Kom i retur igjen", by=stage.by)
    assert sums() == {"owed": -15_000}
    assert verification.verify() == []


def test_who_said_that_it_arrived_after_all_does_not_book_it_as_lost() -> None:
    stage, payout = given_up()
    finance = colleague(stage)
    losses.arrived_after_all(payout, account=chart.BANK, reason="Sett", by=finance)
    refused(lambda: losses.pay_again_to_loss(payout, reason="Feil konto", by=finance))

    losses.pay_again_to_loss(payout, reason="Feil konto", by=stage.by)

    assert sums() == {"owed": -15_000, "bank": -15_000, "loss": 15_000}
    assert statuses.booked_as_lost([Payout.objects.get()]) == {payout.pk}
    assert verification.verify() == []
    statuses.reverse(payout, reason="Kom i retur", by=stage.by)
    assert sums() == {"owed": -15_000}
    assert verification.verify() == []


@pytest.mark.parametrize("paid_meanwhile", [False, True])
def test_the_bank_s_word_is_taken_in_when_it_is_booked(paid_meanwhile: bool) -> None:
    stage, payout = given_up()
    batch, name = payout.batch, payout.earning.participant.chosen_name
    assert batch is not None
    arrived = pain002(batch.message_id, status="ACSC")
    if paid_meanwhile:
        pay_in_cash(stage, payout.earning)

    told = refused(lambda: statuses.apply_answer(batch, arrived, by=stage.by))
    assert told == (
        f"Banken sier at pengene til {name} kom fram."
        " Før det som «Kom fram likevel», og ta inn fila på nytt."
    )
    after_all(stage, payout)
    before = Entry.objects.count()

    assert statuses.apply_answer(batch, arrived, by=stage.by).settled == 0
    assert Entry.objects.count() == before
    no = pain002(batch.message_id, status="RJCT")
    assert refused(lambda: statuses.apply_answer(batch, no, by=stage.by)).endswith("Ring banken.")


@pytest.mark.parametrize("count", [1, 3])
def test_which_never_arrived_is_one_query(count: int) -> None:
    stage = scene()
    bank_people(stage, count=count)
    batches.mark_sent(sealed(stage), by=stage.by)
    payouts = [
        statuses.fail(payout, reason="Ukjent konto", by=stage.by)
        for payout in Payout.objects.order_by("pk")
    ]
    after_all(stage, payouts[0])
    payouts[0].refresh_from_db()

    with CaptureQueriesContext(connection) as asked:
        not_arrived = statuses.booked_as_not_arrived(payouts)

    assert not_arrived == {payout.pk for payout in payouts[1:]}
    assert len(asked) == (count > 1)


# --- The books see what is not so ------------------------------------------------------
def book(payout: Payout, kind: Entry.Kind, debit: str, credit: str, *, ore: int = 15_000) -> None:
    about = postings.about_payout(payout)
    posting.post(kind, about=about, debit=debit, credit=credit, ore=ore, reason="x")


def set_state(payout: Payout, state: str) -> None:
    Payout.objects.filter(pk=payout.pk).update(state=state)


def paid_but_booked_so(stage: Scene, payout: Payout) -> None:
    after_all(stage, payout)
    set_state(payout, "failed")


def both_at_once(stage: Scene, payout: Payout) -> None:
    after_all(stage, payout)
    book(payout, Entry.Kind.PAID_TWICE, "loss", "bank")


def reversed_and_paid(stage: Scene, payout: Payout) -> None:
    after_all(stage, payout)
    statuses.reverse(payout, reason="Retur", by=stage.by)
    set_state(payout, "paid")


def found_without_a_loss(_stage: Scene, payout: Payout) -> None:
    book(payout, Entry.Kind.RECOVER, "bank", "loss")


def lost_but_paid(stage: Scene, payout: Payout) -> None:
    after_all(stage, payout)
    book(payout, Entry.Kind.LOSE, "loss", "owed")


def back_without_having_been(_stage: Scene, payout: Payout) -> None:
    book(payout, Entry.Kind.RETURN_LATE, "bank", "owed")


def another_sum(_stage: Scene, payout: Payout) -> None:
    book(payout, Entry.Kind.PAID_TWICE, "loss", "bank", ore=14_000)


WRONG = [
    paid_but_booked_so, both_at_once, reversed_and_paid, found_without_a_loss, lost_but_paid,
    back_without_having_been, another_sum,
]  # fmt: skip


@pytest.mark.parametrize("corrupt", WRONG)
def test_the_books_name_a_payout_with_another_history(
    corrupt: Callable[[Scene, Payout], None],
) -> None:
    stage, payout = given_up()
    assert verification.verify() == []

    corrupt(stage, payout)

    assert any(one.startswith(f"Utbetaling {payout.pk} er «") for one in verification.verify())


@pytest.mark.parametrize("step", ["arrive_late", "paid_twice"])
@pytest.mark.parametrize("act", [take_out, send_off, let_arrive])
def test_the_books_name_what_was_never_given_up(act: Callable[[Scene], Any], step: str) -> None:
    stage = scene()
    bank_people(stage)
    act(stage)
    assert verification.verify() == []

    book(Payout.objects.get(), Entry.Kind(step), "loss", "bank")

    assert [one.split(" ")[0] for one in verification.verify()] == ["Utbetaling"]


# --- Stripe ----------------------------------------------------------------------------
@pytest.fixture
def fake() -> Iterator[FakeStripe]:
    with turned_on() as stand_in:
        yield stand_in


def given_up_at_stripe(fake: FakeStripe) -> tuple[Scene, Payout]:
    """Return a payout that Stripe's list did not show, so that it was booked as not arrived."""
    stage = scene()
    earning = connected_earning(stage, fake)
    fake.lose_answers = 1 + stripe_api.RETRIES
    payout = transfers.send(earning, by=stage.by)
    hidden = dict(fake.transfers)
    fake.transfers.clear()
    then = timezone.now() - timedelta(hours=1)
    StripeTransfer.objects.update(asked_at=then, last_asked_at=then)
    Payout.objects.update(created_at=then)
    transfers.fail(payout, reason="Ikke hos Stripe", by=stage.by)
    fake.transfers.update(hidden)
    return stage, Payout.objects.get(pk=payout.pk)


def hear(fake: FakeStripe, *, name: str = "evt_1") -> None:
    assert tell(event("transfer.created", fake.transfers["tr_test_1"], name=name)) == 200


def test_stripe_says_late_that_it_arrived(fake: FakeStripe) -> None:
    _stage, payout = given_up_at_stripe(fake)

    for name in ("evt_1", "evt_2"):
        hear(fake, name=name)

    payout.refresh_from_db()
    entry = payout.entries.get(kind="arrive_late")
    assert (payout.state, payout.stripe_transfer.transfer_id) == ("paid", "tr_test_1")
    assert (entry.by, entry.reason) == (
        None, "Stripe overførte det etter at det var ført som ikke kommet fram",
    )  # fmt: skip
    assert (sums(), verification.verify()) == ({"stripe": -15_000}, [])
    assert Task.objects.filter(key__startswith="stripe-payout").count() == 0

    assert tell(event("transfer.reversed", fake.reverse("tr_test_1"), name="evt_3")) == 200
    payout.refresh_from_db()
    assert (payout.state, sums(), verification.verify()) == ("failed", {"owed": -15_000}, [])


def test_when_stripe_s_word_became_a_loss_a_leader_is_told(fake: FakeStripe) -> None:
    stage, payout = given_up_at_stripe(fake)
    pay_in_cash(stage, payout.earning)

    for name in ("evt_1", "evt_2"):
        hear(fake, name=name)

    payout.refresh_from_db()
    assert (payout.state, sums()) == (
        "paid_twice", {"bank": -15_000, "stripe": -15_000, "loss": 15_000},
    )  # fmt: skip
    assert Task.objects.get(key=f"stripe-payout:{payout.pk}:late").text == (
        f"Stripe overførte {kroner(15_000)} etter at vi førte det som ikke kommet fram: tr_test_1."
        " Honoraret er betalt to ganger. Det er ført som tap."
    )
    assert verification.verify() == []

    assert tell(event("transfer.reversed", fake.reverse("tr_test_1"), name="evt_3")) == 200
    assert (sums(), verification.verify()) == ({"bank": -15_000}, [])


def test_what_cannot_be_booked_yet_is_for_the_leader_and_is_booked_later(fake: FakeStripe) -> None:
    stage, payout = given_up_at_stripe(fake)
    batch = Batch.objects.create(team=stage.session.team, made_by=stage.by)
    second = Payout.objects.create(earning=payout.earning, method="bank", batch=batch)

    hear(fake)

    payout.refresh_from_db()
    assert (payout.state, payout.stripe_transfer.transfer_id, sums()) == (
        "failed", "", {"owed": -15_000},
    )  # fmt: skip
    task = Task.objects.get(key=f"stripe-payout:{payout.pk}:late")
    assert task.text.endswith(f"Honoraret ligger i {batch.message_id}. Ta det ut der først.")
    assert (task.assigned_to, verification.verify()) == (stage.by, [])

    batches.remove(second)
    transfers.reconcile(payout, by=stage.by)
    assert (sums(), verification.verify()) == ({"stripe": -15_000}, [])


@pytest.mark.both
def test_many_hands_say_so_and_pay_it_again_at_once(race: Any) -> None:
    result = race.run("tests.payouts.racers.after_all", processes=8)

    assert [act.get("error") for act in result["acts"]] == [None] * 8
    look, said = result["look"], {act["value"] for act in result["acts"]}
    in_cash = look.pop("in_cash")
    assert said <= ({"loss", "cash"} if in_cash else {"owed", "a rule"})
    assert look == {"problems": [], "paid": 1, "said": 1, "loss": 15_000 * in_cash}


def test_who_said_at_last_that_it_came_back_does_not_hand_it_over() -> None:
    stage, payout = given_up()
    after_all(stage, payout)
    thief = MembershipFactory(team=stage.session.team, role="finance").user
    statuses.reverse(payout, reason="Kom i retur", by=thief)
    box, earning = full_box(stage), payout.earning
    pay = {"earnings": [earning.pk], "box": box, "signature": SIGNATURE}
    with pytest.raises(RuleBroken, match="La en kollega"):
        cash.pay(earning.participant, by=thief, **pay)
    other = MembershipFactory(team=stage.session.team, role="worker").user
    assert cash.pay(earning.participant, by=other, **pay).ore == 15_000
