"""An idea is read by the whole team: a diagnosis in it is asked about first."""

import pytest

from portals.mine.ideas import IdeaForm


@pytest.mark.parametrize("word", ["ADHD", "diagnosen", "schizofreni", "hepatitt"])
def test_words_of_health_are_asked_about(word):
    assert list(IdeaForm({"text": f"Tur for oss med {word}"}).errors) == ["text"]


def test_other_words_are_not():
    assert IdeaForm({"text": "Tur til skogen"}).is_valid()
