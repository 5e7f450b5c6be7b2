"""Large plausible data for measuring, written in bulk: `manage.py seed_scale`.

Nothing here goes through the verbs: a million taps would take hours. The rows are those that the
verbs would have left, without the ledger and without history.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership, Role, Team, User
from activities.models import Activity, Attendance, Place, Session, Shift, SignUp
from core.errors import RuleBroken
from demo import credentials
from demo.progress import Progress
from demo.world import oslo
from participants.models import MOST_PER_CONTACT, Participant

BATCH = 20_000
PER_SESSION = 10
SESSIONS_A_WEEK = 20
"""Of one team, so that its week stays an ordinary week however long its history is."""
COMING_WEEKS = 4
KEY = "scale"
CLOCKS = ("10:00", "12:00", "13:30", "15:00")
LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ23456789"
WEEKDAYS = 5
SCRAMBLE = 387_420_489
"""Has no factor in common with the number of letters, so no two numbers become one code."""


@dataclass(frozen=True)
class Size:
    """How much there is to be of each."""

    teams: int
    participants: int
    attendances: int


@dataclass(frozen=True)
class Ground:
    """What every team shares."""

    activity: Activity
    place: Place
    password: str
    now: datetime


@dataclass(frozen=True)
class District:
    """A team with its people, by their keys."""

    team: int
    staff: list[int]
    people: list[int]


def refuse_what_is_there(*, also_beside_others: bool) -> None:
    """Raise RuleBroken when somebody's data is here, unless asked to go in beside it."""
    if Team.objects.filter(slug__startswith=f"{KEY}-").exists():
        raise RuleBroken(_("Måledata ligger her fra før. Begynn med en tom database."))
    if not also_beside_others and (Team.objects.exists() or Participant.objects.exists()):
        raise RuleBroken(_("Databasen er ikke tom. Legg til --yes hvis du er sikker."))


def seed(size: Size, *, stream: Any) -> None:
    """Write the data, in one transaction for each team, and tell `stream` how far it has come.

    The same size gives the same data, apart from the dates. Raises RuleBroken when there are
    fewer participants than teams.
    """
    if size.participants < size.teams:
        raise RuleBroken(_("Hvert team må ha minst én deltaker."))
    progress = Progress(stream, total=size.teams)
    ground = _ground()
    first_person = 0
    for number in range(size.teams):
        progress.at(number, f"team {number + 1} / {size.teams}")
        people = share(size.participants, of=size.teams, number=number)
        attendances = share(size.attendances, of=size.teams, number=number)
        with transaction.atomic():
            district = _district(number, ground, people=people, first_person=first_person)
            _history(district, ground, attendances=attendances)
        first_person += people
    progress.end()


def share(total: int, *, of: int, number: int) -> int:
    """Return how many of `total` fall to the `number`-th of `of`, as evenly as can be."""
    return total // of + (number < total % of)


def _ground() -> Ground:
    activity, _made = Activity.objects.get_or_create(
        slug=KEY, defaults={"name": "Måling", "summary": "Data til å måle med.", "kind": "other"}
    )
    place, _made = Place.objects.get_or_create(
        name="Målestedet", defaults={"latitude": 59.91, "longitude": 10.75}
    )
    password = make_password(credentials.password())
    return Ground(activity=activity, place=place, password=password, now=timezone.now())


def _district(number: int, ground: Ground, *, people: int, first_person: int) -> District:
    """Make a team with as many staff as its participants need."""
    team = Team.objects.create(name=f"Målebydel {number + 1}", slug=f"{KEY}-{number + 1}")
    ground.activity.teams.add(team)
    staff = User.objects.bulk_create(
        User(
            email=f"{KEY}-{number + 1}-{member}@reir.example",
            first_name="Ansatt",
            last_name=f"{number + 1}.{member}",
            password=ground.password,
        )
        for member in range(max(2, -(-people // MOST_PER_CONTACT)))
    )
    Membership.objects.bulk_create(
        Membership(user=user, team=team, role=Role.WORKER if member else Role.LEADER)
        for member, user in enumerate(staff)
    )
    made = Participant.objects.bulk_create(
        (
            Participant(
                code=code_of(first_person + person),
                chosen_name=f"Deltaker {person + 1}",
                team=team,
                primary_contact=staff[person // MOST_PER_CONTACT],
            )
            for person in range(people)
        ),
        batch_size=BATCH,
    )
    return District(
        team=team.pk, staff=[user.pk for user in staff], people=[person.pk for person in made]
    )


def code_of(number: int) -> str:
    """Return the code of the `number`-th participant: six letters, no two alike."""
    left = number * SCRAMBLE % len(LETTERS) ** 6
    letters = []
    for _place in range(6):
        left, letter = divmod(left, len(LETTERS))
        letters.append(LETTERS[letter])
    return "".join(letters)


def _history(district: District, ground: Ground, *, attendances: int) -> None:
    """Write the finished sessions with who took part, and the coming ones with who said yes."""
    each = min(PER_SESSION, len(district.people))
    past = -(-attendances // each) if each else 0
    made = list(_sessions(district, ground, past=past))
    finished, coming = made[:past], made[past:]
    _bulk(Session, made)
    _bulk(Shift, _shifts(district, made))
    _bulk(Attendance, _attendances(district, finished, most=attendances, each=each))
    _bulk(
        SignUp,
        (
            SignUp(
                session_id=session.pk,
                participant_id=person,
                state=SignUp.State.COMING,
                asked_at=ground.now,
            )
            for turn, session in enumerate(coming)
            for person in _some(district.people, turn=turn, count=each)
        ),
    )


def _sessions(district: District, ground: Ground, *, past: int) -> Iterator[Session]:
    """Yield the sessions: those of the past, from yesterday backwards, then the coming ones."""
    today = timezone.localdate(ground.now)
    monday = today - timedelta(days=today.weekday())
    coming = SESSIONS_A_WEEK * COMING_WEEKS
    for turn in range(past + coming):
        is_past = turn < past
        week, place_in_week = divmod(turn if is_past else turn - past, SESSIONS_A_WEEK)
        day_of_week, clock = divmod(place_in_week, len(CLOCKS))
        weeks = -week - 1 if is_past else week + 1
        day = monday + timedelta(weeks=weeks, days=day_of_week % WEEKDAYS)
        starts_at = oslo(day, CLOCKS[clock])
        yield Session(
            activity=ground.activity,
            team_id=district.team,
            place=ground.place,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=90),
            places=PER_SESSION + 2,
            state=Session.State.CLOSED if is_past else Session.State.PUBLISHED,
            published_at=starts_at - timedelta(weeks=1),
        )


def _shifts(district: District, sessions: list[Session]) -> Iterator[Shift]:
    """Yield two members of staff a session, taking turns."""
    for turn, session in enumerate(sessions):
        for member, part in enumerate((Shift.Part.LEAD, Shift.Part.SECOND)):
            staff = district.staff[(turn + member) % len(district.staff)]
            yield Shift(session_id=session.pk, staff_id=staff, part=part)


def _attendances(
    district: District, sessions: list[Session], *, most: int, each: int
) -> Iterator[Attendance]:
    """Yield who took part, `most` in all."""
    left = most
    for turn, session in enumerate(sessions):
        count = min(each, left)
        left -= count
        for person in _some(district.people, turn=turn, count=count):
            yield Attendance(
                session_id=session.pk,
                participant_id=person,
                recorded_by_id=district.staff[0],
            )


def _some(people: list[int], *, turn: int, count: int) -> Iterator[int]:
    """Yield `count` different people, another stretch of them each turn."""
    first = turn * 7
    for step in range(count):
        yield people[(first + step) % len(people)]


def _bulk(model: type[models.Model], rows: Any) -> None:
    """Write `rows` in batches that fit in memory."""
    rows = iter(rows)
    while batch := list(islice(rows, BATCH)):
        model._default_manager.bulk_create(batch)
