"""A name is seen however it is written, and everyday words are not taken for names."""

import pytest

from participants import names_in_text

NAMES = {1: "Kanariella", 2: "Åse Grøn", 3: "Dag", 4: "Bo", 5: "den lange Jonas", 6: "Anne-Marie"}


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Vi møtte Kanariella ved brua.", {1}),
        ("KANARIELLA!", {1}),
        ("kanariella-bygger-kasse", {1}),
        ("Kanariellas kasse", {1}),
        ("Kanariella\u2019s box", {1}),
        ("(«Kanariella»,\u00a0sa hun)", {1}),
        ("Kanariella2026", {1}),
        ("A\u030ase kom", {2}),
        ("Ase kom", {2}),
        ("fru Grøn", {2}),
        ("\uff2b\uff41\uff4e\uff41\uff52\uff49\uff45\uff4c\uff4c\uff41", {1}),
        ("hver dag", set()),
        ("Vi møtte Dag", {3}),
        ("de bor her", set()),
        ("Vi traff Bo", {4}),
        ("den andre sida", set()),
        ("Jonas", {5}),
        ("Marie", {6}),
        ("Kanari og Ellas kasse", set()),
        ("", set()),
    ],
)
def test_a_name_is_found_however_it_is_written(text, keys):
    assert names_in_text.found([text], NAMES) == keys


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("王芳", "昨天王芳来了"),
        ("ሳራ", "እና ሳራ"),
        ("علي", "وعلي هنا"),
        ("சீதா", "சீதா வந்தாள்"),
        ("Anne-Marie", "Annemarie kom"),
        ("Annemarie", "hos-anne-marie-i-dag"),
        ("O’Neil", "ONeils kasse"),
        ("Oneil", "O'Neil kom"),
        ("Işıl", "IŞIL kom"),
        ("Haakon", "Håkon kom"),
        ("Håkon", "haakons kasse"),
    ],
)
def test_a_name_is_found_in_every_script_and_spelling(name, text):
    assert names_in_text.found([text], {1: name}) == {1}
    assert names_in_text.found([text], {1: name}, known=[name]) == set()
    assert names_in_text.found(["Vi bygger en e-post-kasse, og så vidare"], {1: name}) == set()


def test_a_name_that_may_stand_there_counts_for_nobody():
    two = {1: "Ola", 2: "Ola Dunk"}
    assert names_in_text.found(["Ola var der"], two) == {1, 2}
    assert names_in_text.found(["Ola var der"], two, known=["Ola"]) == set()
    assert names_in_text.found(["Ola Dunk var der"], two, known=["Ola"]) == {2}
