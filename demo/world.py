"""What has been built so far, by the keys of the data."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from accounts.models import Team, User
from activities.models import Activity, Place, Work
from demo.data.people import STAFF
from participants.models import Interest, Participant

WEEKS = 8
"""How far the programme goes, back and ahead."""
PRINTED_STAFF = "nina-solberg"
PRINTED_PARTICIPANT = "tor"
PRINTED_PARTNER = "mosegronn"
PRINTED_TEAM = "grunerlokka"
"""Whose portals the command prints: one leader, one participant, one partner."""


@dataclass
class World:
    """The demonstration while it is built. `made` counts new and changed things."""

    now: datetime
    password: str
    made: int = 0
    is_new: bool = True
    teams: dict[str, Team] = field(default_factory=dict)
    staff: dict[str, User] = field(default_factory=dict)
    interests: dict[str, Interest] = field(default_factory=dict)
    people: dict[str, Participant] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    activities: dict[str, Activity] = field(default_factory=dict)
    works: dict[str, Work] = field(default_factory=dict)
    partner_users: dict[str, User] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """Return the day in Oslo on which it is built."""
        return timezone.localdate(self.now)

    def leader_of(self, district: str) -> User:
        """Return the leader of a district."""
        return self.staff[LEADERS[district]]

    def deputy_of(self, district: str) -> User:
        """Return who is asked after the leader: the first worker in the data."""
        return next(
            self.staff[member.key] for member in STAFF if (district, "worker") in member.roles
        )

    def people_of(self, district: str) -> list[Participant]:
        """Return the participants of a district who have not left, in the data's order."""
        team = self.teams[district]
        return [
            person
            for person in self.people.values()
            if person.team_id == team.pk and person.left_at is None
        ]


LEADERS = {
    district: member.key for member in STAFF for district, role in member.roles if role == "leader"
}


def chance(*about: object) -> Random:
    """Return a source of chance that is the same each time for the same thing."""
    return Random(":".join(map(str, ("reir", *about))))  # noqa: S311 - no secret


def oslo(day: date, clock: str) -> datetime:
    """Return the moment when the clocks of Oslo show `clock` («12:00») on `day`."""
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(clock)))


def days_ago(world: World, days: int, clock: str = "12:00") -> datetime:
    """Return a moment that many days before the build."""
    return oslo(world.today - timedelta(days=days), clock)
