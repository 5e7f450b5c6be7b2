"""Every rule of two people, as a table: what the first does, what the second does, and its kind.

`tests/test_four_eyes.py` attacks each; docs/threat-model.md names each by its key.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

import time_machine
from django.utils import timezone

from accounts import second_person
from accounts.models import User
from activities.staffing import colleagues
from core.hidden_fields import digest
from ledger import chart
from notices import sign_in_reset
from participants import consents, depiction_removals
from payouts import losses, thresholds
from payouts.bank import batches, statuses
from payouts.budgets import additions, budgets
from payouts.models import CashBox, CashReceipt, GiftCardReceipt, Payout, VaultEntry
from payouts.over_the_table import cash, counts, gift_cards, receipt_mistakes
from payouts.vault import bank_accounts
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.payouts import BudgetFactory, GiftCardFactory
from tests.factories.pictures import PictureFactory
from tests.payouts.helpers import SIGNATURE, bank_people, booked, earned, full_box, scene, sealed

INITIALS = {"paid_by_initials": "AB", "witness_initials": "CD"}
PAYER = "310000019"


class Ground:
    """A team with money, one who is dishonest, and one who is not."""

    def __init__(self, *, role: str) -> None:
        self.stage = scene()
        self.team = self.stage.session.team
        self.team.organisation_number = PAYER
        self.team.save()
        self.thief = self.somebody(role)
        self.honest = self.somebody("leader")

    def somebody(self, *roles: str, **user: Any) -> User:
        """Return somebody new with `roles` in the team, who has signed in."""
        found: User = UserFactory(**{"last_login": timezone.now()} | user)
        for role in roles:
            MembershipFactory(user=found, team=self.team, role=role)
        return found


Begin = Callable[[Ground, User, User], Any]
Finish = Callable[..., Any]


@dataclass(frozen=True)
class Rule:
    """One rule. `begin(ground, first, second)` returns the thing, `finish(thing, by)` ends it.

    `is_done(thing)` tells whether the second half holds. `columns` are «model: first second» whose
    constraint keeps the two apart. `facts` and `edit` are of a thing that can become another
    between the steps; one without is append-only.
    """

    begin: Begin
    finish: Finish
    is_done: Callable[[Any], bool]
    columns: tuple[str, ...] = ()
    role: str = "worker"
    facts: Callable[[Any], tuple[Any, ...]] | None = None
    edit: Callable[[Ground, Any], Any] | None = None
    named: bool = field(default=False)
    """The first names the second, who is asked."""


def _confirmed(thing: Any) -> bool:
    asked = second_person.of(thing)
    return asked is not None and asked.confirmed_at is not None


def _confirm(thing: Any, by: User) -> Any:
    asked = second_person.of(thing)
    assert asked is not None
    return second_person.confirm(asked, by=by)


def _named(begin: Begin, *columns: str, **more: Any) -> Rule:
    asked = "accounts.SecondPerson: asked_by person"
    values = {"finish": _confirm, "is_done": _confirmed, "named": True} | more
    return Rule(begin, columns=(*columns, asked), **values)


# --- What the first does ------------------------------------------------------------------
def _cash(ground: Ground, by: User, second: User) -> CashReceipt:
    earning, box = earned(ground.stage), full_box(ground.stage)
    return cash.pay(
        earning.participant, earnings=[earning.pk], box=box, by=by, witness=second, **INITIALS
    )


def _group(ground: Ground, by: User, second: User) -> CashReceipt:
    earning, box = earned(ground.stage), full_box(ground.stage)
    (receipt,) = cash.pay_group(box, earnings=[earning.pk], by=by, witness=second, **INITIALS)
    return receipt


def _card(ground: Ground, by: User, second: User) -> GiftCardReceipt:
    earning, card = earned(ground.stage), GiftCardFactory(team=ground.team)
    return gift_cards.hand_out(
        earning.participant, earnings=[earning.pk], cards=[card.pk], by=by, witness=second,
        **INITIALS,
    )  # fmt: skip


def _count(ground: Ground, by: User, second: User) -> Any:
    box = full_box(ground.stage)
    return counts.count(box, counted_ore=500_000, by=by, witness=second, key=uuid4())


def _take_out(ground: Ground, by: User, second: User) -> Any:
    return cash.take_out(full_box(ground.stage), ore=500, by=by, witness=second, key="out")


def _void_card(ground: Ground, by: User, second: User) -> Any:
    card = GiftCardFactory(team=ground.team)
    gift_cards.void(card, reason="Mistet", by=by, witness=second)
    return card.entries.get()


def _consent(ground: Ground, by: User, second: User) -> Any:
    person = ground.stage.participant()
    item = PictureFactory(people=[person])
    return consents.give(
        person, item=item, channel="web", how="spoken", months=6, by=by, witness=second
    )


def _shown(consent: Any) -> bool:
    return consents.may_show(consent.item, "web")


def _depiction_removal(ground: Ground, by: User, second: User) -> Any:
    person = ground.stage.participant()
    item = PictureFactory(people=[person])
    return depiction_removals.ask(person, item=item, by=by, second=second)


def _confirm_depiction_removal(thing: Any, by: User) -> Any:
    asked = second_person.of(thing)
    assert asked is not None
    return depiction_removals.confirm(asked, by=by)


def _budget(source: str = "grant") -> Begin:
    def begin(ground: Ground, by: User, _second: User) -> Any:
        today = timezone.localdate()
        made = budgets.make(
            name="Tur", team=ground.team, source=source, amount_ore=90_000, by=by,
            starts_on=today, ends_on=today + timedelta(days=30),
        )  # fmt: skip
        if source == "lease_income":
            booked(
                key=f"income:{made.pk}", debit=chart.BANK,
                credit=chart.lease_income(ground.team), ore=50_000,
            )  # fmt: skip
        return made

    return begin


def _addition(*, moved: bool) -> Begin:
    def begin(ground: Ground, by: User, _second: User) -> Any:
        source = BudgetFactory(team=ground.team) if moved else None
        return additions.propose(
            ground.stage.budget, ore=5_000, reason="Vedtak", by=by, key=uuid4(), taken_from=source
        )

    return begin


def _threshold(_ground: Ground, by: User, _second: User) -> Any:
    return thresholds.make(
        organisation_number=PAYER, name="Grense", ore=200_000,
        citation="Kilde", quoted="Tekst",
        valid_from=timezone.localdate(), by=by,
    )  # fmt: skip


def _account(ground: Ground, by: User, _second: User) -> VaultEntry:
    person = ground.stage.participant()
    return bank_accounts.store(person, registered_name="Ola", account_number="1503.20.80119", by=by)


def _rewrite(ground: Ground, entry: VaultEntry) -> Any:
    return bank_accounts.store(
        entry.participant, registered_name="Ola", account_number="8601 11 17947", by=ground.thief
    )


def _batch(ground: Ground, by: User, _second: User) -> Any:
    bank_people(ground.stage)
    return batches.make(ground.team, by=by)


def _rewrite_in_batch(ground: Ground, batch: Any) -> Any:
    person = batch.payouts.get().earning.participant
    return _rewrite(ground, VaultEntry.objects.get(participant=person))


def _seal(batch: Any, by: User, **more: Any) -> Any:
    return batches.seal(batch, by=by, execution_on=timezone.localdate(), **more)


def _not_arrived(ground: Ground, by: User, _second: User) -> Payout:
    bank_people(ground.stage)
    batch = batches.mark_sent(sealed(ground.stage), by=by)
    return statuses.fail(batch.payouts.get(), reason="Kom ikke fram", by=by)


def _put_away(ground: Ground, by: User, _second: User) -> Payout:
    bank_people(ground.stage)
    batch = batches.void(sealed(ground.stage), reason="Feil dag", by=by)
    return batch.payouts.get()


def _pay_by_hand(payout: Payout, by: User) -> Any:
    earning = payout.earning
    box, is_new = CashBox.objects.get_or_create(team=earning.participant.team, name="Skrin")
    if is_new:
        cash.fill_box(box, ore=50_000, by=by, key="first")
    return cash.pay(earning.participant, earnings=[earning.pk], box=box, by=by, signature=SIGNATURE)


def _is_paid_by_hand(payout: Payout) -> bool:
    return Payout.objects.filter(earning=payout.earning, state="paid", method="cash").exists()


def _handed(ground: Ground, by: User, _second: User) -> Payout:
    earning, box = earned(ground.stage), full_box(ground.stage)
    receipt = cash.pay(
        earning.participant, earnings=[earning.pk], box=box, by=by, signature=SIGNATURE
    )
    return receipt.payouts.get()


def _to_loss(payout: Payout, by: User, **more: Any) -> Any:
    return losses.pay_again_to_loss(payout, reason="Ble borte", by=by, **more)


def _lost(ground: Ground, by: User, second: User) -> Payout:
    payout = _handed(ground, ground.somebody("worker"), second)
    _to_loss(payout, by)
    return payout


def _is_paid_anew(payout: Payout) -> bool:
    return payout.earning.payouts.filter(state="paid").exclude(pk=payout.pk).exists()


def _is_lost(payout: Payout) -> bool:
    return payout.entries.filter(kind="lose").exists()


def _receipt(ground: Ground, by: User, second: User) -> CashReceipt:
    receipt = _handed(ground, by, second).cash_receipt
    assert receipt is not None
    return receipt


def _reverse_tomorrow(receipt: CashReceipt, by: User) -> Any:
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        return receipt_mistakes.reverse(receipt, by=by)


def _begun_anew(ground: Ground, by: User, _second: User) -> Any:
    return sign_in_reset.begin_anew(ground.somebody("worker"), email="ny@example.no", by=by)


def _invited(ground: Ground, by: User, _second: User) -> Any:
    newcomer = colleagues.invite(
        "fersk@example.no", name="Fersk Nordby", team=ground.team, role="finance", by=by
    ).user
    return newcomer.sign_in_changes.get()


def _met(change: Any, by: User) -> Any:
    return sign_in_reset.confirm_in_person(change, by=by)


def _has(column: str) -> Callable[[Any], bool]:
    def is_done(thing: Any) -> bool:
        return getattr(type(thing).objects.get(pk=thing.pk), column) is not None

    return is_done


def _update(**values: Any) -> Callable[[Ground, Any], Any]:
    return lambda _ground, thing: type(thing).objects.filter(pk=thing.pk).update(**values)


RULES = {
    "account": Rule(
        _account, lambda entry, by, **more: bank_accounts.confirm(entry.participant, by=by, **more),
        _has("confirmed_at"), ("payouts.VaultEntry: written_by confirmed_by",), "finance",
        bank_accounts.facts, _rewrite,
    ),
    "batch": Rule(
        _batch, _seal, _has("sealed_by"), ("payouts.Batch: made_by sealed_by",), "finance",
        batches.facts, _rewrite_in_batch,
    ),
    "cash": _named(_cash, "payouts.CashReceipt: paid_by witness"),
    "group": _named(_group, "payouts.CashReceipt: paid_by witness"),
    "gift-card": _named(_card, "payouts.GiftCardReceipt: paid_by witness"),
    "count": _named(_count, "payouts.BoxCount: counted_by witness"),
    "take-out": _named(_take_out),
    "card-lost": _named(_void_card),
    "consent-spoken": _named(
        _consent, "participants.Consent: recorded_by witness", is_done=_shown
    ),
    "taken-off": _named(_depiction_removal, finish=_confirm_depiction_removal),
    "budget": Rule(
        _budget(), lambda row, by, **more: budgets.approve(row, by=by, **more),
        _has("approved_by"), ("payouts.Budget: made_by approved_by",), "finance",
        budgets.facts, _update(amount_ore=900_000),
    ),
    "earmark": Rule(
        _budget("lease_income"),
        lambda row, by: budgets.earmark(row, ore=10_000, by=by, key="once"),
        lambda row: type(row).objects.get(pk=row.pk).earmarked_ore == 10_000, role="finance",
    ),
    **{
        name: Rule(
            _addition(moved=moved), lambda row, by, **more: additions.approve(row, by=by, **more),
            _has("approved_by"), ("payouts.Addition: made_by approved_by",), "finance",
            additions.facts, _update(ore=50_000),
        )
        for name, moved in (("addition", False), ("moved-money", True))
    },
    "threshold": Rule(
        _threshold, lambda row, by, **more: thresholds.verify(row, by=by, **more),
        _has("verified_by"), ("payouts.Threshold: made_by verified_by",), "finance",
        thresholds.facts, _update(ore=900_000),
    ),
    "not-arrived": Rule(_not_arrived, _pay_by_hand, _is_paid_by_hand, role="finance"),
    "put-away": Rule(_put_away, _pay_by_hand, _is_paid_by_hand, role="finance"),
    "to-loss": Rule(_handed, _to_loss, _is_lost, role="finance"),
    "lost-again": Rule(_lost, _pay_by_hand, _is_paid_anew, role="finance"),
    "still-here": Rule(_receipt, _reverse_tomorrow, receipt_mistakes.is_reversed, role="finance"),
    "sign-in": Rule(
        _begun_anew, _met, _has("confirmed_by"),
        ("accounts.SignInChange: by confirmed_by", "accounts.SignInChange: user by"), "leader",
    ),
    "newcomer": Rule(
        _invited, _met, _has("confirmed_by"), ("accounts.SignInChange: by confirmed_by",), "leader",
    ),
}  # fmt: skip


def shown(rule: Rule, thing: Any) -> dict[str, str]:
    """Return what the second's page would send back, when the rule has such a page."""
    return {"shown": digest(*rule.facts(thing))} if rule.facts else {}
