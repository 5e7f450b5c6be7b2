"""What I have made, what I look after, and which pictures I may see."""

import pytest

from activities.models import CareVisit
from activities.works import details as work_details
from activities.works import works
from participants import consents
from payouts.models import Earning
from tests.factories.activities import WorkFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.payouts import BudgetFactory, RateFactory
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
    assert "Sist vasket" not in words
    assert "Hemmelig" not in words


def test_what_i_look_after_is_shown_too_and_others_works_are_not():
    ola = visit()
    WorkFactory(title="Andres kasse")
    WorkFactory(title="Min hage", steward=ola.participant)

    words = text_of(ola.client.get("/min/verk/"))

    assert "Min hage Du ser etter den." in words
    assert "Andres kasse" not in words


def test_steps_are_ticked_and_neither_counted_nor_measured():
    ola = visit()
    work = made_by(ola, title="Kassen")
    work_details.tick_step(work_details.add_step(work, text="Sage til"), is_done=True)
    work_details.add_step(work, text="Male")

    words = text_of(ola.client.get("/min/verk/"))

    assert "✓ Sage til (gjort) Male" in words
    assert "%" not in words


@pytest.mark.parametrize(
    ("kind", "details", "line"),
    [
        ("birdhouse", [{"hangs": "i bjørka"}], "Her henger den: i bjørka."),
        ("computer", [{"stage": "received"}], "Den er kommet inn til oss."),
        (
            "computer",
            [{"stage": "wiped", "certificate": "B-7"}],
            "Alt gammelt er slettet fra den.",
        ),
        (
            "computer",
            [{"stage": "wiped", "certificate": "B-7"}, {"stage": "given"}],
            "Den er gitt til en familie.",
        ),
    ],
)
def test_each_kind_has_its_own_line(kind, details, line):
    ola = visit()
    work = made_by(ola, kind=kind)
    for saved in details:
        work_details.describe(work, **saved)

    words = text_of(ola.client.get("/min/verk/"))

    assert line in words
    assert "B-7" not in words


def test_care_is_one_tap_with_thanks_and_the_same_tap_twice_is_one_visit():
    ola = visit()
    work = made_by(ola, title="Kassen")

    for _tap in range(2):
        answer = ola.client.post(f"/min/verk/{work.pk}/tilsyn/", {"care": "cleaned"})

    seen = CareVisit.objects.get()
    assert (seen.care, seen.participant, seen.recorded_by) == ("cleaned", ola.participant, None)
    assert (answer.status_code, answer.url) == (303, f"/min/verk/?side=1&takk={work.pk}")
    words = text_of(ola.client.get(answer.url))
    assert "Takk! Nå vet vi at noen har sett til Kassen." in words
    assert "på vei til deg" not in words


def test_who_looks_after_it_is_honoured_and_told_so():
    ola = visit()
    work = WorkFactory(team=ola.participant.team, steward=ola.participant, kind="garden")
    RateFactory(activity=work.activity, reason="care_visit", ore=10_000)
    BudgetFactory(team=work.team)

    answer = ola.client.post(f"/min/verk/{work.pk}/tilsyn/", {"care": "watered"})

    assert Earning.objects.get().ore == 10_000
    assert "100 kr er på vei til deg." in text_of(ola.client.get(answer.url))


@pytest.mark.parametrize("care", ["", "watered", "repainted"])
def test_care_that_does_not_suit_is_not_kept(care):
    ola = visit()
    work = made_by(ola, kind="birdhouse")

    answer = ola.client.post(f"/min/verk/{work.pk}/tilsyn/", {"care": care, "page": "x"})

    assert (answer.status_code, answer.url) == (303, "/min/verk/?side=1")
    assert CareVisit.objects.count() == 0


def test_others_works_are_not_mine_to_care_for_and_what_is_gone_has_no_button():
    ola = visit()
    assert (
        ola.client.post(f"/min/verk/{WorkFactory().pk}/tilsyn/", {"care": "cleaned"}).status_code
        == 404
    )
    made_by(ola, state="gone")
    assert "Jeg har" not in text_of(ola.client.get("/min/verk/"))
    assert CareVisit.objects.count() == 0


@pytest.mark.parametrize("address", ["?takk=1", "?takk=x", "?side=1&takk=99999999"])
def test_nobody_is_thanked_for_what_was_not_done(address):
    ola = visit()
    made_by(ola)
    assert "Takk!" not in text_of(ola.client.get(f"/min/verk/{address}"))


def test_no_work_yet_has_all_the_time_it_takes():
    assert "Det kan ta den tiden det tar." in text_of(visit().client.get("/min/verk/"))


@pytest.mark.parametrize("rows", [1, 3, 200])
def test_works_cost_the_same_however_many(rows, django_assert_num_queries):
    ola = visit()
    for _row in range(rows - 12):
        made_by(ola)
    for _row in range(min(rows, 12)):
        work = made_by(ola, picture=PictureFactory())
        works.care(work, care="cleaned")
        work_details.add_step(work, text="Male")

    with django_assert_num_queries(6):
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
