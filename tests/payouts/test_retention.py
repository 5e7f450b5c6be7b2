"""After the retention time nothing in the books leads to the person any more; the rows stay."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from activities.models import CareVisit
from core.errors import RuleBroken
from ledger import chart, person_numbers
from ledger.models import Entry, LedgerPerson
from participants.models import Participant
from payouts import postings, retention, thresholds
from payouts.bank import batches, statuses
from payouts.earnings import promises, unfunded
from payouts.models import (
    Batch,
    CashReceipt,
    Earning,
    GiftCard,
    Payout,
    Signature,
    StripeTransfer,
    VaultEntry,
)
from payouts.over_the_table import cash, gift_cards
from payouts.reconciliation import verification
from payouts.reports import over_threshold
from payouts.stripe import transfers
from payouts.vault.keys import encrypted_columns
from tests.factories.activities import SessionFactory, WorkFactory, with_staff
from tests.factories.payouts import (
    GiftCardFactory,
    RateFactory,
    StripeRecipientFactory,
    ThresholdFactory,
    an_unsure_payout,
)
from tests.payouts.helpers import (
    SIGNATURE,
    Scene,
    bank_people,
    booked,
    earned,
    full_box,
    scene,
    sealed,
)
from tests.payouts.stripe_scene import turned_on

pytestmark = [pytest.mark.django_db, pytest.mark.both]

YEAR = timezone.localdate().year


@pytest.fixture
def stage() -> Scene:
    return scene(places=None)


def then(years: int) -> Any:
    """Go to the first days of the year that begins `years` after the end of this one."""
    return time_machine.travel(datetime(YEAR + 1 + years, 1, 2, tzinfo=UTC), tick=False)


def another(stage: Scene) -> Scene:
    """Return the scene with one more session of the same activity."""
    old = stage.session
    draft = SessionFactory(
        running=True, state="draft", activity=old.activity, team=old.team, places=None
    )
    return Scene(promises.offer(with_staff(draft), by=stage.by), stage.budget, stage.by)


def leave(person: Participant) -> None:
    Participant.objects.filter(pk=person.pk).update(left_at=timezone.now())


def paid_in_cash(stage: Scene, person: Participant) -> Earning:
    earning = earned(another(stage), participant=person)
    full_box(stage) if not stage.session.team.cash_boxes.exists() else None
    box = stage.session.team.cash_boxes.get()
    cash.pay(person, earnings=[earning.pk], box=box, by=stage.by, signature=SIGNATURE)
    return earning


def paid_in_every_way(stage: Scene) -> Participant:
    """Return somebody who left, was paid by each payment method, and can be known by all else."""
    (person,) = bank_people(stage)
    batch = sealed(stage)
    batches.mark_sent(batch, by=stage.by)
    statuses.settle(batch.payouts.get(), by=stage.by)
    VaultEntry.objects.filter(participant=person).update(bank_spelling="Bjorg Aerlig As")

    paid_in_cash(stage, person)

    given = earned(another(stage), participant=person)
    card = GiftCardFactory(team=person.team)
    gift_cards.hand_out(
        person, earnings=[given.pk], cards=[card.pk], by=stage.by, signature=SIGNATURE
    )

    StripeRecipientFactory(participant=person)
    transfer = an_unsure_payout(another(stage).session, by=stage.by, participant=person)
    postings.settle(transfer, account=chart.STRIPE, by=stage.by)
    Payout.objects.filter(pk=transfer.pk).update(state=Payout.State.PAID, settled_at=timezone.now())

    work = WorkFactory(team=person.team, steward=person)
    RateFactory(activity=work.activity, reason="care_visit", ore=10_000)
    promises.care(work, care="cleaned", participant=person, by=stage.by)
    visited = person.earnings.get(reason="care_visit")
    box = person.team.cash_boxes.get()
    cash.pay(person, earnings=[visited.pk], box=box, by=stage.by, signature=SIGNATURE)

    thresholds.decide(
        person, threshold=ThresholdFactory(), decision="go_on", reason="Vi er enige.",
        person_knows=True, year=YEAR, by=stage.by,
    )  # fmt: skip
    leave(person)
    return person


def own_models() -> Iterator[type[models.Model]]:
    """Yield the tables of payouts, with what the care of a work is paid for."""
    yield from apps.get_app_config("payouts").get_models()
    yield CareVisit


def links_to(person: Participant) -> dict[str, int]:
    """Return {column: rows} for every column of the books that points at `person`."""
    return {
        f"{model.__name__}.{field.name}": rows
        for model in own_models()
        for field in model._meta.concrete_fields
        if field.related_model is Participant
        and (rows := model._default_manager.filter(**{field.name: person}).count())
    }


def sealed_words() -> dict[str, int]:
    """Return {column: rows} for every encrypted column that holds something."""
    return {
        f"{model.__name__}.{name}": len(words)
        for model, names in encrypted_columns()
        for name in names
        if (words := [one for one in model._default_manager.values_list(name, flat=True) if one])
    }


def test_the_scene_holds_every_link_there_can_be(stage: Scene) -> None:
    person = paid_in_every_way(stage)

    pointing = {
        f"{model.__name__}.{field.name}"
        for model in own_models()
        for field in model._meta.concrete_fields
        if field.related_model is Participant
    }
    assert links_to(person).keys() == pointing
    assert sealed_words().keys() == {
        f"{model.__name__}.{name}" for model, names in encrypted_columns() for name in names
    }


def test_after_the_time_nothing_leads_from_the_books_to_the_person(stage: Scene) -> None:
    person = paid_in_every_way(stage)
    entries = list(Entry.objects.values())
    earnings = list(Earning.objects.order_by("pk").values("pk", "ore", "state", "session"))
    fingerprint = Batch.objects.get().sha256

    with then(years=4):
        assert (retention.forget_files(), retention.forget_people()) == (0, 0)
        assert links_to(person)
    with then(years=5):
        assert (retention.forget_files(), retention.forget_people()) == (1, 1)
        assert (retention.forget_files(), retention.forget_people()) == (0, 0)

    assert links_to(person) == {}
    assert sealed_words() == {}
    assert set(StripeTransfer.objects.values_list("account_id", flat=True)) == {""}
    # The rows, the sums and the proof of the file stand.
    assert list(Entry.objects.values()) == entries
    assert list(Earning.objects.order_by("pk").values("pk", "ore", "state", "session")) == earnings
    assert Batch.objects.get().sha256 == fingerprint
    assert CashReceipt.objects.count() == 2
    assert verification.verify() == []


def test_the_person_can_then_be_deleted_as_far_as_money_goes(stage: Scene) -> None:
    person = paid_in_every_way(stage)
    person.attendances.all().delete()
    with pytest.raises(ProtectedError):
        person.delete()

    with then(years=5):
        retention.forget_files()
        retention.forget_people()
    person.delete()

    assert verification.verify() == []
    assert Earning.objects.count() == 5


def test_the_receipt_that_was_forgotten_is_still_append_only(stage: Scene) -> None:
    person = stage.participant()
    paid_in_cash(stage, person)
    leave(person)
    with then(years=5):
        assert retention.forget_people() == 1

    for change in ({"ore": 1}, {"participant": stage.participant()}):
        with pytest.raises(DatabaseError), transaction.atomic():
            CashReceipt.objects.update(**change)


def owed(stage: Scene, person: Participant) -> None:
    earned(another(stage), participant=person)


def promised(stage: Scene, person: Participant) -> None:
    promises.record(another(stage).session, participant=person, by=stage.by)


def on_its_way(stage: Scene, person: Participant) -> None:
    an_unsure_payout(another(stage).session, by=stage.by, participant=person)


def still_here(stage: Scene, person: Participant) -> None:
    Participant.objects.filter(pk=person.pk).update(left_at=None)


def left_later(stage: Scene, person: Participant) -> None:
    later = timezone.now() + timedelta(days=366)
    Participant.objects.filter(pk=person.pk).update(left_at=later)


def has_a_newer_entry(stage: Scene, person: Participant) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=366)):
        booked(key="newer", person_number=person_numbers.number_of(person))


@pytest.mark.parametrize(
    "because", [owed, promised, on_its_way, still_here, left_later, has_a_newer_entry]
)
def test_who_may_need_the_link_keeps_it(stage: Scene, because: Callable[..., None]) -> None:
    person = stage.participant()
    paid_in_cash(stage, person)
    leave(person)
    because(stage, person)
    before = links_to(person)

    with then(years=5):
        assert retention.forget_people() == 0

    assert links_to(person) == before
    assert LedgerPerson.objects.filter(participant=person).exists()
    assert Signature.objects.count() == 1


def test_others_keep_theirs(stage: Scene) -> None:
    gone, here = stage.participant(), stage.participant()
    for person in (gone, here):
        paid_in_cash(stage, person)
    leave(gone)
    before = links_to(here)

    with then(years=5):
        assert retention.forget_people() == 1

    assert (links_to(gone), links_to(here)) == ({}, before)


def test_a_promise_that_was_taken_back_keeps_nobody(stage: Scene) -> None:
    person = stage.participant()
    session = another(stage).session
    promises.record(session, participant=person, by=stage.by)
    promises.reverse(session, participant=person, by=stage.by)
    leave(person)

    with then(years=5):
        assert retention.forget_people() == 1

    assert Earning.objects.get().participant_id is None


def test_a_promise_is_always_to_somebody(stage: Scene) -> None:
    promised(stage, stage.participant())

    with pytest.raises(DatabaseError), transaction.atomic():
        Earning.objects.update(participant=None)


def test_nobody_is_honoured_twice_because_we_forgot(stage: Scene) -> None:
    person = stage.participant()
    earning = paid_in_cash(stage, person)
    session = earning.session
    assert session is not None
    promises.close(session, by=stage.by)
    leave(person)

    with then(years=5):
        retention.forget_people()
        still_here(stage, person)  # back again, with the same face
        assert unfunded.fund_waiting() == 0
        assert promises.record(session, participant=person, by=stage.by).earning is None

    assert Earning.objects.count() == 1
    assert verification.verify() == []


def test_a_forgotten_number_is_given_to_nobody_else(stage: Scene) -> None:
    person = stage.participant()
    paid_in_cash(stage, person)
    number = person_numbers.number_of(person)
    leave(person)

    with then(years=5):
        retention.forget_people()
        new = another(stage)
        for _n in range(2):
            promises.record(new.session, participant=new.participant(), by=stage.by)
        promises.close(new.session, by=stage.by)

    assert sorted(LedgerPerson.objects.values_list("number", flat=True)) == [number + 1, number + 2]


# --- Files for the bank -------------------------------------------------------------
def sent(stage: Scene, *, count: int) -> Batch:
    bank_people(stage, count=count)
    return batches.mark_sent(sealed(stage), by=stage.by)


def test_a_file_is_kept_while_somebody_in_it_is_not_heard_of(stage: Scene) -> None:
    batch = sent(stage, count=2)
    first, second = batch.payouts.order_by("pk")
    statuses.settle(first, by=stage.by)
    leave(first.earning.participant)

    with then(years=5):
        assert (retention.forget_files(), retention.forget_people()) == (0, 0)
        assert batches.download(batch)
        statuses.settle(second, by=stage.by)
        assert (retention.forget_files(), retention.forget_people()) == (0, 0)
    with then(years=11):
        assert (retention.forget_files(), retention.forget_people()) == (1, 1)


def test_money_that_came_back_later_keeps_the_file_longer(stage: Scene) -> None:
    batch = sent(stage, count=1)
    payout = batch.payouts.get()
    statuses.settle(payout, by=stage.by)

    with then(years=2):
        statuses.reverse(payout, reason="Kontoen er stengt", by=stage.by)
    with then(years=5):
        assert retention.forget_files() == 0
    with then(years=8):
        assert retention.forget_files() == 1


def test_a_file_that_was_put_away_is_forgotten_too(stage: Scene) -> None:
    bank_people(stage)
    batches.void(sealed(stage), reason="Feil dag", by=stage.by)

    with then(years=5):
        assert retention.forget_files() == 1
    assert sealed_words().keys() == {"VaultEntry.registered_name", "VaultEntry.account_number"}


def test_a_batch_whose_file_is_forgotten_can_only_be_read(stage: Scene) -> None:
    batch = sent(stage, count=1)
    payout = batch.payouts.get()
    statuses.settle(payout, by=stage.by)
    leave(payout.earning.participant)

    with then(years=5):
        retention.forget_files()
        retention.forget_people()
    for verb in (
        lambda: batches.download(batch),
        lambda: statuses.reverse(payout, reason="Tilbake", by=stage.by),
    ):
        with pytest.raises(RuleBroken, match="Fila er slettet etter 5 år"):
            verb()
    assert verification.verify() == []


def test_a_sealed_batch_without_a_file_must_say_when_it_went(stage: Scene) -> None:
    sent(stage, count=1)

    with pytest.raises(DatabaseError), transaction.atomic():
        Batch.objects.update(file=b"")


# --- News that comes much too late ---------------------------------------------------
def test_stripe_may_tell_of_somebody_forgotten(stage: Scene) -> None:
    person = stage.participant()
    payout = an_unsure_payout(another(stage).session, by=stage.by, participant=person)
    postings.settle(payout, account=chart.STRIPE, by=stage.by)
    Payout.objects.update(state=Payout.State.PAID, settled_at=timezone.now())
    leave(person)
    key = StripeTransfer.objects.get().idempotency_key
    told = transfers.client.Transfer(
        id="tr_1", key=key, ore=15_000, currency="nok", account="acct_1", reversed_ore=15_000,
        made_at=timezone.now(),
    )  # fmt: skip

    with then(years=5), turned_on():
        retention.forget_people()
        transfers.reverse(told)
        transfers.settle_from_event(told)

    assert Payout.objects.get().state == Payout.State.PAID
    assert verification.verify() == []


def test_the_number_of_a_card_is_forgotten_and_what_is_in_stock_is_not(stage: Scene) -> None:
    earning = earned(stage)
    given, other = (GiftCardFactory(team=stage.session.team) for _n in range(2))
    gift_cards.hand_out(
        earning.participant, earnings=[earning.pk], cards=[given.pk], by=stage.by,
        signature=SIGNATURE,
    )  # fmt: skip
    leave(earning.participant)

    with then(years=5):
        retention.forget_people()

    assert GiftCard.objects.get(pk=given.pk).number == ""
    assert GiftCard.objects.get(pk=other.pk).number == other.number


def test_the_list_for_payroll_names_nobody_who_is_forgotten(stage: Scene) -> None:
    person = stage.participant()
    paid_in_cash(stage, person)
    leave(person)
    low = ThresholdFactory(organisation_number=person.team.organisation_number, ore=100)
    assert over_threshold.passed(low, year=YEAR) == [
        over_threshold.PayrollLine(person, 15_000, 15_000)
    ]

    with then(years=5):
        retention.forget_people()

    assert over_threshold.passed(low, year=YEAR) == []
