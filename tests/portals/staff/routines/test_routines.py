"""«Rutiner»: the list, the page, «Jeg har lest», and where they stand for whoever needs them."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from activities.handbook import routines
from activities.models import Routine, RoutineReading
from activities.models.routine import LONGEST
from notices import waiting_states
from portals.staff.shared.navigation.rooms import ROOMS
from tests.factories.accounts import MembershipFactory, TeamFactory
from tests.factories.activities import RoutineFactory
from tests.portals.shown_form import shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return TeamFactory()


@pytest.fixture
def leader(staff_client, team):
    return staff_client(role=Role.LEADER, team=team)


@pytest.fixture
def worker(staff_client, team):
    return staff_client(role=Role.WORKER, team=team)


def page(client, routine, **query):
    return client.get(reverse("staff:routine", args=[routine.pk]), query)


def test_each_room_has_its_routines():
    assert {room.value for room in Routine.Room} == {room.slug for room in ROOMS}


def test_a_leader_writes_and_a_colleague_reads(leader, worker, team):
    sent = {
        "name": "Nøkler og alarm", "room": "folk", "text": "# Kveld\n- Lås <b>døra</b>.",
        "responsible": worker.user.pk, "review_on": routines.next_review(),
    }  # fmt: skip
    answer = leader.post(reverse("staff:routine_new"), sent, follow=True)
    routine = Routine.objects.get()
    assert answer.redirect_chain[-1][0] == reverse("staff:routine", args=[routine.pk])
    assert "<h2>Kveld</h2>" in answer.text
    assert "Lås &lt;b&gt;døra&lt;/b&gt;." in answer.text
    assert "Nøkler og alarm" in worker.get(reverse("staff:me")).text
    assert "Ikke lest" in worker.get(reverse("staff:routines")).text
    read = reverse("staff:routine_read", args=[routine.pk])
    for _again in range(2):
        assert worker.post(read, {"edition": "1"}, follow=True).status_code == 200
    assert RoutineReading.objects.filter(reader=worker.user).count() == 1
    assert "Nøkler og alarm" not in worker.get(reverse("staff:me")).text
    assert "Ikke lest" not in worker.get(reverse("staff:routines")).text


@pytest.mark.parametrize("edition", ["", "0", "2", "x", "9" * 30, "\0"])
def test_an_odd_edition_is_a_sentence(worker, leader, team, edition):
    routine = RoutineFactory(team=team, by=leader.user)
    read = reverse("staff:routine_read", args=[routine.pk])
    answer = worker.post(read, {"edition": edition}, follow=True)
    assert "endret mens du leste" in answer.text
    assert not RoutineReading.objects.filter(reader=worker.user).exists()


def test_a_form_sent_as_shown_changes_nothing_and_the_answer_is_asked_for(leader, team):
    routine = RoutineFactory(team=team, by=leader.user)
    address = reverse("staff:routine_rewrite", args=[routine.pk])
    form = {name: sent for name, sent in shown(leader.get(address)).items() if name != "once"}
    leader.post(address, form)
    assert routine.editions.count() == 1
    answer = leader.post(address, form | {"text": "Ny tekst."})
    assert "Si om endringen betyr noe" in answer.text
    assert "Ny tekst." in answer.text
    assert routine.editions.count() == 1
    leader.post(address, form | {"text": "Ny tekst.", "matters": "yes"})
    routine.refresh_from_db()
    assert (routine.edition, routine.read_from) == (2, 2)


def test_an_old_tab_is_told(leader, team):
    routine = RoutineFactory(team=team, by=leader.user)
    address = reverse("staff:routine_rewrite", args=[routine.pk])
    form = {name: sent for name, sent in shown(leader.get(address)).items() if name != "once"}
    leader.post(address, form | {"text": "Min.", "matters": "no"})
    answer = leader.post(address, form | {"text": "Din.", "matters": "no"})
    assert "Min." in answer.text
    assert routines.text_of(Routine.objects.get()) == "Min."


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("text", "a" * (LONGEST + 1), "10000"),
        ("name", "a" * 10_000, "80"),
        ("room", "kjeller", "Velg"),
        ("review_on", "31.02.2027", "datoen"),
        ("review_on", "2020-01-01", "året"),
        ("responsible", "999999", "Velg"),
    ],
)
def test_what_cannot_be_is_a_sentence(leader, field, value, sentence):
    sent = {
        "name": "Nøkler", "room": "folk", "text": "Lås.", "responsible": "",
        "review_on": routines.next_review(),
    }  # fmt: skip
    answer = leader.post(reverse("staff:routine_new"), sent | {field: value})
    assert answer.status_code == 200
    assert sentence in answer.text
    assert not Routine.objects.exists()


def test_the_longest_routine_is_shown(leader, team):
    routine = RoutineFactory(team=team, by=leader.user, text="ø" * LONGEST)
    assert "ø" * LONGEST in page(leader, routine).text


def test_who_has_read_is_seen_by_the_leader_alone(leader, worker, team):
    routine = RoutineFactory(team=team, by=leader.user)
    assert "Hvem har lest" in page(leader, routine).text
    assert str(worker.user) in page(leader, routine).text
    assert "Hvem har lest" not in page(worker, routine).text
    assert "Jeg har lest" in page(worker, routine).text
    assert "Gjennomgått i dag" not in page(worker, routine).text


def test_an_auditor_sees_and_is_not_asked(staff_client, leader, team):
    routine = RoutineFactory(team=team, by=leader.user)
    auditor = staff_client(role=Role.AUDITOR, team=team)
    assert "Jeg har lest" not in page(auditor, routine).text
    assert "Ikke lest" not in auditor.get(reverse("staff:routines")).text
    help_page = auditor.get(reverse("staff:help_room", args=["plan"]))
    assert routine.name in help_page.text
    assert "Ikke lest" not in help_page.text


def test_an_earlier_edition_says_that_it_is_one(leader, team):
    routine = RoutineFactory(team=team, by=leader.user, text="Den gamle.")
    routines.rewrite(
        routine, name=routine.name, room=routine.room, text="Den nye.", responsible=None,
        review_on=routine.review_on, matters=True, by=leader.user,
    )  # fmt: skip
    old = page(leader, routine, utgave="1")
    assert "Den gamle." in old.text
    assert "eldre utgave" in old.text
    assert "Jeg har lest" not in old.text
    leader.raise_request_exception = False
    assert [page(leader, routine, utgave=odd).status_code for odd in ("3", "x", "0")] == [404] * 3


def test_a_review_stands_on_the_leaders_page_with_its_act(leader, team):
    routine = RoutineFactory(team=team, by=leader.user, review_on=timezone.localdate())
    waiting_states.update_tasks(routines.TO_REVIEW)
    said = leader.get(reverse("staff:leader")).text
    assert "Rutiner å se over" in said
    assert f'href="{reverse("staff:routine", args=[routine.pk])}"' in said
    leader.post(reverse("staff:routine_reviewed", args=[routine.pk]))
    assert "Rutiner å se over" not in leader.get(reverse("staff:leader")).text
    routine.refresh_from_db()
    assert (routine.review_on, routine.reviewed_by) == (routines.next_review(), leader.user)


def test_what_holds_no_longer_is_asked_first_and_stays(leader, worker, team):
    routine = RoutineFactory(team=team, by=leader.user)
    address = reverse("staff:routine_retire", args=[routine.pk])
    leader.post(address, shown(leader.get(address)))
    routine.refresh_from_db()
    assert routine.retired_at is not None
    said = page(worker, routine).text
    assert "gjelder ikke lenger" in said
    assert "Jeg har lest" not in said
    of_readers = page(leader, routine).text.split("Hvem har lest")[1]
    assert (str(leader.user) in of_readers, str(worker.user) in of_readers) == (True, False)
    assert "Gjelder ikke lenger" in worker.get(reverse("staff:routines")).text


def test_it_is_found_by_search_and_from_the_help_of_its_room(leader, team):
    routine = RoutineFactory(team=team, by=leader.user, name="Nøkler og alarm", room="verk")
    found = leader.post(reverse("staff:search"), {"ord": "alarm"}, follow=True)
    assert reverse("staff:routine", args=[routine.pk]) in found.text
    there = {
        room.slug: routine.name in leader.get(reverse("staff:help_room", args=[room.slug])).text
        for room in ROOMS
    }
    assert [slug for slug, stands in there.items() if stands] == ["verk"]


def test_another_teams_routine_is_nobodys_to_find(leader):
    strange = RoutineFactory(name="Alarmen")
    leader.raise_request_exception = False
    assert page(leader, strange).status_code == 404
    assert "Alarmen" not in leader.get(reverse("staff:routines")).text
    found = leader.post(reverse("staff:search"), {"ord": "Alarmen"}, follow=True)
    assert reverse("staff:routine", args=[strange.pk]) not in found.text


@pytest.mark.parametrize("item_count", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("staff:routines", 8), ("staff:me", 12)])
def test_a_list_asks_as_often_for_three_as_for_one(
    worker, leader, team, name, queries, item_count, django_assert_num_queries
):
    for _number in range(item_count):
        RoutineFactory(team=team, by=leader.user, responsible=worker.user)
    with django_assert_num_queries(queries):
        said = worker.get(reverse(name)).text
    assert said.count("/staff/rutiner/") >= item_count


@pytest.mark.parametrize("item_count", [1, 3])
def test_a_routine_asks_as_often_for_three_readers(
    leader, team, item_count, django_assert_num_queries
):
    routine = RoutineFactory(team=team, by=leader.user)
    for _number in range(item_count):
        routines.read(routine, number=1, by=MembershipFactory(team=team).user)
    with django_assert_num_queries(11):
        said = page(leader, routine).text
    assert said.count("utgave 1") == item_count + 1
