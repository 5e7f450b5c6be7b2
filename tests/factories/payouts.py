"""Money for tests: an approved budget of 10 000 kroner and a rate of 150."""

from datetime import date
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from payouts import ledger, promises
from payouts.models import Budget, CashBox, Payout, Rate, StripeRecipient, StripeTransfer
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


class RateFactory(DjangoModelFactory):
    class Meta:
        model = Rate

    activity = factory.SubFactory(ActivityFactory)
    ore = 15_000
    valid_from = date(2020, 1, 1)
    set_by = factory.SubFactory(UserFactory)


class CashBoxFactory(DjangoModelFactory):
    class Meta:
        model = CashBox

    team = factory.SubFactory(TeamFactory)
    name = factory.Sequence(lambda n: f"Skrin {n}")


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
    ledger.approve(earning, by=by)
    payout = Payout.objects.create(
        earning=earning, rail=Payout.Rail.STRIPE, state=Payout.State.SENDING
    )
    StripeTransfer.objects.create(
        payout=payout,
        account_id="acct_1",
        idempotency_key=f"reir-p{payout.pk}",
        asked_at=timezone.now(),
        last_asked_at=timezone.now(),
    )
    ledger.send(payout, by=by)
    return payout
