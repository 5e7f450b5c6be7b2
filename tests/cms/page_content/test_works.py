"""What the public sees of works: where they hang, their last care, words, and what came of it."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from activities.models import Activity, CareVisit, Work
from activities.works import details, works
from cms import page_cache
from cms.models import WorksPage
from cms.page_content.shown_people import Showing, with_details
from participants import consents
from tests.factories import cms as pages
from tests.factories.activities import (
    ActivityFactory,
    PlaceFactory,
    SessionFactory,
    WorkFactory,
)
from tests.factories.participants import ParticipantFactory
from tests.factories.pictures import PictureFactory

pytestmark = pytest.mark.django_db


def card_of(work: Work):
    found = with_details(Work.objects.public()).prefetch_related("more_pictures").get(pk=work.pk)
    return Showing(works=[found]).work(found)


def project_page(client, activity: Activity) -> str:
    pages.project(activity)
    page_cache.forget_all()
    return client.get(f"/prosjekter/{activity.slug}/").content.decode().replace("\u00a0", " ")


def test_the_last_care_is_a_word_and_a_month_and_never_a_person() -> None:
    work = WorkFactory(is_public=True)
    assert card_of(work).last_care == ""
    person = ParticipantFactory(team=work.team, chosen_name="Hemmelig")
    with time_machine.travel(datetime(2026, 5, 4, 10, tzinfo=UTC), tick=False):
        works.care(work, care="birds_inside", participant=person)
        assert card_of(work).last_care == "Fugler i kassen i mai"
    with time_machine.travel(datetime(2027, 1, 4, 10, tzinfo=UTC), tick=False):
        assert card_of(work).last_care == "Fugler i kassen i mai 2026"
    CareVisit.objects.update(visited_at=timezone.now() - timedelta(days=900))
    works.care(work, care="cleaned")
    assert card_of(work).last_care.startswith("Vasket i ")


def test_the_map_says_where_a_birdhouse_hangs_and_no_steps(client) -> None:
    pages.index(WorksPage)
    work = WorkFactory(is_public=True, place=PlaceFactory())
    details.describe(work, hangs="i bjørka ved brua")
    details.add_step(work, text="Male døra")
    works.care(work, care="cleaned")

    words = client.get("/verk/").content.decode()

    assert "Her henger den: i bjørka ved brua" in words
    assert "Vasket i " in words
    assert "Male døra" not in words


def test_a_film_has_its_rights_and_its_words(client) -> None:
    film = WorkFactory(kind=Work.Kind.FILM, is_public=True)
    details.describe(film, rights="Fri bruk", captions="Norsk", transcript="Hei, elva.")

    words = project_page(client, film.activity)

    assert "Rettigheter: Fri bruk" in words
    assert "Teksting: Norsk" in words
    assert "<p>Hei, elva.</p>" in words


def test_more_pictures_are_shown_only_while_all_say_yes() -> None:
    work = WorkFactory(is_public=True)
    kari = ParticipantFactory(team=work.team)
    free, of_kari = PictureFactory(), PictureFactory(people=[kari])
    work.more_pictures.add(free, of_kari, PictureFactory(people_checked=False))
    assert len(card_of(work).more_images) == 1

    yes = consents.give(kari, item=of_kari, channel="web", how="screen", months=6)
    assert len(card_of(work).more_images) == 2

    consents.withdraw(yes)
    assert len(card_of(work).more_images) == 1


def test_a_project_tells_what_the_river_gave(client) -> None:
    activity = ActivityFactory(kind="river")
    for kilos, scooters in ((1000, 30), (240, 1)):
        session = SessionFactory(activity=activity, running=True, off_site=True)
        details.river_result(
            session, kilos=kilos, scooters=scooters, weather="", safety_checked=True
        )
    words = project_page(client, activity)
    assert "Vi har hentet 1 240 kilo og 31 elsparkesykler opp av elva." in words


def test_a_project_counts_the_computers_that_were_given(client) -> None:
    activity = ActivityFactory(kind="computer")
    for _number in range(2):
        work = WorkFactory(kind=Work.Kind.COMPUTER, activity=activity)
        for stage in ("wiped", "given"):
            details.describe(work, stage=stage, certificate="B-7")
    words = project_page(client, activity)
    assert "2 datamaskiner er gitt til familier." in words
    assert "B-7" not in words


def test_a_project_without_either_says_nothing(client) -> None:
    assert "Til sammen" not in project_page(client, ActivityFactory())
