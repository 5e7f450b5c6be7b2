"""What waits to be done: a tap to take it, a tap to put it back, and no names."""

import pytest

from activities.models import Job
from activities.works import jobs
from tests.factories.accounts import UserFactory
from tests.factories.activities import JobFactory, PlaceFactory, WorkFactory
from tests.factories.participants import ParticipantFactory
from tests.portals.mine.scene import text_of, visit
from tests.portals.shown_form import press

pytestmark = pytest.mark.django_db


def job_for(someone, **fields):
    return JobFactory(team=someone.participant.team, **fields)


def test_a_job_is_taken_put_back_taken_and_done():
    ola = visit()
    job = job_for(ola, title="Olje benken", place=PlaceFactory(name="Botsparken"))
    words = text_of(ola.client.get("/min/oppdrag/"))
    assert "Vil du ta noe av dette? Olje benken Hvor Botsparken Jeg tar det Olje benken" in words

    states = []
    for tap in ("jeg-tar-det", "legg-tilbake", "jeg-tar-det", "gjort"):
        answer = ola.client.post(f"/min/oppdrag/{job.pk}/{tap}/")
        job.refresh_from_db()
        states.append((answer.status_code, job.state))

    assert states == [(303, "taken"), (303, "waiting"), (303, "taken"), (303, "done")]
    assert "Så fint! Tusen takk." in text_of(ola.client.get(answer["Location"]))


def test_what_i_have_taken_stands_first():
    ola = visit()
    job = job_for(ola, title="Olje benken")
    jobs.pick_up(job, participant=ola.participant)

    words = text_of(ola.client.get("/min/oppdrag/"))

    assert "Dette har du tatt Olje benken Gjort Olje benken Legg tilbake Olje benken" in words
    assert "Det er ikke noe å ta nå. Snart kommer det mer." in words


def test_what_another_has_is_not_there_and_the_late_tap_is_told_no_name():
    ola = visit()
    job = job_for(ola, title="Olje benken")
    other = ParticipantFactory(team=job.team, chosen_name="Hemmelig")
    jobs.pick_up(job, participant=other)
    assert "Olje benken" not in text_of(ola.client.get("/min/oppdrag/"))

    answer = ola.client.post(f"/min/oppdrag/{job.pk}/jeg-tar-det/")

    assert answer.status_code == 409
    assert "Noen er i gang med dette." in text_of(answer)
    assert "Hemmelig" not in text_of(answer)
    ola.client.post(f"/min/oppdrag/{job.pk}/legg-tilbake/")
    job.refresh_from_db()
    assert job.participant == other


def test_another_teams_job_does_not_exist():
    job = JobFactory()
    codes = {
        visit().client.post(f"/min/oppdrag/{job.pk}/{tap}/").status_code
        for tap in ("jeg-tar-det", "legg-tilbake", "gjort")
    }
    assert codes == {404}


@pytest.mark.parametrize("rows", [1, 3])
def test_jobs_cost_the_same_however_many(rows, django_assert_num_queries):
    ola = visit()
    for _row in range(rows):
        work = WorkFactory(team=ola.participant.team, place=PlaceFactory())
        job_for(ola, work=work)
        jobs.pick_up(job_for(ola, place=PlaceFactory()), participant=ola.participant)
        jobs.pick_up(job_for(ola), staff=UserFactory())

    with django_assert_num_queries(4):
        page = ola.client.get("/min/oppdrag/")
    assert len(page.context["page"]) == len(page.context["mine"]) == rows


def test_leaving_puts_it_back():
    ola = visit()
    jobs.pick_up(job_for(ola), participant=ola.participant)

    press(ola.client, "/min/om-meg/slutt/")

    assert Job.objects.get().state == "waiting"
