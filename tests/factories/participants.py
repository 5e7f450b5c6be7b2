"""People who take part. Consents and cards are made by their verbs, as in life."""

import factory

from accounts.models import Membership, Role
from participants.models import Channel, Participant
from tests.factories.accounts import MembershipFactory, TeamFactory


class ParticipantFactory(factory.django.DjangoModelFactory):
    """An active participant on paper, whose primary contact works in the team."""

    class Meta:
        model = Participant

    class Params:
        by_sms = factory.Trait(channel=Channel.SMS, phone="+4791000000")
        by_email = factory.Trait(channel=Channel.EMAIL, email="ola@example.no")

    chosen_name = factory.Sequence("Ola {}".format)
    team = factory.SubFactory(TeamFactory)
    primary_contact = factory.LazyAttribute(lambda row: worker_of(row.team))


def worker_of(team):  # type: ignore[no-untyped-def]
    """Return a user who works in `team`: the first there is, or a new one."""
    membership = (
        Membership.objects.filter(team=team, role=Role.WORKER).select_related("user").first()
    )
    return (membership or MembershipFactory(team=team, role=Role.WORKER)).user
