"""What a row of money may be is kept by the database itself, past every verb."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import CheckConstraint, F, UniqueConstraint
from django.utils import timezone

from activities.models import CareVisit
from core.models import AppendOnly
from core.money import MOST_ORE
from ledger import seals
from ledger.models import Entry, EntrySeal, VoucherCounter
from payouts.earnings import promises
from payouts.models import (
    Addition,
    Batch,
    BoxCount,
    Budget,
    CashBox,
    CashReceipt,
    Earning,
    GiftCard,
    GiftCardReceipt,
    Payout,
    Rate,
    Reservation,
    SessionRate,
    Signature,
    StripeRecipient,
    StripeTransfer,
    Threshold,
    ThresholdDecision,
    VaultEntry,
)
from payouts.over_the_table import cash, gift_cards
from tests.factories.accounts import UserFactory
from tests.factories.activities import WorkFactory
from tests.factories.payouts import (
    AdditionFactory,
    GiftCardFactory,
    StripeRecipientFactory,
    ThresholdFactory,
    VaultEntryFactory,
    an_unsure_payout,
)
from tests.payouts.helpers import SIGNATURE, bank_people, earned, full_box, scene, sealed

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@dataclass(frozen=True)
class Break:
    """A row that becomes wrong by `changes`: changed, or copied where rows are never changed.

    `pick` finds the row; `copied` writes another one like it, with `changes`.
    """

    pick: Callable[[], Any]
    changes: dict[str, Any]
    copied: bool = False

    def __call__(self) -> None:
        row = self.pick()
        changes = {
            name: value() if callable(value) else value for name, value in self.changes.items()
        }
        if not self.copied and not isinstance(row, AppendOnly):
            type(row)._default_manager.filter(pk=row.pk).update(**changes)
            return
        for name, value in {"pk": None, **changes}.items():
            setattr(row, name, value)
        row._state.adding = True
        row.save(force_insert=True)


def change(model: Any, among: dict[str, Any] | None = None, /, **changes: Any) -> Break:
    """Return the break of the first row of `model` among those."""
    return Break(lambda: model._default_manager.filter(**among or {}).order_by("pk")[0], changes)


def copy(model: Any, among: dict[str, Any] | None = None, /, **changes: Any) -> Break:
    """Return the break by one more row like the first of `model` among those."""
    return Break(
        lambda: model._default_manager.filter(**among or {}).order_by("pk")[0], changes, True
    )


def somebody() -> int:
    """Return the id of a new user."""
    return UserFactory().pk


def a_visit() -> int:
    """Return the id of a new care visit."""
    return CareVisit.objects.create(
        work=WorkFactory(), care="cleaned", visited_at=timezone.now()
    ).pk


TOO_MUCH = MOST_ORE + 1
NOT_SIGNED = {"signature_sha256": "", "paid_by_initials": "AB", "witness_initials": "CD"}
NEW_ENTRY = {"voucher_number": 99, "key": "another"}
LOSS = {**NEW_ENTRY, "kind": "write_off"}
APPROVED = {"kind": "approve"}
WITH_RECEIPT = {"state": "handed_out"}


def unsigned(model: Any) -> list[Break]:
    """Return receipts that nobody signed and that two members of staff did not confirm."""
    one = model._default_manager
    return [
        copy(model, **NOT_SIGNED),
        copy(model, **NOT_SIGNED, witness_id=lambda: one.order_by("pk")[0].paid_by_id),
        copy(model, **NOT_SIGNED | {"witness_initials": ""}, witness_id=somebody),
        copy(model, **NOT_SIGNED | {"paid_by_initials": ""}, witness_id=somebody),
    ]


RULES: dict[str, list[Break]] = {
    "budget_is_a_sum": [change(Budget, amount_ore=TOO_MUCH)],
    "budget_never_overdrawn": [change(Budget, committed_ore=F("amount_ore") + 1)],
    "budget_within_earmarked": [
        change(Budget, earmarked_ore=F("amount_ore") + 1),
        change(Budget, source="lease_income", committed_ore=1),
    ],
    "budget_ends_after_start": [change(Budget, ends_on=F("starts_on"))],
    "budget_four_eyes": [change(Budget, approved_by=F("made_by"))],
    "reservation_is_a_sum": [change(Reservation, rate_ore=0)],
    "reservation_for_one_thing": [
        change(Reservation, session=None),
        change(Reservation, care_visit=a_visit),
    ],
    "addition_is_a_sum": [change(Addition, ore=0), change(Addition, ore=TOO_MUCH)],
    "addition_between_two": [change(Addition, taken_from=F("budget"))],
    "addition_four_eyes": [
        change(Addition, approved_by=F("made_by"), approved_at=timezone.now),
        change(Addition, approved_by=somebody),
        change(Addition, approved_at=timezone.now),
    ],
    "vault_entry_four_eyes": [
        change(VaultEntry, confirmed_how="colleague", confirmed_by=F("written_by"))
    ],
    "vault_entry_confirmed_by_somebody": [
        change(VaultEntry, confirmed_how=""),
        change(VaultEntry, confirmed_how="colleague"),
        change(VaultEntry, confirmed_at=None),
        change(VaultEntry, confirmed_by=somebody),
    ],
    "signature_of_one_receipt": [
        change(Signature, {"cash_receipt__isnull": False}, cash_receipt=None)
    ],
    "batch_four_eyes": [change(Batch, sealed_by=F("made_by"))],
    "batch_sealed_has_file": [
        change(Batch, sha256=""),
        change(Batch, file=b""),
        change(Batch, sealed_by=None),
    ],
    "batch_message_id_once": [copy(Batch)],
    "batch_void_has_reason": [change(Batch, state="void")],
    "cash_box_once_a_team": [copy(CashBox)],
    "cash_receipt_is_a_sum": [copy(CashReceipt, ore=0)],
    "cash_receipt_signed_or_two_staff": unsigned(CashReceipt),
    "box_count_four_eyes": [
        copy(BoxCount, key=uuid4, witness=lambda: BoxCount.objects.get().counted_by)
    ],
    "box_count_difference_explained": [copy(BoxCount, key=uuid4, counted_ore=1)],
    "rate_is_a_sum": [change(Rate, ore=0), change(Rate, ore=TOO_MUCH)],
    "rate_once_a_day": [copy(Rate)],
    "session_rate_is_a_sum": [change(SessionRate, ore=TOO_MUCH)],
    "session_rate_for_one_thing": [change(SessionRate, session=None)],
    "threshold_is_a_sum": [change(Threshold, ore=0), change(Threshold, ore=TOO_MUCH)],
    "threshold_warns_before": [
        change(Threshold, warn_percent=0),
        change(Threshold, warn_percent=101),
    ],
    "threshold_ends_after_start": [change(Threshold, valid_to=F("valid_from"))],
    "threshold_four_eyes": [change(Threshold, verified_by=F("made_by"))],
    "threshold_decision_person_knows": [copy(ThresholdDecision, person_knows=False)],
    "threshold_decision_has_reason": [copy(ThresholdDecision, reason="")],
    "earning_once": [copy(Earning)],
    "earning_is_a_sum": [change(Earning, ore=0)],
    "earning_promised_to_somebody": [change(Earning, {"state": "promised"}, participant=None)],
    "earning_reserved_or_unfunded": [
        change(Earning, {"state": "promised"}, reservation=None),
        change(Earning, {"state": "approved"}, reservation=None),
        change(Earning, state="unfunded", held_by="budget"),
    ],
    "earning_held_by_one_thing": [
        change(Earning, held_by="budget"),
        change(Earning, threshold=lambda: Threshold.objects.get()),
        change(Earning, state="unfunded", reservation=None),
        change(Earning, state="unfunded", reservation=None, held_by="threshold"),
    ],
    "earning_for_one_thing": [
        change(Earning, session=None),
        change(Earning, care_visit=a_visit),
        change(Earning, session=None, care_visit=a_visit),
    ],
    "gift_card_receipt_is_a_sum": [copy(GiftCardReceipt, ore=0)],
    "gift_card_receipt_signed_or_two_staff": unsigned(GiftCardReceipt),
    "gift_card_is_a_sum": [change(GiftCard, ore=0), change(GiftCard, ore=TOO_MUCH)],
    "gift_card_handed_out_has_receipt": [
        change(GiftCard, WITH_RECEIPT, state="in_stock"),
        change(GiftCard, WITH_RECEIPT, receipt=None),
    ],
    "gift_card_void_has_reason": [change(GiftCard, {"state": "in_stock"}, state="void")],
    "payout_one_live_an_earning": [copy(Payout), copy(Payout, {"state": "paid"}, state="queued")],
    "payout_cash_has_receipt": [change(Payout, {"method": "cash"}, cash_receipt=None)],
    "payout_gift_card_has_receipt": [
        change(Payout, {"method": "gift_card"}, gift_card_receipt=None)
    ],
    "payout_moved_before_heard": [
        change(Payout, {"method": "cash"}, settled_at=F("heard_at") + timedelta(seconds=1))
    ],
    "payout_bank_has_batch": [change(Payout, {"method": "bank"}, batch=None)],
    "stripe_account_once": [
        change(StripeRecipient, account_id=lambda: StripeRecipient.objects.latest("pk").account_id)
    ],
    "stripe_receiver_has_account": [change(StripeRecipient, account_id="")],
    "stripe_transfer_once": [
        change(StripeTransfer, transfer_id=lambda: StripeTransfer.objects.latest("pk").transfer_id)
    ],
    "voucher_counter_is_one_row": [copy(VoucherCounter, id=2)],
    "entry_is_a_sum": [
        copy(Entry, APPROVED, **LOSS, ore=0),
        copy(Entry, APPROVED, **LOSS, ore=TOO_MUCH),
    ],
    "entry_two_accounts": [copy(Entry, APPROVED, **LOSS, debit="owed")],
    "entry_once_an_earning": [copy(Entry, APPROVED, **NEW_ENTRY)],
    "entry_once_a_payout": [copy(Entry, {"kind": "send"}, **NEW_ENTRY)],
    "entry_about_one_thing": [
        copy(Entry, APPROVED, **LOSS, earning=None),
        copy(Entry, APPROVED, **LOSS, box_id=lambda: CashBox.objects.get().pk),
        copy(Entry, APPROVED, **NEW_ENTRY, kind="send"),
    ],
    "entry_of_a_budget_or_none": [
        copy(Entry, APPROVED, **LOSS, budget=None),
        copy(
            Entry, {"kind": "fill_box"}, **NEW_ENTRY, budget_id=lambda: Budget.objects.all()[0].pk
        ),
    ],
    "entry_seal_runs_forward": [copy(EntrySeal, first=10, last=9)],
}


def ground() -> None:
    """Write at least one sound row of every kind that the rules are about."""
    stage = scene(places=8)
    bank_people(stage)
    sealed(stage)
    other = scene(places=8)
    box = full_box(other)
    in_cash, with_card = (earned(other) for _number in range(2))
    by_hand = {"by": other.by, "signature": SIGNATURE}
    cash.pay(in_cash.participant, earnings=[in_cash.pk], box=box, **by_hand)
    card = GiftCardFactory(team=other.session.team)
    gift_cards.hand_out(with_card.participant, earnings=[with_card.pk], cards=[card.pk], **by_hand)
    GiftCardFactory()
    promises.record(other.session, participant=other.participant(), by=other.by)
    for number in range(2):
        transfer = an_unsure_payout(other.session, by=other.by).stripe_transfer
        StripeTransfer.objects.filter(pk=transfer.pk).update(transfer_id=f"tr_{number}")
        StripeRecipientFactory()
    AdditionFactory(budget=other.budget)
    SessionRate.objects.create(session=other.session, ore=0, chosen_by=other.by)
    VaultEntryFactory()
    now = timezone.now()
    BoxCount.objects.create(
        box=box, counted_ore=0, expected_ore=0, counted_by=other.by, witness=UserFactory(),
        at=now, key=uuid4(),
    )  # fmt: skip
    ThresholdDecision.objects.create(
        threshold=ThresholdFactory(), participant=in_cash.participant, year=now.year,
        decision="stop", reason="Regelen", person_knows=True, by=other.by, at=now,
    )  # fmt: skip
    seals.seal()


def test_the_database_refuses_each_row_that_cannot_be() -> None:
    ground()
    refused: dict[str, list[bool]] = {}

    for name, breaks in RULES.items():
        for wrong in breaks:
            refused.setdefault(name, []).append(is_refused(name, wrong))

    assert {name: answers for name, answers in refused.items() if not all(answers)} == {}


def is_refused(name: str, wrong: Break) -> bool:
    """Tell whether the database refuses `wrong` by the rule `name`; nothing of it stays."""
    try:
        with transaction.atomic():
            wrong()
            transaction.set_rollback(True)
    except IntegrityError as error:
        return name in str(error) or name in BY_COLUMNS
    return False


def rules() -> Iterator[models.BaseConstraint]:
    """Yield every rule of a row of money; append-only has its own tests."""
    for label in ("ledger", "payouts"):
        for model in apps.get_app_config(label).get_models():
            for rule in model._meta.constraints:
                if isinstance(rule, CheckConstraint | UniqueConstraint):
                    yield rule


BY_COLUMNS = {rule.name for rule in rules() if isinstance(rule, UniqueConstraint)}
"""Rules that SQLite names by their columns."""


def test_a_new_rule_of_a_row_is_tried_too() -> None:
    assert {rule.name for rule in rules()} == set(RULES)
