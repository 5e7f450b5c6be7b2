"""Guests, a paper sheet, what a phone sends, and putting right what was closed."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessSubject, Role
from activities.models import Attendance, Guest, SentTap, Session
from activities.taking_part import guests
from participants.models import Participant
from payouts.earnings import promises
from payouts.models import Earning
from tests.factories.participants import ParticipantFactory
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db


def messages_of(page):
    return [str(message) for message in page.context["messages"]]


def row(act, **more):
    at = timezone.now() - timedelta(minutes=10)
    return {"key": str(uuid4()), "act": act, "tapped_at": at.isoformat(), **more}


def send(client, session, body):
    written = body if isinstance(body, str | bytes) else json.dumps(body)
    url = reverse("staff:sheet_send", args=[session.pk])
    return client.post(url, written, content_type="application/json")


# --- What a phone sends ----------------------------------------------------------
def test_each_tap_is_answered_by_its_key(signed_in):
    here = scene()
    session = here.session(starts_at=timezone.now() - timedelta(hours=1))
    person = here.person()
    client = signed_in(here.worker)
    taps = [
        row("took_part", participant=person.pk),
        row("guest", called="Ola"),
        row("all_clear"),
        row("took_part", participant=ParticipantFactory().pk),
    ]
    for _time in range(2):
        answer = send(client, session, {"taps": taps}).json()
    stranger = {"done": False, "said": "Vi fant ikke personen på lista."}
    done = {"done": True, "said": ""}
    assert answer["answers"] == {
        tap["key"]: words for tap, words in zip(taps, [done, done, done, stranger], strict=True)
    }
    assert answer["open"] is True
    assert (Attendance.objects.count(), Guest.objects.count()) == (1, 1)
    assert session.shifts.get().all_clear_at.isoformat() == taps[2]["tapped_at"]


def test_a_tap_on_a_closed_session_is_done_and_the_phone_hears_that_it_is_closed(signed_in):
    here = scene()
    session = here.session()
    person = here.person()
    promises.close(session, by=here.worker)
    tap = row("took_part", participant=person.pk)
    answer = send(signed_in(here.worker), session, {"taps": [tap]}).json()
    assert (answer["answers"][tap["key"]]["done"], answer["open"]) == (True, False)
    assert [earning.state for earning in Earning.objects.all()] == ["approved"]


@pytest.mark.parametrize(
    "body",
    ["{", "[]", "null", '{"taps": 1}', b"\xff", "[" * 100_000, {"taps": [{}] * 501}],
    ids=["cut", "list", "null", "number", "bytes", "deep", "many"],
)
def test_what_cannot_be_read_is_answered_with_a_sentence(signed_in, body):
    here = scene()
    answer = send(signed_in(here.worker), here.session(), body)
    assert answer.status_code == 400
    assert answer.json() == {"said": "Vi kunne ikke lese det som telefonen sendte."}


def test_a_form_where_taps_belong_is_answered_with_a_sentence(signed_in):
    """A form with parts is read by Django before the view: its body is gone."""
    here = scene()
    url = reverse("staff:sheet_send", args=[here.session().pk])
    answer = signed_in(here.worker).post(url, {"taps": "[]"})
    assert (answer.status_code, list(answer.json())) == (400, ["said"])


@pytest.mark.parametrize(
    "nonsense",
    [
        1, None, "x", {"act": "came_too_late"}, {"act": []}, {"key": 5}, {"key": "\x00"},
        {"tapped_at": "i går"}, {"tapped_at": 5}, {"tapped_at": "2026-11-24T12:00"},
        {"tapped_at": "0001-01-01T00:00:00+14:00"}, {"participant": "9" * 5000},
        {"participant": [1]}, {"participant": 1e400}, {"participant": None},
    ],
)  # fmt: skip
def test_a_tap_of_nonsense_stands_in_no_other_s_way(signed_in, nonsense):
    here = scene()
    session = here.session()
    person = here.person()
    good = row("took_part", participant=person.pk)
    bad = (
        row("took_part", participant=person.pk) | nonsense
        if isinstance(nonsense, dict)
        else nonsense
    )
    answer = send(signed_in(here.worker), session, json.dumps({"taps": [bad, good]})).json()
    assert answer["answers"].pop(good["key"]) == {"done": True, "said": ""}
    assert [words["done"] for words in answer["answers"].values()] == [False]
    assert SentTap.objects.count() == 1


def test_a_lapsed_sign_in_is_told_to_the_phone_and_the_token_is_given_after_it(client, signed_in):
    here = scene()
    url = reverse("staff:sheet_send", args=[here.session().pk])
    lapsed = client.get(url, headers={"Accept": "application/json"})
    assert (lapsed.status_code, lapsed.json()) == (401, {"sign_in": "/konto/login/"})
    after = signed_in(here.worker).get(url, headers={"Accept": "application/json"})
    assert len(after.json()["token"]) == 64
    assert {one["Cache-Control"] for one in (lapsed, after)} == {"no-store, private"}


def test_what_is_gone_for_who_is_signed_in_is_told_to_the_phone_with_whom(signed_in):
    """So that it says so, and does not wait for a word that never comes."""
    here, there = scene(), scene()
    url = reverse("staff:sheet_send", args=[here.session().pk])
    stranger = there.worker
    client, asks = signed_in(stranger), {"headers": {"Accept": "application/json"}}
    gone = client.get(url, **asks)
    assert (gone.status_code, gone.json()) == (404, {"not_for": stranger.pk})
    stranger.memberships.all().delete()
    closed = client.get(url, **asks)
    assert (closed.status_code, closed.json()) == (403, {"not_for": stranger.pk})


def test_without_the_token_nothing_is_taken(signed_in):
    here = scene()
    session = here.session()
    client = signed_in(here.worker)
    client.handler.enforce_csrf_checks = True
    url = reverse("staff:sheet_send", args=[session.pk])
    body = json.dumps({"taps": [row("guest")]})
    assert client.post(url, body, content_type="application/json").status_code == 403
    token = client.get(url).json()["token"]
    answer = client.post(url, body, content_type="application/json", headers={"X-CSRFToken": token})
    assert (answer.status_code, Guest.objects.count()) == (200, 1)


def test_the_worker_of_the_phone_holds_the_staff_portal_alone(client):
    answer = client.get(reverse("staff:offline_worker"))
    assert answer["Service-Worker-Allowed"] == "/staff/"
    assert answer["Content-Type"] == "text/javascript"
    assert reverse("staff:offline") in answer.content.decode()


# --- Guests ----------------------------------------------------------------------------
def test_a_guest_is_added_shown_and_taken_away(signed_in):
    here = scene()
    session = here.session()
    client = signed_in(here.worker)
    add = reverse("staff:guest_add", args=[session.pk])
    for called in ("", "Mannen med hunden\x00"):
        assert client.post(add, {"called": called}).status_code == 302
    page = client.get(reverse("staff:sheet", args=[session.pk])).content.decode()
    assert ("Gjest 1" in page, "Mannen med hunden" in page) == (True, True)
    away = reverse("staff:guest_remove", args=[session.pk, Guest.objects.first().pk])
    for _tap in range(2):
        assert client.post(away).status_code == 302
    assert [guest.called for guest in Guest.objects.all()] == ["Mannen med hunden"]


def test_a_guest_becomes_somebody_whom_we_know(signed_in):
    here = scene()
    session = here.session()
    person = here.person("Kari")
    guest = guests.add(session, by=here.worker)
    promises.close(session, by=here.worker)
    url = reverse("staff:guest_become", args=[session.pk, guest.pk])
    client = signed_in(here.worker)
    assert "Ny deltaker" in client.get(url).content.decode()
    assert set(AccessSubject.objects.values_list("participant_number", flat=True)) == {person.pk}
    page = client.post(url, {"participant": person.pk}, follow=True)
    assert messages_of(page) == ["Kari er skrevet opp på økta."]
    assert [(one.participant, one.state) for one in Earning.objects.all()] == [(person, "approved")]
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("nonsense", ["", "x", "9" * 40, "-1"])
def test_a_guest_becomes_nobody_by_nonsense(signed_in, nonsense):
    here = scene()
    session = here.session()
    guest = guests.add(session, by=here.worker)
    url = reverse("staff:guest_become", args=[session.pk, guest.pk])
    page = signed_in(here.worker).post(url, {"participant": nonsense})
    assert page.status_code == 200
    assert page.context["form"].errors.keys() == {"participant"}


def test_a_guest_becomes_a_new_participant_and_one_is_back_at_the_session(signed_in):
    here = scene()
    session = here.session()
    guest = guests.add(session, by=here.worker)
    client = signed_in(here.worker)
    url = f"{reverse('staff:participant_new')}?team={here.team.slug}&gjest={guest.pk}"
    fields = {
        "chosen_name": "Nils", "primary_contact": here.worker.pk, "channel": "paper",
        "language": "nb",
    }  # fmt: skip
    page = client.post(url, fields)
    assert page.status_code == 302, page.context["form"].errors
    assert page["Location"] == reverse("staff:sheet", args=[session.pk])
    assert Attendance.objects.get().participant == Participant.objects.get(chosen_name="Nils")


def test_a_guest_of_another_team_is_not_taken_along(signed_in):
    here, there = scene(), scene()
    guest = guests.add(there.session(), by=there.worker)
    client = signed_in(here.worker)
    fields = {
        "chosen_name": "Nils", "primary_contact": here.worker.pk, "channel": "paper",
        "language": "nb",
    }  # fmt: skip
    for wanted in (guest.pk, "x", "9" * 40, "٣"):
        url = f"{reverse('staff:participant_new')}?gjest={wanted}"
        assert "/staff/deltakere/" in client.post(url, fields)["Location"]
    assert Attendance.objects.count() == 0


# --- A paper sheet -----------------------------------------------------------------------
def test_a_paper_sheet_is_entered_on_one_screen(signed_in):
    here = scene()
    session = here.session()
    first, *_others = here.coming(session, 2)
    Session.objects.update(
        starts_at=timezone.now() - timedelta(days=3, hours=2),
        ends_at=timezone.now() - timedelta(days=3),
    )
    dropped_in = here.person("Dukket opp")
    client = signed_in(here.worker)
    page = client.get(reverse("staff:sheet_paper", args=[session.pk]))
    assert len(page.context["people"]) == 3
    seen = set(AccessSubject.objects.values_list("participant_number", flat=True))
    assert seen == {person.pk for person in here.people}
    save = reverse("staff:attendance_save", args=[session.pk])
    ticks = {"took_part": [first.pk, dropped_in.pk], "guests": "2"}
    for _tap in range(2):
        page = client.post(save, ticks, follow=True)
    assert messages_of(page) == ["4 var med."]
    assert set(session.attendances.values_list("participant", flat=True)) == {
        first.pk, dropped_in.pk,
    }  # fmt: skip


@pytest.mark.parametrize("number", ["mange", "-1", "9" * 40, "²", "51"])
def test_a_number_of_guests_that_cannot_be_is_answered_with_a_sentence(signed_in, number):
    here = scene()
    session = here.session()
    person = here.person()
    url = reverse("staff:attendance_save", args=[session.pk])
    ticks = {"took_part": [person.pk], "guests": number}
    page = signed_in(here.worker).post(url, ticks, follow=True)
    assert len(messages_of(page)) == 1
    assert (Attendance.objects.count(), Guest.objects.count()) == (1, 0)


# --- After closing -------------------------------------------------------------------------
def test_a_closed_list_is_put_right_and_says_who_did_what(signed_in):
    here = scene()
    session = here.session()
    first = here.person("Kari")
    promises.record(session, participant=first, by=here.worker)
    promises.close(session, by=here.worker)
    forgotten = here.person("Ola")
    client = signed_in(here.worker)
    sheet = reverse("staff:sheet", args=[session.pk])
    assert client.get(sheet).context["may_record"] is False
    assert client.get(sheet, {"rett": "1"}).context["may_record"] is True
    ticks = {"took_part": [forgotten.pk], "took_part_before": [first.pk]}
    page = client.post(reverse("staff:attendance_save", args=[session.pk]), ticks, follow=True)
    assert messages_of(page) == [
        "150\u00a0kr til Kari var alt på vei. Pengene blir stående, og ingen krever dem tilbake.",
        "1 var med.",
    ]
    rows = page.context["corrections"]
    found = [(one.participant, one.history_type != "-", one.history_user) for one in rows]
    assert found == [(forgotten, True, here.worker), (first, False, here.worker)]
    assert [one.state for one in Earning.objects.order_by("pk")] == ["approved", "approved"]


@pytest.mark.parametrize("role", [Role.EDITOR, Role.AUDITOR, Role.FINANCE])
def test_those_who_do_not_record_put_nothing_right(staff_client, role):
    here = scene()
    session = here.session()
    client = staff_client(role=role, team=here.team)
    page = client.get(reverse("staff:sheet", args=[session.pk]), {"rett": "1"})
    assert page.context["may_record"] is False
    assert send(client, session, {"taps": [row("guest")]}).status_code == 403
