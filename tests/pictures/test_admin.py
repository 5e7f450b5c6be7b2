"""Pictures in Wagtail's admin: what comes in, who is named, who sees thumbnails."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.models import UploadedFile

from accounts.models import Role
from accounts.roles import memberships
from accounts.roles.wagtail_groups import collection_of
from pictures.models import Picture
from tests.factories.accounts import TeamFactory, UserFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.pictures import SECRET, PictureFactory, file_with_secrets

pytestmark = pytest.mark.django_db


@pytest.fixture
def storyteller(signed_in):
    """Return a function: a client of a member in `role` with Wagtail's rights mirrored."""

    def make(role, team=None):
        user, team = UserFactory(), team or TeamFactory()
        memberships.give(user, team=team, role=role, by=user)
        client = signed_in(user)
        client.user, client.team = user, team
        return client

    return make


def upload(client, content, name, **others):
    data = {
        "title": "Fuglekasse",
        "file": SimpleUploadedFile(name, content),
        "people_checked": "on",
    }
    collection = collection_of(client.team)
    if collection:
        data["collection"] = collection.pk
    return client.post(reverse("wagtailimages:add"), data | others)


@pytest.mark.parametrize("role", [Role.LEADER, Role.EDITOR])
@pytest.mark.parametrize(("kind", "name"), [("JPEG", "Ola.jpg"), ("HEIF", "Ola.heic")])
def test_an_upload_is_cleaned_and_the_people_are_kept(storyteller, role, kind, name):
    client = storyteller(role)
    ola = ParticipantFactory(team=client.team)
    response = upload(client, file_with_secrets(kind), name, people=[ola.pk])
    picture = Picture.objects.get()
    stored = picture.file.open().read()
    assert (response.status_code, list(picture.people.all())) == (302, [ola])
    assert (SECRET.encode() in stored, picture.file_size) == (False, len(stored))
    assert (picture.uploaded_by_user, picture.file.name.endswith(".jpg")) == (client.user, True)


def test_several_at_once_are_cleaned_too(storyteller):
    client = storyteller(Role.LEADER)
    response = client.post(
        reverse("wagtailimages:add_multiple"),
        {
            "title": "Ola",
            "files[]": SimpleUploadedFile("Ola.jpg", file_with_secrets("JPEG")),
            "collection": collection_of(client.team).pk,
        },
        headers={"x-requested-with": "XMLHttpRequest"},
    )
    picture = Picture.objects.get()
    assert (response.json()["success"], SECRET.encode() in picture.file.open().read()) == (
        True,
        False,
    )
    assert picture.people_checked is False


def test_what_wagtail_puts_aside_is_clean_as_well(storyteller):
    client = storyteller(Role.LEADER)
    client.post(
        reverse("wagtailimages:add_multiple"),
        {
            "title": "x" * 300,
            "files[]": SimpleUploadedFile("Ola.jpg", file_with_secrets("JPEG")),
            "collection": collection_of(client.team).pk,
        },
        headers={"x-requested-with": "XMLHttpRequest"},
    )
    aside = UploadedFile.objects.get()
    address = f"/bilder/{aside.file.name}"
    assert (Picture.objects.count(), "Ola" in aside.file.name) == (0, False)
    assert SECRET.encode() not in aside.file.open().read()
    assert client.get(address).status_code == 404


def many_dots():
    written = BytesIO()
    Image.new("1", (20_000, 20_000)).save(written, "PNG")
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"not a picture", "a.jpg"),
        (b"", "a.jpg"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "a.svg"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "a.png"),
        (file_with_secrets("PNG"), "a.jpg"),
        (file_with_secrets("JPEG", size=(900, 900))[:-900], "a.jpg"),
        (file_with_secrets("JPEG") + b"\x00" * 16 * 1024 * 1024, "a.jpg"),
        (many_dots, "a.png"),
    ],
    ids=["text", "empty", "svg", "svg as png", "png as jpg", "cut off", "16 MB", "bomb"],
)
def test_what_is_wrong_gets_a_sentence_and_nothing_is_stored(storyteller, tmp_path, content, name):
    client = storyteller(Role.LEADER)
    response = upload(client, content() if callable(content) else content, name)
    assert (response.status_code, Picture.objects.count()) == (200, 0)
    assert len(response.context["form"].errors["file"]) == 1
    assert [path for path in (tmp_path / "media").rglob("*") if path.is_file()] == []


def choices(client, picture=None):
    address = (
        reverse("wagtailimages:edit", args=[picture.pk])
        if picture
        else reverse("wagtailimages:add")
    )
    form = client.get(address).context["form"]
    return {str(label) for _value, label in form.fields["people"].choices}


def test_a_leader_chooses_by_name_and_an_editor_by_code_in_their_own_team(storyteller):
    leader = storyteller(Role.LEADER)
    editor = storyteller(Role.EDITOR, leader.team)
    ola = ParticipantFactory(team=leader.team, chosen_name="Ola")
    ParticipantFactory(chosen_name="Eva i et annet team")
    assert (choices(leader), choices(editor)) == ({"Ola"}, {ola.code})


def test_an_administrator_chooses_among_nobody(signed_in):
    assert choices(signed_in(UserFactory(administrator=True))) == set()


def test_whoever_is_on_a_picture_stays_on_it_nameless_to_other_teams(storyteller):
    leader = storyteller(Role.LEADER)
    eva, ola = ParticipantFactory(), ParticipantFactory(team=leader.team, chosen_name="Ola")
    picture = PictureFactory(people=[eva, ola], collection=collection_of(leader.team))
    assert choices(leader, picture) == {"Ola", eva.code}


def test_thumbnails_pass_the_same_gate(storyteller, signed_in):
    leader = storyteller(Role.LEADER)
    ola = ParticipantFactory(team=leader.team)
    picture = PictureFactory(people=[ola], collection=collection_of(leader.team))
    page = leader.get(reverse("wagtailimages:index"))
    thumbnail = picture.renditions.get().url
    administrator = signed_in(UserFactory(administrator=True))
    assert thumbnail in page.content.decode()
    assert [who.get(thumbnail).status_code for who in (leader, administrator)] == [200, 404]
    preview = reverse("wagtailimages:preview", args=[picture.pk, "original"])
    assert [who.get(preview).status_code for who in (leader, administrator)] == [200, 404]


def test_a_yes_is_to_what_was_seen_so_the_file_stays(storyteller):
    client = storyteller(Role.EDITOR)
    ola = ParticipantFactory(team=client.team)
    upload(client, file_with_secrets("JPEG"), "Ola.jpg", people=[ola.pk])
    picture = Picture.objects.get()
    before = picture.file.name
    address = reverse("wagtailimages:edit", args=[picture.pk])
    assert 'name="file"' not in client.get(address).content.decode()
    other = SimpleUploadedFile("Kari.jpg", file_with_secrets("JPEG"))
    data = {"title": "Ny", "file": other, "people": [ola.pk], "people_checked": "on"}
    client.post(address, data | {"collection": picture.collection_id})
    picture.refresh_from_db()
    assert (picture.title, picture.file.name) == ("Ny", before)
