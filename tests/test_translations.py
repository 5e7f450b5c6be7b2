"""Nynorsk and English say everything bokmål says, with the same gaps and the same warmth.

rules.md#no-refusal and rules.md#plain-words. The catalogues are kept by `tools/catalogues.py`.
"""

import ast
import re
from collections import Counter

import pytest

from tests.words import lix
from tools import catalogues

EASY = 30
READ_BY_PARTICIPANTS = (
    "activities/",
    "cms/",
    "notices/",
    "participants/",
    "portals/mine/",
    "templates/cms/",
    "templates/components/",
    "templates/participants/",
    "templates/portals/mine/",
)
"""Where a participant's texts stand. A text that staff read too stands under both places."""

SIGN_IN = "allauth"
"""Where the sign-in texts stand in nynorsk: allauth speaks bokmål and English itself."""

# Stems, so that no inflection slips through: nektet, nektes and nektar are one word to a reader.
BANNED = {
    "nn": re.compile(
        r"\b(avslag|avslegen|avslått|avslo|avvis|avvist|nekt|ikkje møtt|møtte ikkje|brot\b|brudd"
        r"|for seint?\b|for sent\b|brukar)\w*",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\b(reject|denied|deny|denial|refus|no[- ]?shows?\b|did not (?:attend|show)|breach"
        r"|too late\b|users?\b)\w*",
        re.IGNORECASE,
    ),
}
GAP = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|</?\w+[^>]*>")


def forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """Return singular and plural of a text, or its one form."""
    return (text,) if isinstance(text, str) else tuple(text)


def pairs(language: str, *places: str) -> list[tuple[str, str]]:
    """Return each text of a catalogue with its translation, of these places or of all."""
    return [
        (source, translation)
        for message in catalogues.read(language)
        if message.id
        and (not places or any(place.startswith(places) for place, _line in message.locations))
        for source, translation in zip(forms(message.id), forms(message.string), strict=True)
    ]


def gaps(text: str) -> Counter[str]:
    """Return what the code fills in, and the markup, that a text holds."""
    return Counter(GAP.findall(text))


def edges(text: str) -> tuple[str, str]:
    """Return the white space that a text begins and ends with."""
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def test_every_text_is_translated(capsys):
    assert catalogues.main("check") == 0, capsys.readouterr().out


def test_no_text_hides_in_an_f_string():
    """`xgettext` does not look there: such a text would be in bokmål for everybody."""
    sources = [path for path in catalogues.files() if path.suffix == ".py"]
    found = [
        f"{path.relative_to(catalogues.ROOT)}:{call.lineno}"
        for path in sources
        for text in ast.walk(ast.parse(path.read_text()))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in catalogues.KEYWORDS
    ]
    assert (found, len(sources) > 500) == ([], True)


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_a_translation_has_the_gaps_of_its_source(language):
    different = [pair for pair in pairs(language) if gaps(pair[0]) != gaps(pair[1])]
    assert different == []


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_a_translation_begins_and_ends_like_its_source(language):
    different = [pair for pair in pairs(language) if edges(pair[0]) != edges(pair[1])]
    assert different == []


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_no_translation_says_a_word_that_hurts(language):
    hurting = [
        translation
        for _source, translation in pairs(language, *READ_BY_PARTICIPANTS, SIGN_IN)
        if BANNED[language].search(translation)
    ]
    assert hurting == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nn", "Søknaden din fekk avslag."),
        ("nn", "Du vart nekta plass."),
        ("nn", "Du kom for seint."),
        ("nn", "Brukaren har ikkje svart."),
        ("en", "Your sign-up was rejected."),
        ("en", "That was a no-show."),
        ("en", "You are too late."),
        ("en", "The user has not answered."),
    ],
)
def test_the_words_that_hurt_are_found(language, text):
    assert BANNED[language].search(text) is not None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nn", "Lenka er brukt før. Kom seinare, brotne greiner ventar."),
        ("en", "Usually we meet later, and the show goes on."),
    ],
)
def test_words_that_only_look_like_them_are_not(language, text):
    assert BANNED[language].search(text) is None


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_a_participants_pages_are_easy_to_read(language):
    texts = [text for _source, text in pairs(language, "portals/mine/", "templates/portals/mine/")]
    sentences = [re.sub(GAP, "Ola", text).strip() for text in texts]
    assert lix(" ".join(s if s[-1] in ".!?:" else f"{s}." for s in sentences)) <= EASY
