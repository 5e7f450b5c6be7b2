"""Money is øre; people read and write kroner."""

import pytest

from core.errors import RuleBroken
from core.money import MOST_ORE, kroner, parse_kroner


@pytest.mark.parametrize(
    ("ore", "text"),
    [
        (15000, "150\u00a0kr"),
        (12550, "125,50\u00a0kr"),
        (123456700, "1\u00a0234\u00a0567\u00a0kr"),
        (0, "0\u00a0kr"),
        (-5000, "−50\u00a0kr"),
    ],
)
def test_kroner_as_people_write_it(ore: int, text: str) -> None:
    assert kroner(ore) == text


@pytest.mark.parametrize(
    ("text", "ore"),
    [
        ("150", 15000),
        ("150 kr", 15000),
        ("kr 150,-", 15000),
        ("150:-", 15000),
        ("NKR 150", 15000),
        ("kr: 150", 15000),
        ("1 250,50", 125050),
        ("1.250,50", 125050),
        ("1\u00a0250", 125000),
        ("1\u2009250,-", 125000),
        ("1\u202f250 kr", 125000),
        ("  12,05 kroner ", 1205),
    ],
)
def test_parse_kroner_as_norwegians_write(text: str, ore: int) -> None:
    assert parse_kroner(text) == ore


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-150",
        "150,5",
        "1,234",
        "12.50",
        "hundre",
        "1e9",
        "9" * 30,
        "10000000000",
        "1 000 000 000 000 kr",
        "12,345",
        "−150",
        "1\x00250",
        "12 50",
        "１５０ kr x",
    ],
)
def test_parse_kroner_answers_nonsense_with_a_sentence(text: str) -> None:
    with pytest.raises(RuleBroken) as told:
        parse_kroner(text)
    assert told.value.message.endswith(".")


@pytest.mark.parametrize("ore", [1, 99, 100, 12345, 10**9, MOST_ORE])
def test_what_is_written_is_read_back(ore: int) -> None:
    assert parse_kroner(kroner(ore)) == ore
