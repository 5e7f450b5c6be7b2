"""A team with a leader and three colleagues, one activity and one place."""

from accounts.models import Role, User
from tests.factories.accounts import MembershipFactory, TeamFactory, UserFactory
from tests.factories.activities import ActivityFactory, PlaceFactory


class TeamOfFour:
    """Liv leads; Kari, Per and Tuva work there, all with a phone."""

    def __init__(self) -> None:
        self.team = TeamFactory()
        self.activity = ActivityFactory(teams=[self.team], name="Fuglekassa")
        self.place = PlaceFactory(name="Parken", min_staff=1)
        self.leader = self.colleague("Liv", Role.LEADER)
        self.kari, self.per, self.tuva = (self.colleague(one) for one in ("Kari", "Per", "Tuva"))

    def colleague(self, name: str, role: Role = Role.WORKER) -> User:
        """Return somebody new who works in the team."""
        user = UserFactory(first_name=name, last_name="", phone="+4790000001")
        return MembershipFactory(team=self.team, role=role, user=user).user
