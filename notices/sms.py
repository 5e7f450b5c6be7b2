"""What an SMS is made of: the letters that fit in 160, and into how many parts a text goes.

3GPP TS 23.038 (GSM 03.38): a part holds 160 letters of the default alphabet, 153 when there are
several. One single other letter makes it 70 and 67, for the whole text.
"""

import re
import unicodedata
from math import ceil

ALPHABET = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
TWICE = frozenset("\f^{}\\[~]|€")
"""Letters of the extension table, which take the room of two."""
LEAST = 20
_NEAREST = str.maketrans(
    {
        **dict.fromkeys("«»„“”‟″‹›", '"'),
        **dict.fromkeys("‘’‚‛′´`", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("•·", "-"),
        "→": "-",
        "×": "x",
        "⁄": "/",
        "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ŋ": "n", "Ŋ": "N", "ŧ": "t", "Ŧ": "T",
        "ł": "l", "Ł": "L", "þ": "th", "Þ": "Th", "œ": "oe", "Œ": "OE", "ı": "i", "ẞ": "SS",
    }
)  # fmt: skip


_NO_LETTER = re.compile("[\u0300-\u036f\ufe00-\ufe0f]")
"""Marks that stand alone, and those that choose between shapes."""


def plain(text: str) -> str:
    """Return `text` in the letters of the alphabet, the nearest for those that are not there.

    Quotation marks, lines and spaces become plain, and a letter loses a mark that the alphabet
    has not («Áile» is «Aile»). What has no likeness, as other scripts, stays.
    """
    composed = unicodedata.normalize("NFC", text).translate(_NEAREST)
    return "".join(map(_near, composed))


def _near(letter: str) -> str:
    if _fits(letter):
        return letter
    if letter in "\u2028\u2029\x0b\x85":
        return "\n"
    kind = unicodedata.category(letter)
    if kind == "Zs" or letter == "\t":
        return " "
    if kind in ("Cc", "Cf") or _NO_LETTER.match(letter):
        return ""
    likeness = "".join(
        sign for sign in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(sign)
    ).translate(_NEAREST)
    return likeness if likeness and _fits(likeness) else letter


def letters(text: str) -> int:
    """Return how many letters of an SMS `text` takes once it is `plain`."""
    text = plain(text)
    if _fits(text):
        return len(text) + sum(letter in TWICE for letter in text)
    return len(text.encode("utf-16-be")) // 2


def parts(text: str) -> int:
    """Return how many SMS `text` goes out as, once it is `plain`; none for no text."""
    number = letters(text)
    one, several = (160, 153) if _fits(plain(text)) else (70, 67)
    return min(number, 1) if number <= one else ceil(number / several)


def room(around: str) -> tuple[int, int]:
    """Return (letters, parts): what may be written into `around` before it takes one part more.

    When fewer than `LEAST` letters are left, the next part is reckoned in.
    """
    used = letters(around)
    number = max(parts(around), 1)
    while (left := (160 if number == 1 else 153 * number) - used) < LEAST:
        number += 1
    return left, number


def _fits(text: str) -> bool:
    return all(letter in ALPHABET or letter in TWICE for letter in text)
