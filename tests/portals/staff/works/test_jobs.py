"""The backlog as staff keep it."""

import pytest
from django.urls import reverse

from accounts.models import AccessEvent, Role
from activities.models import Job, Work
from activities.works import jobs
from tests.factories.activities import JobFactory, WorkFactory
from tests.factories.participants import ParticipantFactory
from tests.portals.shown_form import press
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db
LIST = "staff:jobs"


def test_a_job_is_written_down_changed_and_removed(signed_in):
    here = scene()
    client = signed_in(here.worker)
    gone = WorkFactory(team=here.team, state=Work.State.GONE)

    client.post(reverse("staff:job_new"), {"title": "Olje benken", "place": here.place.pk})
    job = Job.objects.get()
    assert (job.title, job.team, job.place) == ("Olje benken", here.team, here.place)

    edit = reverse("staff:job_edit", args=[job.pk])
    assert gone not in client.get(edit).context["form"].fields["work"].queryset
    client.post(edit, {"title": "Olje begge benkene"})
    job.refresh_from_db()
    assert (job.title, job.place) == ("Olje begge benkene", None)

    remove = reverse("staff:job_remove", args=[job.pk])
    assert "Ta bort oppdraget?" in client.get(remove).content.decode()
    press(client, remove)
    assert Job.objects.count() == 0


def test_a_national_identity_number_is_told_beside_the_field(signed_in):
    here = scene()

    page = signed_in(here.worker).post(reverse("staff:job_new"), {"title": "Ring 11077941012"})

    assert "Ta bort fødselsnummeret. Reir skal ikke ha det." in page.content.decode()
    assert Job.objects.count() == 0


def test_i_take_it_put_it_back_and_it_is_done_and_waits_again(signed_in):
    here = scene()
    job = JobFactory(team=here.team)
    client = signed_in(here.worker)

    states = []
    for tap in ("job_pick_up", "job_release", "job_done", "job_again"):
        answer = client.post(reverse(f"staff:{tap}", args=[job.pk]), follow=True)
        job.refresh_from_db()
        states.append((answer.status_code, job.state))

    assert states == [(200, "taken"), (200, "waiting"), (200, "done"), (200, "waiting")]


def test_a_participant_gets_it_and_who_sees_the_name_is_written_down(signed_in):
    here = scene()
    job, ola = JobFactory(team=here.team), here.person("Ola")
    client = signed_in(here.worker)

    client.post(reverse("staff:job_give", args=[job.pk]), {"participant": ola.pk})

    job.refresh_from_db()
    assert job.participant == ola
    assert AccessEvent.objects.count() == 0
    assert "Ola" in client.get(reverse(LIST)).content.decode()
    assert AccessEvent.objects.get().what == LIST


def test_an_editor_sees_that_somebody_is_at_it(staff_client):
    here = scene()
    job = JobFactory(team=here.team)
    jobs.pick_up(job, participant=here.person("Ola"))
    client = staff_client(role=Role.EDITOR, team=here.team)

    page = client.get(reverse(LIST)).content.decode()

    assert "en deltaker" in page
    assert "Ola" not in page
    assert AccessEvent.objects.count() == 0


def test_a_person_of_another_team_is_no_choice_and_who_has_it_keeps_it(signed_in):
    here = scene()
    job, ola = JobFactory(team=here.team), here.person("Ola")
    client = signed_in(here.worker)
    give = reverse("staff:job_give", args=[job.pk])
    client.post(give, {"participant": ParticipantFactory().pk})
    job.refresh_from_db()
    assert job.state == "waiting"

    jobs.pick_up(job, participant=ola)
    page = client.post(give, {"participant": here.person("Kari").pk})
    assert "Noen er i gang med dette." in page.content.decode()
    job.refresh_from_db()
    assert job.participant == ola


def test_an_empty_list_says_what_it_is_for(signed_in):
    page = signed_in(scene().worker).get(reverse(LIST)).content.decode()
    assert "Ingen oppdrag venter." in page


def test_a_participant_who_leaves_is_no_longer_at_it(signed_in):
    here = scene()
    job, ola = JobFactory(team=here.team), here.person("Ola")
    jobs.pick_up(job, participant=ola)

    press(signed_in(here.worker), reverse("staff:participant_leave", args=[ola.pk]))

    job.refresh_from_db()
    assert job.state == "waiting"


def test_the_list_is_narrowed_and_sorted_and_names_nobody_to_an_editor(signed_in, staff_client):
    here = scene()
    waits, taken = JobFactory(team=here.team, title="B"), JobFactory(team=here.team, title="A")
    jobs.pick_up(taken, participant=here.person("Ola"))
    client = signed_in(here.worker)

    def shown(**query):
        return client.get(reverse(LIST), query).context["table"].shown

    assert shown() == [waits, taken]
    assert shown(sort="title") == [taken, waits]
    assert shown(tilstand="taken") == [taken]
    editor = staff_client(role=Role.EDITOR, team=here.team).get(reverse(LIST)).text
    assert ("en deltaker" in editor, "Ola" in editor) == (True, False)
