import pytest
from django.test import Client
from django.urls import reverse

from leasing.models import Enquiry
from notices.models import Task
from tests.factories.accounts import TeamFactory
from tests.factories.leasing import GardenOfferFactory

pytestmark = pytest.mark.django_db
WORDS = {
    "company": "Granbar Regnskap AS",
    "organisation_number": "310 000 019",
    "name": "Henrik Falk",
    "email": "henrik@granbar.example",
    "phone": "22 00 00 00",
    "message": "Vi har en lys krok.",
}


def write(client, **words):
    return client.post(reverse("enquiry"), WORDS | words)


def test_enquiry_reaches_the_team_with_most_gardens_and_binds_it_to_a_day():
    TeamFactory()
    team = TeamFactory()
    GardenOfferFactory(garden__team=team)
    client = Client(enforce_csrf_checks=True)

    answer = write(client)

    assert answer["Location"] == reverse("enquiry_thanks")
    assert client.get(answer["Location"]).status_code == 200
    enquiry = Enquiry.objects.get()
    assert (enquiry.team, enquiry.organisation_number) == (team, "310000019")
    task = Task.objects.get()
    assert (task.team, task.kind) == (team, "enquiry")
    assert task.answer_by is not None


def test_second_tap_is_one_enquiry(client):
    TeamFactory()

    write(client)
    write(client)

    assert Enquiry.objects.count() == 1
    assert Task.objects.count() == 1


def test_sixth_message_of_an_hour_is_asked_to_call_and_keeps_its_words(client):
    TeamFactory()
    for index in range(5):
        write(client, message=f"Hei {index}")

    answer = write(client, message="Hei igjen")

    assert answer.status_code == 429
    assert "Ring oss" in answer.content.decode()
    assert "Hei igjen" in answer.content.decode()
    assert Enquiry.objects.count() == 5


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"company": ""}, "Skriv navnet på bedriften."),
        ({"organisation_number": "123456789"}, "Organisasjonsnummeret har ni siffer."),
        ({"email": "henrik"}, "Se om e-posten er skrevet riktig."),
        ({"phone": "12"}, "Se om telefonnummeret er skrevet riktig."),
        ({"name": "a" * 200_000}, "80"),
        ({"name": "a\x00b"}, "Teksten har et tegn som ikke kan lagres."),
    ],
)
def test_nonsense_is_answered_with_a_sentence(client, words, sentence):
    TeamFactory()

    answer = write(client, **words)

    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert Enquiry.objects.count() == 0


def test_ten_megabytes_of_name_are_not_read(client):
    assert write(client, name="a" * 10_000_000).status_code == 400


def test_without_a_team_nothing_is_promised(client):
    answer = write(client)

    assert answer.status_code == 200
    assert Enquiry.objects.count() == 0


def test_form_stands_alone_on_its_own_page(client):
    assert client.get(reverse("enquiry")).status_code == 200
