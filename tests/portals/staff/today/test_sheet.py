"""Recording, undoing, signing up for somebody, and what is said when a rule stands in the way."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessEvent, AccessSubject, Role
from activities.models import Attendance, Session, SignUp
from activities.taking_part import signups
from payouts.models import Budget, Earning
from tests.factories.participants import ParticipantFactory
from tests.portals.shown_form import shown
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db


def messages_of(page):
    return [str(message) for message in page.context["messages"]]


def test_one_tap_records_and_a_second_changes_nothing(signed_in):
    here = scene()
    session = here.session()
    (person,) = here.coming(session, 1)
    client = signed_in(here.worker)
    url = reverse("staff:attendance_record", args=[session.pk, person.pk])
    assert [client.post(url).status_code for _tap in range(2)] == [302, 302]
    assert Attendance.objects.filter(session=session).count() == 1
    assert [earning.ore for earning in Earning.objects.live()] == [15_000]


def test_undo_takes_back_the_tap_and_its_promise(signed_in):
    here = scene()
    session = here.session()
    (person,) = here.coming(session, 1)
    client = signed_in(here.worker)
    client.post(reverse("staff:attendance_record", args=[session.pk, person.pk]))
    url = reverse("staff:attendance_reverse", args=[session.pk, person.pk])
    assert [client.post(url).status_code for _tap in range(2)] == [302, 302]
    assert Attendance.objects.count() == 0
    assert Earning.objects.live().count() == 0


def test_htmx_gets_the_row_alone(signed_in):
    here = scene()
    session = here.session()
    (person,) = here.coming(session, 1)
    client = signed_in(here.worker)
    url = reverse("staff:attendance_record", args=[session.pk, person.pk])
    row = client.post(url, headers={"HX-Request": "true"}).content.decode()
    assert row.count("<li") == 1
    assert "Angre" in row
    assert "<html" not in row
    ticked = client.post(url, {"row": "tick"}, headers={"HX-Request": "true"}).content.decode()
    assert ticked.count("<li") == 1
    assert " checked" in ticked


def test_a_broken_rule_is_said_in_the_row(signed_in):
    here = scene()
    session = here.session(starts_at=timezone.now() + timedelta(days=2))
    (person,) = here.coming(session, 1)
    url = reverse("staff:attendance_record", args=[session.pk, person.pk])
    row = signed_in(here.worker).post(url, headers={"HX-Request": "true"})
    assert row.status_code == 200
    assert (
        row.context["error"]
        == f"{person.chosen_name}: Økta har ikke begynt. Da kan ingen ha vært med."
    )


def test_whole_list_is_saved_at_once(signed_in):
    here = scene()
    session = here.session()
    first, second, third = here.coming(session, 3)
    other = here.person("Dukket opp")
    client = signed_in(here.worker)
    client.post(reverse("staff:attendance_record", args=[session.pk, first.pk]))
    ticks = {"took_part": [second.pk, other.pk], "took_part_before": [first.pk]}
    url = reverse("staff:attendance_save", args=[session.pk])
    for _tap in range(2):
        page = client.post(url, ticks, follow=True)
    assert set(session.attendances.values_list("participant", flat=True)) == {second.pk, other.pk}
    assert messages_of(page) == ["2 var med."]
    assert third.attendances.count() == 0


def test_saving_an_old_page_leaves_what_a_colleague_recorded(signed_in):
    here = scene()
    session = here.session()
    first, second = here.coming(session, 2)
    client = signed_in(here.worker)
    client.post(reverse("staff:attendance_record", args=[session.pk, second.pk]))
    client.post(reverse("staff:attendance_save", args=[session.pk]), {"took_part": [first.pk]})
    assert session.attendances.count() == 2


@pytest.mark.parametrize("nonsense", ["", "x", "-1", "9" * 40, "\x00", "1' OR 1=1"])
def test_nonsense_ticks_are_left_out(signed_in, nonsense):
    here = scene()
    session = here.session()
    client = signed_in(here.worker)
    url = reverse("staff:attendance_save", args=[session.pk])
    data = {"took_part": [nonsense], "took_part_before": [nonsense, "no"]}
    assert client.post(url, data).status_code == 302
    assert Attendance.objects.count() == 0


def test_somebody_of_another_team_cannot_be_ticked(signed_in):
    here = scene()
    session = here.session()
    stranger = ParticipantFactory()
    client = signed_in(here.worker)
    client.post(reverse("staff:attendance_save", args=[session.pk]), {"took_part": [stranger.pk]})
    url = reverse("staff:attendance_record", args=[session.pk, stranger.pk])
    assert client.post(url).status_code == 404
    assert Attendance.objects.count() == 0


def test_page_says_before_the_tap_that_there_is_no_money(signed_in):
    here = scene()
    session = here.session(places=1)
    Budget.objects.update(amount_ore=15_000)
    client = signed_in(here.worker)
    sheet = reverse("staff:sheet", args=[session.pk])
    sentence = "Det er ikke penger til flere honorarer."
    assert sentence not in client.get(sheet).content.decode()
    first, second = here.person(), here.person()
    client.post(reverse("staff:attendance_record", args=[session.pk, first.pk]))
    assert sentence in client.get(sheet).content.decode()
    client.post(reverse("staff:attendance_record", args=[session.pk, second.pk]))
    assert Attendance.objects.count() == 2
    assert Earning.objects.live().count() == 1


def test_staff_say_for_somebody_that_they_come_or_not(signed_in):
    here = scene()
    session = here.session(places=1, starts_at=timezone.now() + timedelta(days=1))
    first, second = here.person("Ola"), here.person("Ali")
    client = signed_in(here.worker)
    for person in (first, second):
        for _tap in range(2):
            page = client.post(
                reverse("staff:signup_join", args=[session.pk, person.pk]), follow=True
            )
    assert messages_of(page) == ["Det er fullt akkurat nå. Ali står i køen."]
    for _tap in range(2):
        client.post(reverse("staff:signup_not_now", args=[session.pk, first.pk]))
    states = {signup.participant_id: signup.state for signup in SignUp.objects.all()}
    assert states == {first.pk: "not_now", second.pk: "coming"}


def test_every_look_is_written_down_with_whom(signed_in):
    here = scene()
    session = here.session()
    people = here.coming(session, 2)
    other = here.person("Annen")
    client = signed_in(here.worker)
    client.get(reverse("staff:sheet", args=[session.pk]))
    client.get(reverse("staff:sheet", args=[session.pk]))
    event = AccessEvent.objects.get()
    assert (event.what, event.act, event.user) == ("staff:sheet", "list", here.worker)
    shown = set(AccessSubject.objects.values_list("participant_number", flat=True))
    assert shown == {person.pk for person in (*people, other)}


def test_search_narrows_and_takes_a_code(signed_in):
    here = scene()
    session = here.session()
    ola, ali = here.person("Ola"), here.person("Ali")
    client = signed_in(here.worker)
    sheet = reverse("staff:sheet", args=[session.pk])

    def found(wanted):
        sent = {"ord": wanted, "next": f"{sheet}#andre"}
        answer = client.post(reverse("staff:search"), sent)
        assert answer.url.startswith(f"{sheet}?ord=")
        assert answer.url.endswith("#andre")
        rows = client.get(answer.url).context["others"]
        return [row.participant for row in rows]

    assert found("ol") == [ola]
    assert found(ola.code.lower()) == [ola]
    assert found("xyz") == []
    assert found("x" * 5000) == [ali, ola] != found("ol")  # too long: said, and nobody left out


@pytest.mark.parametrize("role", [Role.EDITOR, Role.AUDITOR, Role.FINANCE])
def test_only_those_who_plan_record(staff_client, role):
    here = scene()
    session = here.session()
    person = here.person()
    client = staff_client(role=role, team=here.team)
    names = ("attendance_record", "attendance_reverse", "signup_join", "signup_not_now")
    codes = {
        client.post(reverse(f"staff:{name}", args=[session.pk, person.pk])).status_code
        for name in names
    }
    codes.add(client.post(reverse("staff:attendance_save", args=[session.pk])).status_code)
    assert codes == {403}


def test_peer_worker_records(staff_client):
    here = scene()
    session = here.session()
    client = staff_client(role=Role.PEER_WORKER, team=here.team)
    client.post(reverse("staff:attendance_record", args=[session.pk, here.person().pk]))
    assert Attendance.objects.count() == 1


def test_another_teams_session_is_not_there(staff_client):
    here = scene()
    session = here.session()
    client = staff_client()
    url = reverse("staff:attendance_record", args=[session.pk, here.person().pk])
    assert client.post(url).status_code == 404
    assert client.get(reverse("staff:sheet", args=[session.pk])).status_code == 404
    assert Session.objects.get().attendances.count() == 0


def test_a_person_of_another_team_is_named_with_it_and_leads_nowhere(signed_in):
    here = scene()
    session = here.session()
    (own,) = here.coming(session, 1)
    guest, waiting = ParticipantFactory.create_batch(2)
    signups.join(session, participant=guest)
    Session.objects.filter(pk=session.pk).update(places=2)
    signups.join(session, participant=waiting)
    client = signed_in(here.worker)

    for page in ("staff:today", "staff:sheet"):
        answer = client.get(reverse(page, args=[session.pk] if page == "staff:sheet" else []))
        words = answer.content.decode()
        assert reverse("staff:participant", args=[own.pk]) in words
        for person in (guest, waiting):
            assert (person.chosen_name in words, f"fra {person.team}" in words) == (True, True)
            assert reverse("staff:participant", args=[person.pk]) not in words
    assert client.get(reverse("staff:participant", args=[guest.pk])).status_code == 404


def test_whom_the_address_names_stands_beside_the_list(signed_in):
    here = scene()
    session = here.session()
    person, other = here.coming(session, 2)
    client = signed_in(here.worker)
    client.post(reverse("staff:attendance_record", args=[session.pk, person.pk]))
    sheet = reverse("staff:sheet", args=[session.pk])
    stranger = here.person("Ikke på lista")

    page = client.get(sheet, {"valgt": person.pk})
    words = page.content.decode()
    assert (page.context["chosen"].participant, page.context["chosen_earning"].ore) == (
        person,
        15_000,
    )
    assert f'<h2 id="valgt-tittel">{person.chosen_name}</h2>' in words
    shut = client.get(sheet).content.decode()
    marks = [one.count('aria-current="true"') for one in (words, shut)]
    assert marks[0] - marks[1] == 2  # the link, and the button without JavaScript
    for key in (stranger.pk, "x", ""):
        assert client.get(sheet, {"valgt": key}).context["chosen"] is None
    assert other.chosen_name in words


def test_without_javascript_whom_one_opens_saves_what_is_ticked(signed_in):
    here = scene()
    session = here.session()
    person, other = here.coming(session, 2)
    save = reverse("staff:attendance_save", args=[session.pk])
    answer = signed_in(here.worker).post(save, {"took_part": [person.pk], "valgt": other.pk})
    sheet = reverse("staff:sheet", args=[session.pk])
    assert answer["Location"] == f"{sheet}?valgt={other.pk}#valgt"
    assert [one.participant for one in session.attendances.all()] == [person]


def test_an_act_beside_the_list_leads_back_to_it(signed_in):
    here = scene()
    session = here.session(starts_at=timezone.now() + timedelta(days=2))
    (person,) = here.coming(session, 1)
    client = signed_in(here.worker)
    beside = f"{reverse('staff:sheet', args=[session.pk])}?valgt={person.pk}"
    not_now = reverse("staff:signup_not_now", args=[session.pk, person.pk])
    assert not_now in client.get(beside).content.decode()
    answer = client.post(not_now, {"next": beside}, follow=True)
    assert answer.redirect_chain[-1][0] == beside
    assert answer.context["chosen"].is_not_now
    assert "data-chosen" in answer.content.decode()


def test_not_now_is_not_said_for_who_was_recorded_meanwhile(signed_in):
    here = scene()
    session = here.session()
    (person,) = here.coming(session, 1)
    client = signed_in(here.worker)
    client.post(reverse("staff:attendance_record", args=[session.pk, person.pk]))
    not_now = reverse("staff:signup_not_now", args=[session.pk, person.pk])
    page = client.post(not_now, follow=True)
    assert "Ta bort krysset først" in page.content.decode()
    assert SignUp.objects.get(participant=person).state == SignUp.State.COMING


def test_a_list_saved_with_the_token_of_before_is_asked_for_once_more(signed_in):
    here = scene()
    session = here.session()
    (person,) = here.coming(session, 1)
    client = signed_in(here.worker)
    page = shown(client.get(reverse("staff:sheet", args=[session.pk])))
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    sent = {"once": page["once"], "took_part": [person.pk]}
    told = strict.post(reverse("staff:attendance_save", args=[session.pk]), sent)
    assert told.status_code == 403
    assert f'name="took_part" value="{person.pk}"' in told.content.decode()
