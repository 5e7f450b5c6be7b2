"""The backlog: one pair of hands a job, and putting back leaves no trace."""

from typing import Any

import pytest

from activities.models import Job
from activities.taking_part import leaving
from activities.works import jobs
from core.errors import RuleBroken
from tests.factories.accounts import TeamFactory, UserFactory
from tests.factories.activities import JobFactory, PlaceFactory, WorkFactory
from tests.factories.participants import ParticipantFactory

pytestmark = pytest.mark.django_db
TAKEN = "Noen er i gang med dette. Se om det er noe annet du har lyst til."


def row_of(job):
    """Return everything that stands in the row."""
    return Job.objects.filter(pk=job.pk).values().get()


def test_a_job_is_written_down_and_changed():
    team, place = TeamFactory(), PlaceFactory()

    job = jobs.make(team, title="Olje benken", description="To strøk.", place=place)
    jobs.edit(job, title="Olje begge benkene", description="", place=None, work=None)

    row = row_of(job)
    assert (row["title"], row["description"], row["place_id"]) == ("Olje begge benkene", "", None)
    assert row["state"] == "waiting"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": ""}, "Feltet kan ikke være blankt."),
        ({"title": "Ring 11077941012"}, "Ta bort fødselsnummeret. Reir skal ikke ha det."),
    ],
)
def test_what_cannot_be_is_told(fields, sentence):
    with pytest.raises(RuleBroken) as told:
        jobs.make(TeamFactory(), **fields)

    assert told.value.message == sentence
    assert Job.objects.count() == 0


def test_a_job_is_for_a_work_of_its_own_team():
    with pytest.raises(RuleBroken) as told:
        jobs.make(TeamFactory(), title="Vask kassa", work=WorkFactory())

    assert told.value.message == "Velg et verk i teamet."


def test_picking_up_twice_is_picking_up_once():
    job = JobFactory()
    ola = ParticipantFactory(team=job.team)

    for _tap in range(2):
        jobs.pick_up(job, participant=ola)

    job.refresh_from_db()
    assert (job.state, job.participant, job.staff) == ("taken", ola, None)


def test_staff_pick_up_too():
    job, kari = JobFactory(), UserFactory()

    for _tap in range(2):
        jobs.pick_up(job, staff=kari)

    job.refresh_from_db()
    assert (job.state, job.participant, job.staff) == ("taken", None, kari)


def test_who_has_it_is_not_said():
    job = JobFactory()
    ola, else_one = (ParticipantFactory(team=job.team) for _number in range(2))
    jobs.pick_up(job, participant=ola)

    for hands in ({"participant": else_one}, {"staff": UserFactory()}):
        with pytest.raises(RuleBroken) as told:
            jobs.pick_up(job, **hands)
        assert told.value.message == TAKEN

    job.refresh_from_db()
    assert job.participant == ola


def test_nobody_of_another_team_and_nobody_who_has_left_gets_it():
    job = JobFactory()
    left = ParticipantFactory(team=job.team)
    leaving.leave(left)

    for person in (ParticipantFactory(), left):
        with pytest.raises(RuleBroken) as told:
            jobs.pick_up(job, participant=person)
        assert told.value.message == "Velg en deltaker i teamet."


def test_one_pair_of_hands_is_one():
    job = JobFactory()
    with pytest.raises(TypeError):
        jobs.pick_up(job)
    with pytest.raises(TypeError):
        jobs.pick_up(job, participant=ParticipantFactory(team=job.team), staff=UserFactory())


def test_putting_back_leaves_the_row_as_it_was():
    job = JobFactory()
    ola = ParticipantFactory(team=job.team)
    before = row_of(job)

    jobs.pick_up(job, participant=ola)
    for _tap in range(2):
        jobs.release(job, participant=ola)

    assert row_of(job) == before
    assert (ola.messages.count(), ola.tasks.count()) == (0, 0)


def test_nobody_puts_back_for_another_but_staff_do():
    job = JobFactory()
    ola = ParticipantFactory(team=job.team)
    jobs.pick_up(job, participant=ola)

    jobs.release(job, participant=ParticipantFactory(team=job.team))
    job.refresh_from_db()
    assert job.participant == ola

    jobs.release(job)
    job.refresh_from_db()
    assert (job.state, job.participant) == ("waiting", None)


def test_done_forgets_whose_hands_and_waits_again():
    job = JobFactory()
    ola = ParticipantFactory(team=job.team)
    jobs.pick_up(job, participant=ola)

    for _tap in range(2):
        jobs.done(job, participant=ola)
    job.refresh_from_db()
    assert (job.state, job.participant) == ("done", None)
    with pytest.raises(RuleBroken) as told:
        jobs.pick_up(job, participant=ola)
    assert told.value.message == "Dette er alt gjort. Se om det er noe annet du har lyst til."

    for _tap in range(2):
        jobs.again(job)
    job.refresh_from_db()
    assert job.state == "waiting"


def test_what_another_is_at_is_not_done_by_me():
    job = JobFactory()
    jobs.pick_up(job, staff=UserFactory())

    with pytest.raises(RuleBroken) as told:
        jobs.done(job, participant=ParticipantFactory(team=job.team))

    assert told.value.message == "Noen andre er i gang med dette nå."
    job.refresh_from_db()
    assert job.state == "taken"


def test_again_takes_nothing_from_anybody():
    job = JobFactory()
    ola = ParticipantFactory(team=job.team)
    jobs.pick_up(job, participant=ola)

    jobs.again(job)

    job.refresh_from_db()
    assert job.participant == ola


def test_a_job_is_removed_once_and_not_out_of_somebodys_hands():
    job = JobFactory()
    jobs.pick_up(job, staff=UserFactory())
    with pytest.raises(RuleBroken) as told:
        jobs.remove(job)
    assert told.value.message.endswith(" er i gang med dette. Legg det tilbake først.")

    jobs.release(job)
    for _tap in range(2):
        jobs.remove(job)
    assert Job.objects.count() == 0


def test_who_leaves_leaves_the_jobs_to_others():
    job, done = JobFactory(), JobFactory()
    ola = ParticipantFactory(team=job.team)
    jobs.done(done)
    jobs.pick_up(job, participant=ola)

    for _time in range(2):
        leaving.leave(ola)

    ola.refresh_from_db()
    assert ola.left_at is not None
    assert list(Job.objects.values_list("state", flat=True)) == ["waiting", "done"]


@pytest.mark.both
def test_ten_for_one_job_at_once(race: Any) -> None:
    result = race.run("tests.activities.racers.one_job", processes=10)

    values = [act.get("value") or act["error"] for act in result["acts"]]
    assert sorted(values) == [f"RuleBroken: {TAKEN}"] * 9 + ["mine"]
    assert result["look"] == {"taken": 1}
