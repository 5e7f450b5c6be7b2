"""What I have made, what I look after, and which pictures I may see."""

import pytest

from activities import works
from participants import consents
from tests.factories.activities import WorkFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.pictures import PictureFactory
from tests.portals.mine.scene import text_of, visit

pytestmark = pytest.mark.django_db


def made_by(someone, **fields):
    work = WorkFactory(team=someone.participant.team, **fields)
    works.set_makers(work, makers=[someone.participant, *fields.pop("others", [])])
    return work


def test_a_work_tells_where_it_is_and_who_cared_last_without_a_name():
    from tests.factories.activities import PlaceFactory

    ola = visit()
    work = made_by(
        ola, title="Fuglekasse 7", place=PlaceFactory(name="Botsparken"), state="resting"
    )
    other = ParticipantFactory(team=work.team, chosen_name="Hemmelig")
    works.care(work, care="cleaned", participant=other)
    works.care(work, care="birds_inside", participant=other)

    words = text_of(ola.client.get("/min/verk/"))

    assert "Fuglekasse 7 Du har vært med og laget den. Den hviler. Det er helt greit." in words
    assert "Den er her: Botsparken. Sist fugler i kassen:" in words
    assert "vasket" not in words
    assert "Hemmelig" not in words


def test_what_i_look_after_is_shown_too_and_others_works_are_not():
    ola = visit()
    WorkFactory(title="Andres kasse")
    WorkFactory(title="Min hage", steward=ola.participant)

    words = text_of(ola.client.get("/min/verk/"))

    assert "Min hage Du ser etter den." in words
    assert "Andres kasse" not in words


def test_no_work_yet_has_all_the_time_it_takes():
    assert "Det kan ta den tiden det tar." in text_of(visit().client.get("/min/verk/"))


@pytest.mark.parametrize("rows", [1, 3, 200])
def test_works_cost_the_same_however_many(rows, django_assert_num_queries):
    ola = visit()
    for _row in range(rows - 12):
        made_by(ola)
    for _row in range(min(rows, 12)):
        works.care(made_by(ola, picture=PictureFactory()), care="cleaned")

    with django_assert_num_queries(5):
        ola.client.get("/min/verk/")


def test_i_see_the_picture_of_what_i_made():
    ola = visit()
    picture = PictureFactory()
    made_by(ola, picture=picture)

    response = ola.client.get(f"/min/bilde/{picture.pk}/")

    assert response.status_code == 200
    assert response["Content-Type"] == "image/jpeg"
    assert response["Cache-Control"] == "no-store, private"
    assert f"/min/bilde/{picture.pk}/" in ola.client.get("/min/verk/").content.decode()


def test_i_see_others_on_a_picture_only_while_all_have_said_yes():
    ola = visit()
    kari = ParticipantFactory(team=ola.participant.team)
    picture = PictureFactory(people=[ola.participant, kari])
    address = f"/min/bilde/{picture.pk}/"
    assert ola.client.get(address).status_code == 404

    yes = [
        consents.give(one, item=picture, channel="web", how="screen", months=6)
        for one in (ola.participant, kari)
    ]
    assert ola.client.get(address).status_code == 200

    consents.withdraw(yes[1])
    assert ola.client.get(address).status_code == 404


@pytest.mark.parametrize("kind", ["of somebody else", "unchecked"])
def test_pictures_that_are_not_mine_do_not_exist(kind):
    ola = visit()
    if kind == "unchecked":
        picture = PictureFactory(people=[ola.participant], people_checked=False)
    else:
        picture = PictureFactory()

    assert ola.client.get(f"/min/bilde/{picture.pk}/").status_code == 404


def test_a_picture_whose_file_is_gone_is_answered():
    ola = visit()
    picture = PictureFactory(people=[ola.participant])
    picture.file.storage.delete(picture.file.name)

    assert ola.client.get(f"/min/bilde/{picture.pk}/").status_code == 404
