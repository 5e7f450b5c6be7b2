"""An idea is read by the whole team: a diagnosis in it is asked about first."""

import pytest

from activities.models import Idea
from portals.mine.ideas import IdeaForm
from tests.portals.mine.scene import text_of, visit
from tests.portals.mine.test_ideas import PAGE


@pytest.mark.parametrize("word", ["ADHD", "diagnosen", "schizofreni", "hepatitt"])
def test_words_of_health_are_asked_about(word):
    assert list(IdeaForm({"text": f"Tur for oss med {word}"}).errors) == ["text"]


def test_other_words_are_not():
    assert IdeaForm({"text": "Tur til skogen"}).is_valid()


def test_it_is_a_question_and_no_refusal(db):
    ola = visit()
    words = {"text": "Tur for oss med ADHD"}
    asked = ola.client.post(PAGE, words)
    page = text_of(asked)
    assert "Vil du skrive det uten ordet «adhd»?" in page and "Send det slik det står" in page
    assert asked.status_code == 200 and not Idea.objects.exists()

    assert ola.client.post(PAGE, words | {"as_it_is": "on"}).status_code == 303
    assert Idea.objects.get().text == words["text"]
