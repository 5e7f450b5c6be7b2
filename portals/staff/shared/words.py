"""Words that staff look for: how they are matched, and how they stand in an address.

They are often somebody's name. An address is kept in histories and logs, so they stand there
encrypted, for whoever wrote them, for a day (docs/decisions/025-search.md).
"""

import json
import time
import unicodedata
from dataclasses import dataclass
from typing import Any

from cryptography.fernet import InvalidToken
from django.utils.translation import gettext as _

from core import hidden_fields
from core.text import clean_line
from notices.encrypted_text import seal, unseal

LONGEST = 60
SHORTEST = 2
HOLDS_FOR = 24 * 60 * 60
"""Seconds."""
_SAME = str.maketrans("äöđðł", "æøddl")


def folded(text: str) -> str:
    """Return `text` as it is compared: small letters, and no marks on them but the ring of «å».

    So «åse» is «Åse» on every database, «jose» is «José», and «ase» is another.
    """
    small = text.casefold()
    if small.isascii():
        return small
    return "".join(map(_without_marks, small.translate(_SAME)))


def _without_marks(sign: str) -> str:
    if sign == "å":
        return sign
    parts = unicodedata.normalize("NFD", sign)
    return "".join(part for part in parts if unicodedata.category(part) != "Mn")


@dataclass(frozen=True)
class Words:
    """What somebody looks for. `text` is as it was written, cleaned; `parts` are its words."""

    text: str
    whole: str
    parts: tuple[str, ...]

    @classmethod
    def of(cls, written: str) -> "Words":
        """Read what was written, of what is too long no more than tells so."""
        text = " ".join(clean_line(written[: 20 * LONGEST]).split())
        if len(text) > LONGEST:
            text = f"{text[:LONGEST]}…"
        return cls(text, folded(text), tuple(folded(text).split()))

    @property
    def problem(self) -> str:
        """Return why nobody can look for them, in a sentence; "" when one can."""
        if len(self.text) > LONGEST:
            return _("Skriv litt kortere. Ett navn eller ord er nok.")
        # A lone digit is the number of a work.
        if self.text and not self.whole.isdecimal() and max(map(len, self.parts)) < SHORTEST:
            return _("Skriv minst to bokstaver.")
        return ""

    def within(self, *texts: str) -> bool:
        """Tell whether each word is somewhere in `texts`, inside longer words too."""
        kept = folded(" ".join(texts))
        return bool(self.parts) and all(part in kept for part in self.parts)

    def begin_words_of(self, text: str) -> bool:
        """Tell whether each of them begins a word of `text`."""
        kept = folded(text).split()
        return all(any(word.startswith(part) for word in kept) for part in self.parts)

    def begin(self, name: str) -> bool:
        """Tell whether `name` begins with them."""
        return folded(name).startswith(self.whole)

    def are(self, name: str) -> bool:
        """Tell whether they are the whole of `name`: a code, a number."""
        return bool(name) and self.whole == folded(name)


def hide(words: Words, *, user: Any) -> str:
    """Return `words` as they stand in an address that `user` is sent to."""
    return seal(json.dumps([hidden_fields.who(user), int(time.time()), words.text]))


def show(hidden: str, *, user: Any) -> Words | None:
    """Return the words that `hide` got; None when they are another's, a day old, or none at all."""
    try:
        owner, since, text = json.loads(unseal(hidden))
    except (InvalidToken, TypeError, ValueError):
        return None
    ours = owner == hidden_fields.who(user) and int(time.time()) - int(since) < HOLDS_FOR
    return Words.of(text) if ours else None
