"""Money for tests: an approved budget of 10 000 kroner and a rate of 150."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from payouts.models import Budget, CashBox, Rate, StripeRecipient
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
