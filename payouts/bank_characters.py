"""Which letters a bank takes in its files, and what could stand instead of others."""

import unicodedata

from core.text import for_machines, plain

LONGEST_NAME = 70
"""The XSD takes 140 letters, banks between themselves 70."""

_BASIC = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-?:().,'+ ")
_NORWEGIAN = "æøåáäçđéíóöúüý"
LETTERS = {
    "basic": _BASIC,
    "norwegian": _BASIC | frozenset(f"{_NORWEGIAN}{_NORWEGIAN.upper()}ß%&=@§"),
}
"""By `BankProfile.Letters`: SEPA's basic set, and what Norwegian banks take among themselves."""
_SPELLED = {
    "æ": "ae", "ø": "oe", "å": "aa", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "œ": "oe", "ł": "l",
    "ħ": "h", "ŋ": "n", "ŧ": "t", "ı": "i", "ə": "e", "ǥ": "g", "ĸ": "k", "&": "+", "_": "-",
    "ʻ": "'", "ʼ": "'", "ʽ": "'", "ʾ": "'", "ʿ": "'", "ʹ": "'",
}  # fmt: skip
"""Letters that are no letter with a mark; the first three as passports spell them (ICAO 9303)."""


def unsupported(text: str, *, letters: str) -> list[str]:
    """Return the characters of `text` that the letters of a profile do not hold, each once."""
    return sorted(set(for_machines(text)) - LETTERS[letters])


def spelling(text: str, *, letters: str) -> str:
    """Propose `text` in the letters of a profile: «Šárka Łuczak» → «Sárka Luczak».

    Empty when one of its letters is of another script: then only a person knows.
    """
    spelled = []
    for sign in plain(text):
        found = _spelled(sign, LETTERS[letters])
        if not found and unicodedata.category(sign)[0] == "L":
            return ""
        spelled.append(found)
    return " ".join("".join(spelled).split())[:LONGEST_NAME].strip()


def _spelled(sign: str, taken: frozenset[str]) -> str:
    """Return the nearest to `sign` that is `taken`, or "": itself, without marks, or in words."""
    if sign in taken:
        return sign
    bare = "".join(
        part
        for part in unicodedata.normalize("NFKD", sign)
        if not unicodedata.category(part).startswith("M")
    )
    named = _SPELLED.get(sign.lower(), "")
    if sign != sign.lower():
        named = named.capitalize()
    # A ring is a mark by Unicode, and å is no a: the last mark goes first.
    parts = unicodedata.normalize("NFC", unicodedata.normalize("NFD", sign)[:-1])
    nearer = _spelled(parts, taken) if len(parts) == 1 and parts != sign else ""
    tries = (named, nearer, bare, "".join(_SPELLED.get(part, part) for part in bare))
    return next((one for one in tries if one and set(one) <= taken), "")
