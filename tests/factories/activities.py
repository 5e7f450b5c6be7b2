"""Activities, places and sessions without surprises: tomorrow, drop-in, indoors, two staff."""

from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.models import Team
from activities.handbook import routines
from activities.models import (
    Activity,
    Idea,
    Job,
    Place,
    Resource,
    Routine,
    Session,
    Shift,
    TeamNumber,
    Work,
)
from tests.factories.accounts import TeamFactory, UserFactory
from tests.factories.participants import ParticipantFactory


class PlaceFactory(DjangoModelFactory):
    class Meta:
        model = Place

    name = factory.Sequence(lambda n: f"Sted {n}")
    latitude = 59.9233
    longitude = 10.7527


class ActivityFactory(DjangoModelFactory):
    class Meta:
        model = Activity
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Aktivitet {n}")
    slug = factory.Sequence(lambda n: f"aktivitet-{n}")
    summary = "Vi lager noe sammen."

    @factory.post_generation
    def teams(self, create: bool, extracted: list | None, **kwargs: object) -> None:
        if create and extracted:
            self.teams.set(extracted)


class RoutineFactory(DjangoModelFactory):
    """A routine that `by`, a leader, wrote and nobody else has read; gone through in a year."""

    class Meta:
        model = Routine

    team = factory.SubFactory(TeamFactory)
    name = factory.Sequence(lambda n: f"Rutine {n}")
    room = Routine.Room.PLAN
    text = "- Lås døra.\n- Slå på alarmen."
    responsible = None
    review_on = factory.LazyFunction(routines.next_review)
    by = factory.SubFactory(UserFactory)

    @classmethod
    def _create(cls, model_class: type[Routine], *args: object, **fields: Any) -> Routine:
        ahead = fields.pop("review_on")
        written = routines.write(fields.pop("team"), review_on=routines.next_review(), **fields)
        Routine.objects.filter(pk=written.pk).update(review_on=ahead)
        written.review_on = ahead
        return written


class SessionFactory(DjangoModelFactory):
    class Meta:
        model = Session
        skip_postgeneration_save = True

    activity = factory.SubFactory(ActivityFactory)
    team = factory.SubFactory(TeamFactory)
    place = factory.SubFactory(PlaceFactory)
    starts_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=1))
    ends_at = factory.LazyAttribute(lambda o: o.starts_at + timedelta(hours=2))

    published_at = factory.LazyAttribute(
        lambda o: None if o.state == Session.State.DRAFT else timezone.now()
    )
    state = Session.State.DRAFT

    @factory.post_generation
    def _team_takes_part(self, create: bool, extracted: None, **kwargs: object) -> None:
        if create:
            self.activity.teams.add(self.team)

    class Params:
        published = factory.Trait(state=Session.State.PUBLISHED)
        running = factory.Trait(
            state=Session.State.PUBLISHED,
            starts_at=factory.LazyFunction(lambda: timezone.now() - timedelta(minutes=1)),
        )


class ShiftFactory(DjangoModelFactory):
    class Meta:
        model = Shift

    session = factory.SubFactory(SessionFactory)
    staff = factory.SubFactory(UserFactory)


class WorkFactory(DjangoModelFactory):
    class Meta:
        model = Work

    kind = Work.Kind.BIRDHOUSE
    title = factory.Sequence(lambda n: f"Verk {n}")
    activity = factory.SubFactory(ActivityFactory)
    team = factory.SubFactory(TeamFactory)


class ResourceFactory(DjangoModelFactory):
    class Meta:
        model = Resource

    name = factory.Sequence(lambda n: f"Varebil {n}")
    kind = Resource.Kind.VEHICLE
    team = factory.SubFactory(TeamFactory)


class JobFactory(DjangoModelFactory):
    """A job that waits."""

    class Meta:
        model = Job

    title = factory.Sequence(lambda n: f"Oppdrag {n}")
    team = factory.SubFactory(TeamFactory)


class IdeaFactory(DjangoModelFactory):
    """An open idea of a participant of its team."""

    class Meta:
        model = Idea

    text = factory.Sequence(lambda n: f"Jeg vil lage nummer {n}")
    participant = factory.SubFactory(ParticipantFactory)
    team = factory.SelfAttribute("participant.team")


def with_staff(session: Session) -> Session:
    """Put as many on `session` as it still needs, so that it can be opened; return it."""
    for _number in range(session.missing_staff):
        ShiftFactory(session=session)
    return session


def with_numbers(team: Team) -> Team:
    """Give `team` a complete phone list, so that it can go out of the house; return it."""
    for number, kind in enumerate(TeamNumber.Kind.values):
        TeamNumber.objects.get_or_create(
            team=team, kind=kind, defaults={"number": f"815 00 0{number:02}"}
        )
    return team
