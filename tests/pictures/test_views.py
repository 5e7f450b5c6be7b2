"""The gate: who gets which file, and that everybody else is told of nothing."""

import pytest
from django.core.files.storage import FileSystemStorage

from accounts.models import AccessEvent, Role
from participants import consents
from participants.models import Consent
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.pictures import PictureFactory

pytestmark = pytest.mark.django_db
WEB = Consent.Channel.WEB


def addresses(picture):
    return [picture.file.url, picture.get_rendition("width-40").url]


def statuses(client, picture):
    return [client.get(address).status_code for address in addresses(picture)]


def consent_of(person, picture):
    return consents.give(person, item=picture, channel=WEB, how=Consent.How.SCREEN, months=6)


def test_a_picture_without_people_is_public_and_its_original_is_not(client):
    assert statuses(client, PictureFactory()) == [404, 200]


def test_a_picture_that_nobody_has_checked_is_not_public(client):
    assert statuses(client, PictureFactory(people_checked=False)) == [404, 404]


def test_people_are_shown_while_each_consents_and_gone_at_the_next_request(client):
    ola, eva = ParticipantFactory.create_batch(2)
    picture = PictureFactory(people=[ola, eva])
    seen = [statuses(client, picture)[1]]
    consent = consent_of(ola, picture)
    seen.append(statuses(client, picture)[1])
    consent_of(eva, picture)
    seen.append(statuses(client, picture)[1])
    consents.withdraw(consent)
    seen.append(statuses(client, picture)[1])
    assert (seen, statuses(client, picture)) == ([404, 404, 200, 404], [404, 404])


def test_an_address_remembered_from_before_gives_nothing_either(client):
    ola = ParticipantFactory()
    picture = PictureFactory(people=[ola])
    consent = consent_of(ola, picture)
    address = picture.get_rendition("width-40").url
    etag = client.get(address).headers["ETag"]
    consents.withdraw(consent)
    assert client.get(address, headers={"if-none-match": etag}).status_code == 404


@pytest.mark.parametrize("role", Role.values)
def test_staff_of_the_persons_team_see_it_and_no_cache_keeps_it(signed_in, role):
    ola = ParticipantFactory()
    picture = PictureFactory(people=[ola])
    client = signed_in(MembershipFactory(team=ola.team, role=role).user)
    response = client.get(picture.get_rendition("width-40").url)
    assert (response.status_code, response.headers["Cache-Control"]) == (
        200,
        "no-store, private",
    )


def test_a_look_at_somebody_who_is_not_public_is_written_down_once(signed_in):
    ola = ParticipantFactory()
    client = signed_in(MembershipFactory(team=ola.team).user)
    picture = PictureFactory(people=[ola])
    statuses(client, picture)
    statuses(client, PictureFactory())
    assert [
        (event.user_id, event.what, event.subjects.get().participant_number)
        for event in AccessEvent.objects.all()
    ] == [(int(client.session["_auth_user_id"]), "picture", ola.pk)]


@pytest.mark.parametrize("role", Role.values)
def test_staff_of_another_team_are_told_of_nothing(signed_in, role):
    picture = PictureFactory(people=[ParticipantFactory()])
    assert statuses(signed_in(MembershipFactory(role=role).user), picture) == [404, 404]


def test_a_system_administrator_does_not_thereby_see_people(signed_in):
    client = signed_in(UserFactory(administrator=True))
    with_people = PictureFactory(people=[ParticipantFactory()])
    unchecked = PictureFactory(people_checked=False)
    assert [statuses(client, with_people), statuses(client, unchecked)] == [[404, 404]] * 2
    preview = f"/admin/images/{with_people.pk}/preview/original/"
    assert client.get(preview).status_code == 404


def test_who_uploaded_a_picture_sees_it_until_there_are_others_in_it(signed_in):
    kari = UserFactory()
    picture = PictureFactory(people_checked=False, uploaded_by_user=kari)
    before = statuses(signed_in(kari), picture)
    picture.people.add(ParticipantFactory())
    assert (before, statuses(signed_in(kari), picture)) == ([200, 200], [404, 404])


@pytest.mark.parametrize(
    "name",
    [
        "../manage.py",
        "original_images/../../manage.py",
        "%2e%2e/%2e%2e/etc/passwd",
        "/etc/passwd",
        "images/",
        "original_images/",
        "original_images/nothing.jpg",
        "images/nothing.width-40.jpg",
        "x" * 3000,
        "original_images/%00.jpg",
    ],
)
def test_what_is_not_a_picture_of_ours_is_not_found(client, name):
    assert client.get(f"/bilder/{name}").status_code == 404


def test_a_lost_file_is_not_found(client):
    rendition = PictureFactory().get_rendition("width-40")
    rendition.file.storage.delete(rendition.file.name)
    assert client.get(rendition.url).status_code == 404


def test_only_reading(client):
    address = PictureFactory().get_rendition("width-40").url
    assert [client.head(address).status_code, client.post(address).status_code] == [200, 405]


def test_what_goes_with_the_file(client):
    ola = ParticipantFactory()
    picture, drawing = PictureFactory(people=[ola]), PictureFactory()
    consent_of(ola, picture)
    with_people, without = (
        client.get(row.get_rendition("width-40|format-webp").url) for row in (picture, drawing)
    )
    assert [with_people.headers["Cache-Control"], without.headers["Cache-Control"]] == [
        "public, max-age=30",
        "public, max-age=30",
    ]
    assert (without.headers["Content-Type"], without.headers["X-Content-Type-Options"]) == (
        "image/webp",
        "nosniff",
    )
    again = client.get(
        drawing.get_rendition("width-40|format-webp").url,
        headers={"if-none-match": without.headers["ETag"]},
    )
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("count", [1, 3])
def test_a_picture_takes_three_queries_however_many_are_in_it(
    client, count, django_assert_num_queries
):
    people = ParticipantFactory.create_batch(count)
    picture = PictureFactory(people=people)
    for person in people:
        consent_of(person, picture)
    address = picture.get_rendition("width-40").url
    with django_assert_num_queries(3):
        assert client.get(address).status_code == 200


def test_a_private_bucket_is_reached_by_a_signed_address_that_is_soon_forgotten(
    client, monkeypatch
):
    rendition = PictureFactory().get_rendition("width-40")
    signed = "https://bucket.example/x?signature=1"
    monkeypatch.setattr(FileSystemStorage, "url", lambda self, name: signed)
    response = client.get(rendition.url)
    assert (response.status_code, response.headers["Location"], rendition.url.split("/")[1]) == (
        302,
        signed,
        "bilder",
    )
    assert response.headers["Cache-Control"] == "public, max-age=30"
