"""A team in the middle of its day, built for one test."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Role, Team, User
from activities.models import Session
from activities.taking_part import signups
from participants.models import Participant
from payouts.bank import batches
from payouts.earnings import promises
from payouts.models import BankProfile, Batch, CashBox, Earning, PayChoice, Way
from payouts.over_the_table import cash
from tests.factories.accounts import MembershipFactory, TeamFactory
from tests.factories.activities import (
    ActivityFactory,
    PlaceFactory,
    SessionFactory,
    ShiftFactory,
    with_numbers,
)
from tests.factories.participants import ParticipantFactory
from tests.factories.payouts import (
    BankProfileFactory,
    BudgetFactory,
    CashBoxFactory,
    RateFactory,
    VaultEntryFactory,
)


def sections(page: Any) -> dict[str, list[Any]]:
    """Return the rows of each section of «I dag», in order."""
    return {group.key: group.rows for group in (*page.context["day"], *page.context["to_do"])}


def rows_of(page: Any, key: str) -> list[Any]:
    """Return the rows of a section of «I dag»; [] when it is not there."""
    return sections(page).get(key, [])


def every_row(page: Any) -> list[Any]:
    """Return all rows of «I dag»."""
    return [row for rows in sections(page).values() for row in rows]


def subjects(page: Any, key: str) -> list[Any]:
    """Return what the rows of a section of «I dag» are about."""
    return [row.subject for row in rows_of(page, key)]


@dataclass
class Scene:
    """What a test works with."""

    team: Team
    worker: User
    activity: Any
    place: Any
    people: list[Participant] = field(default_factory=list)

    def colleague(self, role: str = Role.WORKER) -> User:
        """Return somebody else who works in the team."""
        return MembershipFactory(team=self.team, role=role).user

    def session(self, *, offered: bool = True, **fields: Any) -> Session:
        """Return a session that began a minute ago, with the worker on it."""
        session = SessionFactory(
            team=with_numbers(self.team) if fields.get("off_site") else self.team,
            activity=self.activity,
            place=self.place,
            **{"starts_at": timezone.now() - timedelta(minutes=1), "min_staff": 1} | fields,
        )
        ShiftFactory(session=session, staff=self.worker)
        return promises.offer(session, by=self.worker) if offered else session

    def person(self, name: str = "Ola") -> Participant:
        """Return a new participant with the worker as contact."""
        person = ParticipantFactory(chosen_name=name, team=self.team, primary_contact=self.worker)
        self.people.append(person)
        return person

    def coming(self, session: Session, count: int) -> list[Participant]:
        """Return `count` new people who have said that they come."""
        people = [self.person(f"Kommer {number}") for number in range(count)]
        for person in people:
            signups.join(session, participant=person)
        return people

    def earned(self, person: Participant) -> Earning:
        """Return an honorarium of `person` that is ready to be paid."""
        session = self.session()
        earning = promises.record(session, participant=person, by=self.worker).earning
        promises.close(session, by=self.worker)
        earning.refresh_from_db()
        return earning

    def box(self, ore: int = 100_000) -> CashBox:
        """Return a box with `ore` in it."""
        box = CashBoxFactory(team=self.team)
        cash.fill_box(box, ore=ore, by=self.worker, key="first")
        return box

    def with_account(self, name: str = "Ola", *, count: int = 1) -> Participant:
        """Return a person with `count` honoraria to come on an account."""
        person = self.person(name)
        for _n in range(count):
            self.earned(person)
        VaultEntryFactory(participant=person)
        PayChoice.objects.create(participant=person, way=Way.BANK)
        if not BankProfile.objects.filter(team=self.team).exists():
            BankProfileFactory(team=self.team)
        return person

    def sealed(self, *people: Participant, by: User) -> Batch:
        """Return a batch of what `people` and others have to come, made by `by`, sealed."""
        batch = batches.make(self.team, by=by)
        other = self.colleague(Role.FINANCE)
        return batches.seal(batch, by=other, execution_on=timezone.localdate())


def scene() -> Scene:
    """Return a team with one worker, an activity of 150 kroner and a budget of 10 000."""
    membership = MembershipFactory(team=TeamFactory())
    activity = ActivityFactory(teams=[membership.team])
    RateFactory(activity=activity)
    BudgetFactory(team=membership.team)
    return Scene(membership.team, membership.user, activity, PlaceFactory())
