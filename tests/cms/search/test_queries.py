"""The public search: parts of words, odd signs, and nothing that may not be read."""

import pytest
from django.utils.text import slugify

from cms.search import queries
from tests.factories import cms as pages
from tests.factories.participants import ParticipantFactory
from tests.factories.pictures import PictureFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def titles(words):
    return [result.title for result in queries.find(words, language="nb")]


def page_named(title, **values):
    return pages.standard(title=title, slug=slugify(title), **values)


@pytest.mark.parametrize(
    "words",
    ["elv", "ELV", "rydding", "elverydding", "elv og rydding", "«elv»", "elv?", "Å RYDDE"],
)
def test_a_part_of_a_word_is_found(words):
    page_named("Elverydding", intro="Å rydde og le.")
    page_named("Fuglekasser")
    assert titles(words) == ["Elverydding"]


def test_every_word_must_be_there_and_the_title_counts_most():
    page_named("Om Reir", intro="Vi rydder i elva og bygger fuglekasser.")
    page_named("Elva vår", intro="Laksen er tilbake.")
    assert titles("elva") == ["Elva vår", "Om Reir"]
    assert titles("elva fuglekasser") == ["Om Reir"]


@pytest.mark.parametrize(
    "words",
    [
        '"',
        "(",
        ")",
        "\0",
        "*",
        "%",
        "_",
        "\\",
        "' OR 1=1",
        "NEAR(",
        "a AND",
        "^",
        "​",
        "€",
        "-",
        ":",
    ],
)
def test_odd_signs_are_answered_by_a_page(client, words):
    page_named("Elverydding")
    answer = client.get("/sok/", {"sok": words})
    assert answer.status_code == 200
    assert "Elverydding" not in answer.content.decode()


def test_what_is_changed_is_found_by_its_new_words_alone():
    page = page_named("Elverydding")
    page.title = "Fuglekasser"
    page.save_revision().publish()
    assert (titles("elv"), titles("fugl")) == ([], ["Fuglekasser"])


def test_a_draft_is_found_by_nobody():
    page = page_named("Elverydding")
    page.title = "Fuglekasser"
    page.save_revision()
    assert (titles("fuglekasser"), titles("elv")) == ([], ["Elverydding"])


def test_a_story_that_is_held_back_is_not_found():
    person = ParticipantFactory()
    story = pages.story(person, consenting=False, title="Blåklokke")
    assert titles("blåklokke") == []
    pages.say_yes(person, story)
    assert titles("blåklokke") == ["Blåklokke"]


def test_the_words_of_a_picture_are_found_by_nobody_while_it_may_be_held_back():
    picture, person = PictureFactory(), ParticipantFactory()
    picture.people.add(person)
    words = {"alt": "Blåklokka smiler", "caption": "Kornblomst ved elva"}
    body = [("picture", {"picture": picture, "illustration": "", **words})]
    page_named("Bilder", body=body)
    page_named(
        "Tegning",
        body=[
            (
                "picture",
                {"picture": None, "illustration": "nest", "caption": "Rødstrupe", "alt": ""},
            )
        ],
    )
    assert (titles("blåklokka"), titles("kornblomst"), titles("rødstrupe")) == ([], [], ["Tegning"])
