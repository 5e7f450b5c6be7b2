"""The participants' ideas as staff read them."""

import pytest
from django.urls import reverse

from accounts.models import AccessEvent, Role
from activities.models import CoOrganiser
from activities.taking_part import ideas
from tests.factories.activities import ActivityFactory, IdeaFactory
from tests.factories.participants import ParticipantFactory
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db
LIST = "staff:ideas"


def test_an_idea_stands_with_who_proposed_it_and_how_many_more(signed_in):
    here = scene()
    idea = ideas.propose(here.person("Ola"), text="Lage en båt")
    for _number in range(2):
        ideas.support(idea, participant=here.person("Hemmelig"))

    page = signed_in(here.worker).get(reverse(LIST)).content.decode()

    assert [word in page for word in ("Lage en båt", "Ola", "2 til vil det samme")] == [True] * 3
    assert "Hemmelig" not in page
    assert AccessEvent.objects.get().what == LIST


def test_an_editor_reads_it_without_the_name(staff_client):
    here = scene()
    person = here.person("Ola")
    idea = ideas.propose(person, text="Lage en båt", wishes_to_organise=True)
    ideas.become_activity(idea, activity=here.activity, by=here.worker)

    page = staff_client(role=Role.EDITOR, team=here.team).get(reverse(LIST)).content.decode()

    assert ("Lage en båt" in page, "Ola" in page) == (True, False)
    assert AccessEvent.objects.count() == 0


def test_a_worker_answers_and_a_leader_makes_it_an_activity(signed_in, staff_client):
    here = scene()
    person = here.person("Ola")
    idea = ideas.propose(person, text="Lage en båt", wishes_to_organise=True)
    worker = signed_in(here.worker)
    become = reverse("staff:idea_become", args=[idea.pk])

    worker.post(reverse("staff:idea_answer", args=[idea.pk]))
    idea.refresh_from_db()
    assert idea.state == "answered"
    assert worker.get(become).status_code == 403

    leader = staff_client(role=Role.LEADER, team=here.team)
    assert reverse("staff:activity_new") in leader.get(become).content.decode()
    leader.post(become, {"activity": ActivityFactory().pk})
    idea.refresh_from_db()
    assert idea.state == "answered"
    leader.post(become, {"activity": here.activity.pk})
    idea.refresh_from_db()
    assert (idea.state, idea.activity) == ("activity", here.activity)

    helper = CoOrganiser.objects.get()
    assert (helper.participant, helper.activity) == (person, here.activity)
    end = reverse("staff:co_organiser_end", args=[helper.pk])
    assert worker.post(end).status_code == 403
    leader.post(end)
    assert CoOrganiser.objects.count() == 0


def test_another_teams_helper_of_a_shared_activity_is_not_there(staff_client):
    here = scene()
    other = CoOrganiser.objects.create(activity=here.activity, participant=ParticipantFactory())
    leader = staff_client(role=Role.LEADER, team=here.team)

    assert leader.get(reverse(LIST)).context["helpers"] == []
    answer = leader.post(reverse("staff:co_organiser_end", args=[other.pk]))
    assert answer.status_code == 404


def test_the_contact_finds_it_on_the_day(signed_in):
    here = scene()
    ideas.propose(here.person("Ola"), text="Lage en båt")

    page = signed_in(here.worker).get(reverse("staff:today")).content.decode()

    assert "Det er kommet et nytt forslag. Les det, og snakk sammen om det." in page


def test_an_empty_list_says_where_ideas_come_from(signed_in):
    page = signed_in(scene().worker).get(reverse(LIST)).content.decode()
    assert (
        "Ingen forslag ennå. Deltakerne skriver dem på sin egen side, eller sammen med dere."
        in page
    )


def test_what_nobody_stands_behind_any_more_is_shown_without_a_name(signed_in):
    here = scene()
    IdeaFactory(team=here.team, participant=None, text="Fisketur", state="answered")

    assert "Fisketur" in signed_in(here.worker).get(reverse(LIST)).content.decode()
