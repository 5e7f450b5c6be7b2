"""Money for tests: an approved budget of 10 000 kroner and a rate of 150."""

from datetime import date
from typing import Any
from uuid import uuid4

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from ledger import posting
from ledger.models import Entry
from payouts import postings
from payouts.earnings import approval, promises
from payouts.models import (
    Addition,
    BankProfile,
    Budget,
    CashBox,
    GiftCard,
    GiftCardReceipt,
    Payout,
    Rate,
    StripeRecipient,
    StripeTransfer,
    Threshold,
    VaultEntry,
)
from payouts.vault import hashes
from payouts.vault.hashes import account_hash
from tests.factories.accounts import TeamFactory, UserFactory
from tests.factories.activities import ActivityFactory
from tests.factories.participants import ParticipantFactory


class BudgetFactory(DjangoModelFactory):
    class Meta:
        model = Budget

    name = "Honorar"
    team = factory.SubFactory(TeamFactory)
    source = Budget.Source.GRANT
    amount_ore = 1_000_000
    starts_on = date(2020, 1, 1)
    ends_on = date(2100, 1, 1)
    made_by = factory.SubFactory(UserFactory)
    approved_by = factory.SubFactory(UserFactory)


class AdditionFactory(DjangoModelFactory):
    """1 000 kroner that one person has found and nobody has approved."""

    class Meta:
        model = Addition

    budget = factory.SubFactory(BudgetFactory)
    ore = 100_000
    reason = "Vedtak 12/26"
    key = factory.LazyFunction(uuid4)
    made_by = factory.SubFactory(UserFactory)


class RateFactory(DjangoModelFactory):
    class Meta:
        model = Rate

    activity = factory.SubFactory(ActivityFactory)
    ore = 15_000
    valid_from = date(2020, 1, 1)
    set_by = factory.SubFactory(UserFactory)


class ThresholdFactory(DjangoModelFactory):
    """A threshold of 2 000 kroner a year that two people have read."""

    class Meta:
        model = Threshold

    organisation_number = "310000019"
    name = "Grense"
    ore = 200_000
    citation = "Veileder, side 1"
    quoted = "Inntil 2 000 kroner i året."
    valid_from = date(2020, 1, 1)
    made_by = factory.SubFactory(UserFactory)
    verified_by = factory.SubFactory(UserFactory)
    verified_at = factory.LazyFunction(timezone.now)


class CashBoxFactory(DjangoModelFactory):
    class Meta:
        model = CashBox

    team = factory.SubFactory(TeamFactory)
    name = factory.Sequence(lambda n: f"Skrin {n}")


class BankProfileFactory(DjangoModelFactory):
    class Meta:
        model = BankProfile

    team = factory.SubFactory(TeamFactory)
    initiating_party = "Bydel Åsen"
    debtor_account = "15032080119"


class VaultEntryFactory(DjangoModelFactory):
    class Meta:
        model = VaultEntry

    participant = factory.SubFactory(ParticipantFactory)
    registered_name = "Bjørg Ærlig Ås"
    account_number = "86011117947"
    account_hash = factory.LazyAttribute(lambda entry: account_hash(entry.account_number))
    written_by = factory.SubFactory(UserFactory)
    confirmed_how = "owner"
    confirmed_at = factory.LazyFunction(timezone.now)


class GiftCardFactory(DjangoModelFactory):
    """A card of 150 kroner in stock; the books know it."""

    class Meta:
        model = GiftCard
        skip_postgeneration_save = True

    team = factory.SubFactory(TeamFactory)
    issuer = "Rema 1000"
    number = factory.Sequence(lambda n: f"98450000{n:08d}")
    number_hash = factory.LazyAttribute(lambda card: hashes.number_hash(card.number))
    ore = 15_000
    added_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def booked(self, create: bool, extracted: object, **_more: object) -> None:
        """Book the card into the stock."""
        posting.post(
            Entry.Kind.BUY_CARDS, about=posting.About(team=self.team_id),
            key=f"gift_cards:test-{self.pk}", debit="gift_card_stock", credit="bank",
            ore=self.ore, reason="Gavekort",
        )  # fmt: skip


class GiftCardReceiptFactory(DjangoModelFactory):
    class Meta:
        model = GiftCardReceipt

    participant = factory.SubFactory(ParticipantFactory)
    team = factory.SelfAttribute("participant.team")
    ore = 15_000
    at = factory.LazyFunction(timezone.now)
    paid_by = factory.SubFactory(UserFactory)
    signature_sha256 = "0" * 64


class StripeRecipientFactory(DjangoModelFactory):
    class Meta:
        model = StripeRecipient

    participant = factory.SubFactory(ParticipantFactory)
    idempotency_key = factory.Sequence(lambda n: f"reir-a{n}")
    account_id = factory.Sequence(lambda n: f"acct_{n}")
    can_receive = True
    connected_by = factory.SubFactory(UserFactory)


def an_unsure_payout(session: Any, *, by: Any, participant: Any = None) -> Payout:
    """Return a payout through Stripe for having been at `session`, whose answer never came."""
    person = participant or ParticipantFactory(team=session.team)
    earning = promises.record(session, participant=person, by=by).earning
    approval.approve_many([earning.pk], by=by)
    payout = Payout.objects.create(
        earning=earning, method=Payout.Method.STRIPE, state=Payout.State.SENDING
    )
    StripeTransfer.objects.create(
        payout=payout,
        account_id="acct_1",
        idempotency_key=f"reir-p{payout.pk}",
        asked_at=timezone.now(),
        last_asked_at=timezone.now(),
    )
    postings.send(payout, by=by)
    return payout
