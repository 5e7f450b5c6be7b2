"""The pages that are always there, and the head of every page."""

import json
import re

import pytest
from wagtail.models import Page, Site

from cms import illustrations
from cms.models import HomePage, StoryPage
from cms.navigation.site import build_site
from cms.page_content import maps
from cms.page_content.shown_people import Showing
from participants import consents
from tests.factories import cms as pages
from tests.factories.activities import PlaceFactory, WorkFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.pictures import PictureFactory

pytestmark = pytest.mark.django_db


def test_the_site_is_built_once_and_can_be_built_again(client):
    first = build_site()
    made = list(Page.objects.order_by("pk").values_list("pk", "title"))
    assert build_site() == first
    assert list(Page.objects.order_by("pk").values_list("pk", "title")) == made
    assert HomePage.objects.count() == 3
    assert Site.objects.get().root_page.specific.locale.language_code == "nb"
    for path in ("", "prosjekter/", "historier/", "kalender/", "verk/", "minihager/"):
        for prefix in ("/", "/nn/", "/en/"):
            assert client.get(prefix + path).status_code == 200


def test_building_again_keeps_an_editors_words():
    build_site()
    HomePage.objects.update(title="Våre egne ord")
    build_site()
    assert set(HomePage.objects.values_list("title", flat=True)) == {"Våre egne ord"}


def test_the_head_of_a_page(client):
    build_site()
    text = client.get("/en/kalender/").content.decode()
    assert '<link rel="canonical" href="http://testserver/en/kalender/">' in text
    assert re.findall(r'hreflang="(\w+)" href="(http://[^"]+)"', text) == [
        ("nb", "http://testserver/kalender/"),
        ("nn", "http://testserver/nn/kalender/"),
        ("en", "http://testserver/en/kalender/"),
    ]
    assert '<meta property="og:locale" content="en_GB">' in text
    assert re.search(r'og:image" content="http://testserver/static/illustrations/\S+\.png"', text)
    assert '<html lang="en"' in text


def test_a_story_is_an_article_to_other_sites_and_every_other_page_the_website(client):
    build_site()
    for address, kind in ((pages.story().address, "article"), ("/historier/", "website")):
        assert f'<meta property="og:type" content="{kind}">' in client.get(address).content.decode()


def test_json_ld_cannot_end_its_own_element(client):
    story = pages.story(title="</script><script>alert(1)</script>", slug="skript")
    text = client.get(story.address).content.decode()
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
    assert json.loads(data)["headline"] == story.title
    assert "<script>alert" not in text


def test_the_contact_person_stands_on_every_page(client):
    pages.whole_site()
    pages.contact()
    for path in ("/", "/kalender/", "/verk/", "/historier/", "/sok/"):
        assert "Kari Lund" in client.get(path).content.decode()


def test_every_drawing_can_be_chosen(settings):
    folder = settings.ROOT / "static" / "illustrations"
    assert set(illustrations.NAMES) == {path.stem for path in folder.glob("*.svg")}
    assert {path.stem for path in folder.glob("*.png")} == illustrations.WITH_PNG


def test_a_picture_is_shown_when_checked_and_everybody_on_it_says_yes():
    person = ParticipantFactory()
    picture = PictureFactory(people=[person])
    unchecked = PictureFactory(people_checked=False)
    pictures = [picture, unchecked]
    assert [Showing(pictures=pictures).image(row) for row in pictures] == [None, None]
    pages.say_yes(person, picture)
    shown = Showing(pictures=pictures)
    assert (shown.image(picture) is not None, shown.image(unchecked)) == (True, None)


def test_each_maker_decides_alone():
    one, other = ParticipantFactory(chosen_name="Ada"), ParticipantFactory(chosen_name="Bo")
    work = WorkFactory(is_public=True)
    work.makers.add(one, other)
    pages.say_yes(one, work)
    assert Showing(works=[work]).work(work).makers == ("Ada",)
    (consent,) = consents.shown_about(one)
    consents.withdraw(consent)
    assert Showing(works=[work]).work(work).makers == ()


def test_pins_do_not_cover_each_other_and_stay_on_the_map():
    works = [
        WorkFactory(is_public=True, place=PlaceFactory(latitude=59.92 + n / 2000, longitude=10.75))
        for n in range(6)
    ]
    showing = Showing(works=works)
    drawn = maps.draw([showing.work(work) for work in works])
    pins = [(spot.pin_x, spot.pin_y) for spot in drawn.spots]
    near = [
        (one, other)
        for number, one in enumerate(pins)
        for other in pins[number + 1 :]
        if (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2 < (2 * maps.PIN) ** 2
    ]
    assert near == []
    assert all(0 < x < maps.WIDTH and 0 < y < maps.HEIGHT for x, y in pins)
    assert maps.draw([]) is None


def test_an_unknown_address_is_not_found(client):
    pages.story(slug="kassen")
    for path in ("/kassen/", "/historier/kassen/mer/", "/nn/historier/kassen/", "/forside-nb/"):
        assert client.get(path).status_code == 404
    assert StoryPage.objects.shown().count() == 1
