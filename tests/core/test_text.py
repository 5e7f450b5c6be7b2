"""Words are kept so that everybody sees them, and no national identity number among them."""

import contextlib
import re
import time
import unicodedata

import pytest
from django.core.exceptions import ValidationError

from core.dates import iso_clock, iso_day
from core.errors import RuleBroken
from core.money import parse_kroner
from core.text import (
    MOST_MARKS,
    clean_line,
    clean_text,
    digits_of,
    health_words,
    organisation_number,
    phone_line,
    plain,
    row_key,
    whole_number,
    without_national_identity_number,
    without_the_numbers,
)
from tests.speed import slower

JOINERS = ("\u200c", "\u200d")
TWELVE_SPELLINGS = [
    "01010112377",
    "010101 12377",
    "010101\u00a012377",
    "010101-12377",
    "01.01.01 12377",
    "01 01 01 123 77",
    "010101\u200b12377",
    "010101\u201312377",
    "０１０１０１１２３７７",
    "0 1 0 1 0 1 1 2 3 7 7",
    "010101 - 12377",
    "010101/12377",
]


@pytest.mark.parametrize("written", TWELVE_SPELLINGS)
def test_a_national_number_is_seen_however_it_is_written(written):
    with pytest.raises(ValidationError):
        without_national_identity_number(f"Ring 2 ganger: {written}, sa han.")


def _numbered(day_month_year):
    """Return a number with right check digits for six digits and some three that have them."""
    for three in range(100, 500):
        digits = [int(digit) for digit in f"{day_month_year}{three}"]
        for weights in ((3, 7, 6, 1, 8, 9, 4, 5, 2), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)):
            digits.append(-sum(w * d for w, d in zip(weights, digits, strict=True)) % 11)
        if max(digits) < 10:
            return "".join(map(str, digits))
    raise AssertionError(day_month_year)


@pytest.mark.parametrize(
    "written",
    [
        "01.01.1901 12377",
        "01011901-12377",
        "01 01 1901 / 123 77",
        "010101  --  12377",
        "010101 (- -) 12377",
        "010101\n\n\n\n12377",
        "\u24ea①⓪①⓪①①②③⑦⑦",
        "⁰¹⁰¹⁰¹¹²³⁷⁷",
        "0\ufe0f\u20e31010112377",
        "010101\u2022\u2065\ufffc12377",
    ],
)
def test_a_national_number_is_seen_in_rarer_spellings_and_left_behind(written):
    with pytest.raises(ValidationError):
        without_national_identity_number(written)

    assert not re.search(r"[\d①¹]", without_the_numbers(clean_text(f"Hei {written}")))


@pytest.mark.parametrize("written", ["01.01.1701 12377", "010101 pluss 12377", "1" * 40])
def test_other_long_numbers_pass(written):
    without_national_identity_number(written)


@pytest.mark.parametrize("six", ["010170", "410170", "018170", "014170", "418170", "290200"])
def test_numbers_of_strangers_and_invented_people_are_seen(six):
    with pytest.raises(ValidationError):
        without_national_identity_number(_numbered(six))


@pytest.mark.parametrize(
    "words",
    ["Ring 22 33 44 55", "01.12.2026 10:00-12:00", "Kl. 10-12, 14-16, 18-20", "923 609 016", ""],
)
def test_other_numbers_pass(words):
    without_national_identity_number(words)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Kassen\x0bved elva", "Kassen ved elva"),
        ("\ufeffO\u200bla\u202e ", "Ola"),
        ("A\u030ase\u00a0Lie", "Åse Lie"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\u200dOla\u200d", "Ola"),
        ("\u3164\u2800", ""),
        ("\u0301", ""),
        ("a\x00b\ud800", "ab"),
        ("ti\r\nto", "ti to"),
        ("👩\u200d🌾", "👩\u200d🌾"),
        ("❤\ufe0f 1\ufe0f\u20e3 ‼\ufe0f", "❤\ufe0f 1\ufe0f\u20e3 ‼\ufe0f"),
        ("O\ufe0fla\ufe0e \ufe0f7\ufe0f", "Ola 7"),
        ("O\ufe00l\u2065a\ufff3\ufffc", "Ola"),
        ("\ufe0fOla", "Ola"),
    ],
)
def test_nothing_unseen_is_kept(written, kept):
    assert clean_line(written) == kept


def test_lines_stay_lines_where_there_are_several():
    assert clean_text("en\r\nto\u2028tre\u00a0 ") == "en\nto\ntre"


def test_numbers_and_addresses_are_read_in_plain_signs():
    assert plain("ola\uff20example.no\u200b \u2013 \u0661") == "ola@example.no - 1"
    assert plain("o\u200dla@ex\u200cample.no") == "ola@example.no"
    assert digits_of("8601\u202211\u200d\u202717\ufe0f947") == "86011117947"
    assert plain("14\u223630") == "14:30"


@pytest.mark.parametrize(
    "written",
    [
        "NO 923 609 016 MVA",
        "923609016MVA",
        "923.609.016",
        "no923609016mva",
        "923\u00a0609\u00a0016",
    ],
)
def test_an_organisation_number_as_invoices_write_it(written):
    assert organisation_number(written) == "923609016"


@pytest.mark.parametrize("written", TWELVE_SPELLINGS)
def test_what_is_imported_leaves_the_number_behind(written):
    left = without_the_numbers(clean_text(f"Samtale {written} kl. 10"))
    assert left.split() == ["Samtale", "kl.", "10"]


@pytest.mark.parametrize(
    ("written", "key"),
    [("17", 17), ("", 0), ("-1", 0), ("٣", 0), ("²", 0), ("1.5", 0), ("9" * 5000, 0), ("ja", 0)],
)
def test_the_key_of_a_row_is_a_number_that_the_database_can_hold(written: str, key: int) -> None:
    assert row_key(written) == key


@pytest.mark.parametrize("between", ["", "\u200b", "\ue000", "\u034f", *JOINERS])
def test_a_tower_of_marks_is_no_taller_than_a_language_builds_it_and_takes_no_time(between):
    tower = "A" + "\u0301" * 20 + f"\u0323{between}" * 60_000 + f"\u0301{between}" * 60_000
    began = time.process_time()
    assert len(clean_text(tower)) <= 1 + MOST_MARKS * (1 + (between in JOINERS))
    assert len(plain(tower)) <= 1 + MOST_MARKS
    assert time.process_time() - began < 5 * slower()  # as it was: minutes


@pytest.mark.parametrize(
    "name", ["Nguyễn Thị Hồng Ánh", "בְּרֵאשִׁ֖ית", "กู้ภัย", "क्षत्रिय", "བསྒྲུབས", "علي‌رضا", "Áŋŋá"]
)
def test_names_with_all_their_marks_are_kept(name):
    for form in ("NFC", "NFD"):
        assert clean_line(unicodedata.normalize(form, name)) == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize(
    "read",
    [
        clean_line, clean_text, digits_of, health_words, iso_clock, iso_day, organisation_number,
        parse_kroner, phone_line, plain, whole_number, without_the_numbers,
    ],
)  # fmt: skip
@pytest.mark.parametrize("words", ["x{}x", "1{}x", "{}1 kr x"], ids=["words", "number", "sum"])
def test_no_reader_of_words_takes_its_length_squared(read, words):
    """A form of two megabytes is read before its fields say how long they may be."""
    limit = 2 * slower()
    for sign in (" ", ",", "(", "-", ".", "1", "1 ", "int", "no", "kr ", "jan ", "a\u0301\u0323"):
        began = time.process_time()
        with contextlib.suppress(RuleBroken):
            read(words.format(sign * (30_000 // len(sign))))
        assert time.process_time() - began < limit, sign
