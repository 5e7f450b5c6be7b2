"""Finding people's chosen names in what somebody has written."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

_WORD = re.compile(r"[^\W\d_]+")
_NO_MARKS = str.maketrans({"ø": "o", "æ": "ae", "đ": "d", "ł": "l", "ð": "d", "þ": "th"})
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
    the s of a genitive. `known` are names that may stand there: their words count for nobody.
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
    """Return `word` in small letters and without marks: «Åse» is «ase»."""
    apart = unicodedata.normalize("NFKD", word.casefold())
    plain = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return plain.translate(_NO_MARKS)


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text))


def _needs_capital(word: str) -> bool:
    return len(word) < SHORT or word in ORDINARY


def _stands(word: str, written: set[str]) -> bool:
    return word in written or f"{word}s" in written
