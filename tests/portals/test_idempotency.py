"""Back and send again makes one; an old tab is told; a lapsed sign-in loses no answer."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from participants.models import Participant
from portals import idempotency
from portals.models import SentForm
from tests.portals.shown_form import shown
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db
NEW = "staff:participant_new"


def opened(client, here, **changes):
    """Return what a filled-in page for a new participant sends."""
    values = {"chosen_name": ["Åse"], "primary_contact": [here.worker.pk]}
    return shown(client.get(reverse(NEW))) | values | changes


def test_the_same_page_sent_twice_makes_one_and_answers_with_it(signed_in):
    here = scene()
    client = signed_in(here.worker)
    sent = opened(client, here)
    first = client.post(reverse(NEW), sent)
    again = client.post(reverse(NEW), sent)
    assert (first.status_code, first.url) == (again.status_code, again.url)
    assert Participant.objects.filter(chosen_name="Åse").count() == 1


def test_other_words_on_the_same_page_are_asked_about_and_can_be_meant(signed_in):
    here = scene()
    client = signed_in(here.worker)
    sent = opened(client, here)
    client.post(reverse(NEW), sent)
    asked = client.post(reverse(NEW), sent | {"chosen_name": ["Bo"]})
    assert asked.status_code == 409 and not Participant.objects.filter(chosen_name="Bo").exists()
    client.post(reverse(NEW), shown(asked))
    assert Participant.objects.filter(chosen_name="Bo").exists()


def test_a_form_with_a_fault_can_be_sent_again_from_the_same_page(signed_in):
    here = scene()
    client = signed_in(here.worker)
    sent = opened(client, here, chosen_name=[""])
    page = client.post(reverse(NEW), sent)
    assert page.status_code == 200 and not SentForm.objects.exists()
    client.post(reverse(NEW), shown(page) | {"chosen_name": ["Åse"]})
    client.post(reverse(NEW), sent | {"chosen_name": ["Åse"]})
    assert Participant.objects.filter(chosen_name="Åse").count() == 1


def test_keys_are_forgotten_after_some_days(signed_in):
    here = scene()
    client = signed_in(here.worker)
    client.post(reverse(NEW), opened(client, here))
    assert idempotency.forget_old() == 0
    SentForm.objects.update(sent_at=timezone.now() - timedelta(days=8))
    assert idempotency.forget_old() == 1


def test_what_met_a_lapsed_sign_in_is_shown_again_to_the_same_person_alone(signed_in):
    here = scene()
    sent = opened(signed_in(here.worker), here, chosen_name=["Åse Lang"])
    for who, is_there in ((here.worker, True), (here.colleague(), False)):
        lapsed = Client()
        assert lapsed.post(reverse(NEW), sent).status_code == 302
        page = _come_back(signed_in, lapsed, who).get(reverse(NEW))
        assert (shown(page)["chosen_name"] == ["Åse Lang"]) is is_there
    assert not Participant.objects.filter(chosen_name="Åse Lang").exists()


def test_the_words_that_came_with_a_file_are_kept_without_it(signed_in):
    here = scene()
    sent = opened(signed_in(here.worker), here, chosen_name=["Åse Lang"])
    lapsed = Client()
    lapsed.post(reverse(NEW), sent | {"file": SimpleUploadedFile("a.jpg", b"jpg")})
    page = _come_back(signed_in, lapsed, here.worker).get(reverse(NEW))
    assert shown(page)["chosen_name"] == ["Åse Lang"]
    assert "ble ikke med" in page.content.decode()


def _come_back(signed_in, lapsed, user):
    """Return a browser where `user` has signed in, with what the lapsed session kept."""
    client = signed_in(user)
    session = client.session
    session[idempotency.KEPT] = lapsed.session[idempotency.KEPT]
    session.save()
    return client


def test_a_changed_token_shows_what_was_written_once_more(signed_in):
    here = scene()
    quiet = signed_in(here.worker)
    sent = opened(quiet, here, chosen_name=["Åse Lang"])
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = quiet.cookies
    page = strict.post(reverse(NEW), sent)
    assert page.status_code == 403 and shown(page)["chosen_name"] == ["Åse Lang"]
    foreign = strict.post(reverse(NEW), sent | {"once": ["made.up"]})
    assert foreign.status_code == 403 and "Åse Lang" not in foreign.content.decode()


def test_an_old_tab_is_told_what_stands_there_and_obeyed_when_it_is_meant(signed_in):
    here = scene()
    session = here.session(starts_at=timezone.now() + timedelta(days=2), places=4, note="Kaffe")
    client, url = signed_in(here.worker), reverse("staff:session_edit", args=[session.pk])
    first, second = shown(client.get(url)), shown(client.get(url))

    client.post(url, first | {"places": ["8"]})
    told = client.post(url, second | {"note": ["Ta med regntøy"]})

    session.refresh_from_db()
    assert (told.status_code, session.places, session.note) == (200, 8, "Kaffe")
    assert "Nå står det: 8" in told.content.decode()
    assert shown(told)["note"] == ["Ta med regntøy"]
    client.post(url, shown(told) | {"places": ["8"]})
    session.refresh_from_db()
    assert (session.places, session.note) == (8, "Ta med regntøy")


@pytest.mark.both
def test_eight_sendings_of_one_page_at_once_make_one(race):
    result = race.run("tests.portals.racers.same_form", processes=8)
    assert [act.get("error") for act in result["acts"]] == [None] * 8
    assert {act["value"] for act in result["acts"]} == {"/laget/1/"}
    assert result["look"] == 1


def test_the_code_of_a_colleague_never_stands_in_a_page(signed_in):
    here = scene()
    client = signed_in(here.worker)
    sent = opened(client, here) | {"witness_code": ["48151"]}
    client.handler.enforce_csrf_checks = True
    asked = client.post(reverse(NEW), sent | {"csrfmiddlewaretoken": ["foreign"]})
    assert (asked.status_code, shown(asked)["chosen_name"]) == (403, ["Åse"])
    assert "48151" not in asked.content.decode()
