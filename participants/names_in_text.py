"""Finding people's chosen names in what somebody has written."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from itertools import pairwise

_MARKS = "".join(
    sign for sign in map(chr, range(0x300, 0x2000)) if unicodedata.category(sign).startswith("M")
)
_WORD = re.compile(rf"(?:[^\W\d_]|[{re.escape(_MARKS)}])+")
"""A word: letters, and the signs that many scripts write vowels with."""
_JOINED = re.compile(r"['’ʼ´`‐‑-]")
_NO_MARKS = str.maketrans({"ø": "o", "æ": "ae", "đ": "d", "ł": "l", "ð": "d", "þ": "th", "ı": "i"})
SHORT = 3
"""A shorter name counts only as it is written, with its capital."""
_EVERYDAY = (
    "alf ask bjorn bo bror dag eik frid glad gro hauk il juni lilje liv lys mai may odd ole ravn "
    "rolf rose roy sol stein stjerne storm svale tid tor trygg ulv ung var ve den det de en et og "
    "i pa av fra med til som han hun jeg du vi lille store gamle unge glade"
)
ORDINARY = frozenset(_EVERYDAY.split())
"""Names that are everyday words as well, folded: they count only with a capital."""


def found(texts: Iterable[str], names: Mapping[int, str], *, known: Iterable[str] = ()) -> set[int]:
    """Return the keys of those of `names` of whom a word stands in `texts`.

    A name is known by any of its words, in small letters, capitals, without its accents, and with
    the s of a genitive; two that a hyphen or an apostrophe joins are one word as well. A script
    without capitals often has no spaces either: there a word is found within a longer one.
    `known` are names that may stand there: their words count for nobody.
    """
    as_written = {word for text in texts for word in _words(text)}
    written = {folded(word) for word in as_written}
    capital = {folded(word) for word in as_written if word[:1].isupper()}
    may_stand = {folded(word) for name in known for word in _words(name)}
    return {
        key
        for key, name in names.items()
        if any(
            _stands(word, capital if _needs_capital(word) else written)
            for word in set(map(folded, _words(name))) - may_stand
        )
    }


def folded(word: str) -> str:
    """Return `word` in small letters and without marks: «Åse» is «ase», «Haakon» is «hakon»."""
    apart = unicodedata.normalize("NFKD", word.casefold())
    plain = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return plain.translate(_NO_MARKS).replace("aa", "a")


def _words(text: str) -> list[str]:
    """Return the words of `text`, and those that are joined also as one: «Anne-Marie»."""
    found = list(_WORD.finditer(unicodedata.normalize("NFKC", text)))
    pairs = [
        one.group() + other.group()
        for one, other in pairwise(found)
        if _JOINED.fullmatch(one.string, one.end(), other.start())
    ]
    return [*(one.group() for one in found), *pairs]


def _needs_capital(word: str) -> bool:
    return _has_capitals(word) and (len(word) < SHORT or word in ORDINARY)


def _has_capitals(word: str) -> bool:
    return word.upper() != word


def _stands(word: str, written: set[str]) -> bool:
    if not _has_capitals(word) and len(word) > 1:
        return any(word in one for one in written)
    return word in written or f"{word}s" in written
