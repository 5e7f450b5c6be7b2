"""How texts are measured: what participants never read, and how hard a text is."""

import re

BANNED_FOR_PARTICIPANTS = (
    "avslag",
    "avslått",
    "avvist",
    "nektet",
    "ikke møtt",
    "brudd",
    "for sent",
    "bruker",
)
"""Whole words, and «bruker» as the start of a word, too: brukeren (rules.md#no-refusal)."""

_SENTENCE_END = re.compile(r"[.!?:]+(?:\s|$)")
_WORD = re.compile(r"[^\W\d_]+")


def banned_words(text: str) -> list[str]:
    """Return the banned words in `text`, lower case, in the order of the list."""
    lowered = text.lower()
    return [
        word
        for word in BANNED_FOR_PARTICIPANTS
        if re.search(rf"\b{word}{'' if word != 'bruker' else r'[a-zæøå]*'}\b", lowered)
    ]


def lix(text: str) -> float:
    """Return the readability index LIX (Björnsson 1968) of `text`.

    Mean words a sentence plus the percentage of words over six letters. Under 30 is very easy,
    over 50 is official prose. A text without words is 0.
    """
    words = _WORD.findall(text)
    if not words:
        return 0.0
    sentences = max(1, len(_SENTENCE_END.findall(text.strip())))
    long_words = sum(len(word) > 6 for word in words)
    return len(words) / sentences + 100 * long_words / len(words)
