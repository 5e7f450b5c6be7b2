"""The file of a recipe: what goes out comes in, and what is not just so is a sentence."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from activities.handbook import recipe_file
from activities.handbook.recipe_file import MAX_BYTES, Content, read, write
from activities.models import Activity, Demand
from activities.models.recipe import LONGEST, MOST_MINUTES, MOST_ORE, MOST_STAFF
from core.errors import RuleBroken
from core.text import clean_line, clean_text, holds_national_identity_number

PLAIN = Content(name="Fuglekassa", kind="birdhouse", summary="Vi snekrer.")


def words(most, clean, *, least=0):
    return (
        st.text(max_size=most)
        .map(clean)
        .filter(
            lambda text: least <= len(text) <= most and not holds_national_identity_number(text)
        )
    )


def number(least, most):
    return st.none() | st.integers(least, most)


contents = st.builds(
    Content,
    name=words(80, clean_line, least=1),
    kind=st.sampled_from(Activity.Kind.values),
    summary=words(280, clean_line, least=1),
    bring=words(280, clean_line),
    illustration=st.from_regex(r"[-a-z0-9_]{1,40}", fullmatch=True),
    expected_at_drop_in=st.integers(1, 500),
    aim=words(200, clean_text),
    kit=words(200, clean_text),
    risks=words(200, clean_text),
    steps=words(200, clean_text),
    rain_plan=words(280, clean_line),
    cost_ore=number(0, MOST_ORE),
    minutes=number(1, MOST_MINUTES),
    min_staff=number(1, MOST_STAFF),
    demands=st.lists(st.sampled_from(Demand.values), unique=True).map(tuple),
)


@given(contents, words(80, clean_line))
def test_what_goes_out_comes_in(content, team):
    assert read(write(content, from_team=team).encode()) == (content, team)
    assert read(recipe_file.on_one_line(content)) == (content, "")
    assert recipe_file.on_one_line(content).isascii()


def test_the_longest_there_is_has_room():
    letters = "😀" * LONGEST
    longest = replace(PLAIN, aim=letters, kit=letters, risks=letters, steps=letters)
    for text in (write(longest), recipe_file.on_one_line(longest)):
        assert len(text.encode()) < MAX_BYTES
        assert read(text)[0] == longest


def test_it_names_no_team_unless_that_is_wanted():
    assert "from_team" not in json.loads(write(PLAIN))
    assert json.loads(write(PLAIN, from_team="Grünerløkka"))["from_team"] == "Grünerløkka"


def test_a_file_may_leave_out_what_need_not_be_said():
    said = {"name": "Fuglekassa", "kind": "birdhouse", "summary": "Vi snekrer."}
    assert read(json.dumps(whole(said))) == (PLAIN, "")


def whole(recipe, **head):
    return {"format": "reir-recipe", "version": 1, "recipe": recipe} | head


def changed(**fields):
    said = json.loads(write(PLAIN))["recipe"]
    return json.dumps(whole(said | fields)).encode()


NO_RECIPE = "ikke en oppskrift"
TEXT = write(PLAIN)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", NO_RECIPE),
        (b"%PDF-1.7", NO_RECIPE),
        (TEXT.encode("utf-16"), NO_RECIPE),
        (TEXT.replace("snekrer", "øker").encode("latin-1"), NO_RECIPE),
        (b"[" * 100_000, NO_RECIPE),
        (b'{"a":' * 50_000, NO_RECIPE),
        (b"[]", NO_RECIPE),
        (b"null", NO_RECIPE),
        (b"9" * 5_000, NO_RECIPE),
        (b'{"format": "noe annet", "version": 1, "recipe": {}}', NO_RECIPE),
        (json.dumps(whole([])).encode(), NO_RECIPE),
        (json.dumps(whole({}, version=True)).encode(), NO_RECIPE),
        (json.dumps(whole({}, version="1")).encode(), NO_RECIPE),
        (json.dumps(whole({}, version=2)).encode(), "nyere utgave"),
        (b" " * (MAX_BYTES + 1), "for stor"),
        (changed(cost_ore=float("nan")), NO_RECIPE),
        (changed(cost_ore=float("inf")), NO_RECIPE),
        (b'{"format": "reir-recipe", "format": "reir-recipe", "version": 1}', NO_RECIPE),
        (json.dumps(whole({})).encode(), "mangler dette: Navn, Slag, Kort fortalt"),
        (json.dumps(whole({"kind": "other"}, extra=1)).encode(), "ikke kjenner: «extra»"),
        (changed(participants=["Ola"]), "ikke kjenner: «participants»"),
        (changed(**{"x" * 10_000: 1}), "ikke kjenner: «x+…»"),
        (changed(name=None), "Navn skal være tekst"),
        (changed(name="​"), "Navn kan ikke stå tomt"),
        (changed(name="a" * 81), "Navn kan ha høyst 80 tegn. Her er det 81."),
        (changed(summary="a" * 10_000), "Kort fortalt kan ha høyst 280 tegn. Her er det 10000."),
        (changed(steps="a" * 10_001), "høyst 10000 tegn"),
        (changed(steps=["a"]), "Slik gjør vi det skal være tekst"),
        (changed(kind="bomb"), "Slag: «bomb» er ikke noe vi kjenner"),
        (changed(illustration="../../x"), "Tegning: .* er ikke noe vi kjenner"),
        (changed(cost_ore=-1), "Koster hver gang skal være fra 0.kr til 1.000.000.kr"),
        (changed(cost_ore=1.5), "Koster hver gang skal være et helt tall"),
        (changed(cost_ore="100"), "Koster hver gang skal være et helt tall"),
        (changed(cost_ore=True), "Koster hver gang skal være et helt tall"),
        (changed(cost_ore=10**30), "Koster hver gang skal være fra"),
        (changed(minutes=0), "Varer i minutter skal være fra 1 til 1440"),
        (changed(min_staff=21), "Minst så mange ansatte skal være fra 1 til 20"),
        (changed(expected_at_drop_in=None), "skal være et helt tall"),
        (changed(demands="heavy"), "Si fra på forhånd om skal være en liste"),
        (changed(demands=["heavy", "heavy"]), "Si fra på forhånd om skal være en liste"),
        (changed(demands=[["heavy"]]), "Si fra på forhånd om skal være en liste"),
        (changed(demands=["dragons"]), "Si fra på forhånd om skal være en liste"),
        (changed(aim="Ring 01010112377."), "fødselsnummeret"),
        (json.dumps(whole({}, from_team=1)).encode(), "Navnet på teamet"),
    ],
)  # fmt: skip
def test_what_is_no_recipe_is_a_sentence(data, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        read(data)


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_no_bytes_are_a_fault_of_ours(data):
    with pytest.raises(RuleBroken):
        read(data)


short = st.text(max_size=9)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | short,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(short, inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(recipe_file.NAMES) | short, json_values))
def test_no_values_are_a_fault_of_ours(said):
    try:
        content, _team = read(json.dumps(whole(said)))
    except RuleBroken as broken:
        assert broken.message
    else:
        assert read(write(content)) == (content, "")


def test_a_mark_before_the_first_letter_is_no_fault():
    assert read(b"\xef\xbb\xbf" + TEXT.encode()) == (PLAIN, "")
