"""Pictures of works: taken at the work, or sent by a phone that had no signal."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import Role
from participants import consents
from pictures.models import Picture
from pictures.permissions import is_public
from tests.factories.accounts import MembershipFactory
from tests.factories.activities import WorkFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.pictures import SECRET, file_with_secrets

pytestmark = pytest.mark.django_db


def photo():
    return SimpleUploadedFile("IMG_1.jpg", file_with_secrets())


@pytest.fixture
def worker(staff_client):
    client = staff_client(role=Role.WORKER)
    client.work = WorkFactory(team=client.team)
    client.kari = ParticipantFactory(team=client.team)
    return client


def url(name, client):
    return reverse(f"staff:{name}", args=[client.work.pk])


def send_url(client, user=None):
    return f"{url('work_picture_send', client)}?user={(user or client.user).pk}"


def test_the_first_picture_is_the_works_own_and_the_next_one_more(worker):
    assert url("work_picture_new", worker) in worker.get(url("work", worker)).content.decode()
    for _time in range(2):
        sent = {"camera": photo(), "is_nobody_on_it": "on"}
        assert worker.post(url("work_picture_new", worker), sent).status_code == 302
    worker.work.refresh_from_db()
    first, second = Picture.objects.order_by("pk")
    assert worker.work.picture == first
    assert list(worker.work.more_pictures.all()) == [second]
    assert SECRET.encode() not in first.file.read()


def test_somebody_on_it_is_shown_to_nobody_before_their_yes(worker):
    sent = {"file": photo(), "on_picture": [worker.kari.pk]}
    worker.post(url("work_picture_new", worker), sent)
    picture = Picture.objects.get()
    assert not is_public(picture)
    given = consents.give(worker.kari, item=picture, channel="web", how="screen", months=6)
    assert is_public(Picture.objects.get())
    consents.withdraw(given)
    assert not is_public(Picture.objects.get())


def test_a_picture_that_nobody_said_a_word_about_is_kept_and_shown_to_nobody(worker):
    worker.post(url("work_picture_new", worker), {"file": photo()})
    assert not is_public(Picture.objects.get())


def test_without_a_picture_there_is_a_sentence(worker):
    page = worker.post(url("work_picture_new", worker), {"is_nobody_on_it": "on"})
    assert page.context["form"].errors == {"camera": ["Ta et bilde, eller velg ett."]}


def test_a_phone_that_sends_twice_keeps_one(worker):
    key = str(uuid4())
    token = worker.get(url("work_picture_send", worker)).json()["token"]
    for _time in range(2):
        sent = {"sent_as": key, "file": photo(), "on_picture": [worker.kari.pk]}
        answer = worker.post(send_url(worker), sent)
        assert answer.json() | {"token": ""} == {"token": "", "done": True, "said": ""}
    assert token
    assert list(Picture.objects.get().people.all()) == [worker.kari]


@pytest.mark.parametrize(
    "sent",
    [
        {"sent_as": "tull"},
        {"sent_as": str(uuid4()), "file": SimpleUploadedFile("a.jpg", b"tull")},
        {"sent_as": str(uuid4()), "on_picture": ["999999999999999999999"]},
        {},
    ],
)
def test_what_cannot_be_read_is_answered_with_a_sentence(worker, sent):
    answer = worker.post(send_url(worker), {"file": photo()} | sent)
    assert answer.status_code == 200
    assert (answer.json()["done"], bool(answer.json()["said"])) == (False, True)
    assert not Picture.objects.exists()


def test_what_one_took_is_not_sent_as_another(worker):
    other = MembershipFactory(team=worker.team, role=Role.WORKER).user
    sent = {"sent_as": str(uuid4()), "file": photo()}
    assert worker.post(send_url(worker, other), sent).status_code == 409
    answer = worker.post(url("work_picture_send", worker), sent | {"file": photo()})
    assert answer.json()["done"] is False
    assert worker.get(send_url(worker, other)).status_code == 409
    assert not Picture.objects.exists()


def test_another_teams_work_is_not_there(worker, staff_client):
    other = staff_client(role=Role.WORKER)
    for address in (url("work_picture_new", worker), send_url(worker, other.user)):
        assert other.post(address, {"file": photo()}).status_code == 404
