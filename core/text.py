"""Rules for words: how they are kept, and what stands in none of them."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from stdnum.no import fodselsnummer

from core.errors import RuleBroken

# Eleven digits, or thirteen when the year is written whole.
_LONG_NUMBERS = re.compile(
    r"(?<!\d)(?=(?P<whole>\d(?:[\W_]{0,8}\d){12})(?!\d)|)"
    r"(?=(?P<short>\d(?:[\W_]{0,8}\d){10})(?!\d)|)(?=\d)"
)
_HEALTH = re.compile(
    r"\b(?:diagnos\w*|adhd|autis\w*|schizofren\w*|bipolar\w*|psykos\w*|psykot\w*|borderline"
    r"|ptsd|depresjon\w*|deprimert\w*|angst(?:lid\w*)?|epilep\w*|hiv|aids|hepatitt\w*|kreft\w*"
    r"|demens\w*|diabetes|overdos\w*|rusavhengig\w*|avrusing\w*|metadon\w*|subutex|abort\w*"
    r"|anoreksi\w*|bulimi\w*|selvmord\w*|suicid\w*|sjukdom\w*|sykdom\w*|depression|anxiety"
    r"|schizophren\w*|cancer|hepatitis|epilepsy|addict\w*)\b",
    re.IGNORECASE,
)


def health_words(text: str) -> list[str]:
    """Return the words in `text` that tell of somebody's health, lower case and in order."""
    return [found.group().lower() for found in _HEALTH.finditer(clean_text(text))]


# --- How words are kept ----------------------------------------------------------
MOST_MARKS = 8
"""On one letter; Hebrew with all its points has five, a name in the Latin letters three."""
_JOINERS = "\u200c\u200d"
_WITHIN = re.compile("[\u200c\u200d\ufe0e\ufe0f\u20e3]")
_BREAKS = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# Signs without a picture that Unicode nevertheless counts as letters, marks or symbols.
_EMPTY_SIGNS = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u3164\ufe00-\ufe0d\uffa0\ufff0-\ufff8\ufffc"
    "\U000e0000-\U000e0fff]"
)
# How a sign is drawn (as text or as a picture): unseen after anything that has one shape only.
_SHAPES = re.compile(
    r"(?<=[\w\s])[\ufe0e\ufe0f]+(?!\u20e3)|(?:^|(?<=[\ufe0e\ufe0f]))[\ufe0e\ufe0f]+"
)
_BLANKS = {"\u2800": " "}
_TYPOGRAPHIC = str.maketrans(
    {
        "\u2212": "-",
        "\u2044": "/",
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb\u2033", '"'),
        "\u2236": ":",
        **dict.fromkeys("\u2022\u2024\u2027\u22c5\u00b7", "."),
    }
)


def clean_text(text: str) -> str:
    """Return `text` as Reir keeps words of several lines: composed (NFC), and nothing unseen in it.

    Control and format characters are gone; those that join letters stay between letters. Every
    kind of space is a plain one, every kind of line break is a newline, and there is none around
    the words. A text in which nothing can be seen is empty.
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    text = _EMPTY_SIGNS.sub("", composed(_BREAKS.sub("\n", text)))
    kept = _SHAPES.sub("", "".join(filter(None, map(_kept, text))))
    if any(joiner in kept for joiner in _JOINERS):
        kept = _joined(kept)
    kept = composed(kept).strip()
    return kept if any(unicodedata.category(sign)[0] in "LNPS" for sign in kept) else ""


def composed(text: str) -> str:
    """Return `text` in NFC, with no more marks on one letter than any language writes.

    A tower of them hides the lines around it, and putting it in order takes its height squared:
    one form of two megabytes would keep a process for a quarter of an hour.
    """
    kept, height = [], 0
    for sign in text:
        if unicodedata.category(sign)[0] == "M":
            height += 1
        elif sign not in _JOINERS:
            height = 0
        if height <= MOST_MARKS:
            kept.append(sign)
    return unicodedata.normalize("NFC", "".join(kept))


def clean_line(text: str) -> str:
    """Return `text` as `clean_text` does, on one line."""
    return clean_text(text).replace("\n", " ")


def for_machines(value: Any) -> Any:
    """Return `value` as files and feeds write it: no sign in its words that a reader chokes on.

    The rule of every such portal, for rows that were kept before words were cleaned, or past that.
    Lists and dictionaries are followed; what holds no words comes back as it is.
    """
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, dict):
        return {name: for_machines(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [for_machines(one) for one in value]
    return value


def plain(text: str) -> str:
    """Return `text` on one line with the signs that numbers, addresses and banks are written in.

    Digits of every script are 0–9; typographic lines, quotation marks and wide letters are those
    of a keyboard. Joiners, which only words need, are gone.
    """
    cleaned = clean_line(text)
    return cleaned if cleaned.isascii() else "".join(map(_plain_sign, _WITHIN.sub("", cleaned)))


LONGEST_PHONE = 100
_BEFORE_A_PHONE = re.compile(r"^(?:telefonnummer|telefon|tlf|tel|mobil|mob|phone)\b[.:]*\s*", re.I)
_EXTENSION = re.compile(
    r"[\s,;(]*(?:internnummer|internnr|intern|int|linje|lokal|line|tastevalg|tast|valg|anknytning"
    r"|extension|ext|x|#)[.:=\s]*(\d{1,7})\)?$",
    re.I,
)


def phone_line(text: str) -> str:
    """Return what was written as a phone number, as the number reader knows extensions.

    What is far too long for one is not looked through: that would take its length squared.
    """
    line = plain(text)
    if len(line) > LONGEST_PHONE:
        return line
    return _EXTENSION.sub(r";ext=\1", _BEFORE_A_PHONE.sub("", line))


def phone_in_words(phone: Any) -> str:
    """Return a PhoneNumber as one reads it, with its extension; "" for none."""
    if not phone:
        return ""
    whole = getattr(phone, "as_national", str(phone))
    if not getattr(phone, "extension", None):
        return str(whole)
    number = type(phone).from_string(phone.as_e164).as_national
    return str(_("%(number)s linje %(line)s")) % {"number": number, "line": phone.extension}


def digits_of(text: str) -> str:
    """Return `text` in plain signs without spaces, dots, commas and lines between them."""
    return re.sub(r"[\s.,\-]", "", plain(text))


def whole_number(text: str) -> str:
    """Return a whole number in plain signs without what stands between its thousands («1 200»)."""
    return re.sub(r"(?<=\d)[ '](?=\d{3}(?!\d))", "", plain(text))


def row_key(text: str) -> int:
    """Return the key of a row that a form or an address names; 0, which no row has, for any other.

    Longer than a database's largest number, or nothing but digits of other scripts, is no key.
    """
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


_ORGANISATION = re.compile(
    r"(?:org(?:ani[sz]a(?:sjons|tion))?(?:nr|no|nummer|number)|foretaksregisteret|vat|mva|no)*"
    r"(\d{9})(?:mva|foretaksregisteret)*"
)


def organisation_number(text: str) -> str:
    """Return the digits of an organisation number as invoices write it («NO 923 609 016 MVA»).

    What is no such number comes back without its spaces; whether it is right is the model's to say.
    """
    found = _ORGANISATION.fullmatch(re.sub(r"[():/]", "", digits_of(text)).lower())
    return found[1] if found else digits_of(text)


def _kept(sign: str) -> str:
    category = unicodedata.category(sign)
    if category == "Zs" or sign == "\t":
        return " "
    if sign == "\n" or sign in _JOINERS:
        return sign
    noncharacter = ord(sign) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(sign) <= 0xFDEF
    return "" if category in {"Cc", "Cf", "Cs", "Co"} or noncharacter else _BLANKS.get(sign, sign)


def _joined(text: str) -> str:
    """Return `text` with joiners only between two letters, or two pictures of one sign."""
    kept = [
        sign
        for before, (sign, after) in zip(f" {text}", pairwise(f"{text} "), strict=False)
        if sign not in _JOINERS or (_joins(before) and _joins(after))
    ]
    return "".join(kept)


def _joins(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LM" or unicodedata.category(sign) in {"So", "Sk"}


def _plain_sign(sign: str) -> str:
    if unicodedata.category(sign) == "Nd":
        return str(unicodedata.decimal(sign))
    if unicodedata.category(sign) == "Pd":
        return "-"
    if "\uff01" <= sign <= "\uff5e":
        return chr(ord(sign) - 0xFEE0)
    return sign.translate(_TYPOGRAPHIC)


# --- National identity numbers ---------------------------------------------------
MOST_WITHIN_EACH_OTHER = 5
"""A text from which a number can be taken out oftener, and then stands another, is a trick."""


def holds_national_identity_number(text: str) -> bool:
    """Tell whether a valid fødselsnummer, D-number or synthetic number is in `text`.

    Up to eight signs that are no letters may stand between any two of its digits, and its year
    may be written whole.
    """
    return next(_national_numbers(clean_line(text)), None) is not None


def without_the_numbers(text: str) -> str:
    """Return clean `text` with every national identity number left out (for what is imported)."""
    for _round in range(MOST_WITHIN_EACH_OTHER):
        kept, end = "", 0
        for first, after in _national_numbers(text):
            if first >= end:
                kept, end = kept + text[end:first], after
        if not end:
            return text.strip()
        text = kept + text[end:]
    return ""


def _national_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each number stands in clean `text`, as (first, after the last)."""
    figures = text if text.isascii() else "".join(map(_figure, text))
    for found in _LONG_NUMBERS.finditer(figures):
        for name in ("whole", "short"):
            digits = re.sub(r"\D", "", found[name] or "")
            if name == "whole" and digits[4:6] in {"18", "19", "20"}:
                digits = digits[:4] + digits[6:]
            if len(digits) == 11 and _is_national(digits):
                yield found.span(name)
                break


def _figure(sign: str) -> str:
    """Return the digit that a sign shows, whatever is drawn around it (①, ²), or the plain sign."""
    digit = unicodedata.digit(sign, None)
    return _plain_sign(sign) if digit is None else str(digit)


def checked_line(text: str) -> str:
    """Return clean `text` on one line without needless space, for a verb that a button feeds.

    Raises RuleBroken when it holds a national identity number.
    """
    line = " ".join(clean_line(text).split())
    if holds_national_identity_number(line):
        raise RuleBroken(_now("Ta bort fødselsnummeret. Reir skal ikke ha det."))
    return line


def without_national_identity_number(value: str) -> None:
    """Validate that free text holds no national identity number (rules.md#need-to-know)."""
    if holds_national_identity_number(value):
        raise ValidationError(
            _("Ta bort fødselsnummeret. Reir skal ikke ha det."), code="national_identity"
        )


def _is_national(number: str) -> bool:
    # The library's own validity also wants a century that fits: here a wrong one is a number, too.
    ours = fodselsnummer.calc_check_digit1(number), fodselsnummer.calc_check_digit2(number)
    if tuple(number[-2:]) != ours:
        return False
    day, month, year = (int(number[at : at + 2]) for at in (0, 2, 4))
    # D-numbers add 40 to the day; synthetic ones add 40, 65 or 80 to the month.
    for less in (0, 40, 65, 80):
        try:
            # A leap year, when the century is not known: 29 February is then a day.
            date(2000 if year % 4 == 0 else 1900 + year, month - less, day - 40 * (day > 40))
        except ValueError:
            continue
        return True
    return False
