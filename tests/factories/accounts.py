"""Users, teams and who works where."""

from typing import Any

import factory
from django.contrib.auth.hashers import make_password

from accounts.models import Membership, Role, Team, User

PASSWORD = "fire fugler i hagen"


class UserFactory(factory.django.DjangoModelFactory):
    """Somebody who can sign in with `PASSWORD` and works nowhere yet."""

    class Meta:
        model = User

    class Params:
        administrator = factory.Trait(is_staff=True, is_superuser=True)
        invited = factory.Trait(password=factory.LazyFunction(lambda: make_password(None)))

    email = factory.Sequence("person{}@example.no".format)
    first_name = "Kari"
    last_name = factory.Sequence("Nordby{}".format)
    phone = factory.Sequence("+4722{:06d}".format)
    password = factory.LazyFunction(lambda: make_password(PASSWORD))


class TeamFactory(factory.django.DjangoModelFactory):
    """A team with a name and a phone."""

    class Meta:
        model = Team

    name = factory.Sequence("Bydel {}".format)
    slug = factory.Sequence("bydel-{}".format)
    phone = "+4723000000"


class MembershipFactory(factory.django.DjangoModelFactory):
    """A worker of a team; a trait for each other role. Wagtail's groups are not mirrored:
    a test about the admin gives the role with `accounts.roles.memberships.give`."""

    class Meta:
        model = Membership

    class Params:
        leader = factory.Trait(role=Role.LEADER)
        peer_worker = factory.Trait(role=Role.PEER_WORKER)
        finance = factory.Trait(role=Role.FINANCE)
        editor = factory.Trait(role=Role.EDITOR)
        auditor = factory.Trait(role=Role.AUDITOR)

    user = factory.SubFactory(UserFactory)
    team = factory.SubFactory(TeamFactory)
    role = Role.WORKER


def a_colleague(thing: Any) -> User:
    """Return somebody new who pays in the team of `thing`, a box or a card."""
    found: User = MembershipFactory(team=thing.team).user
    return found
