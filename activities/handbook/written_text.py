"""How plain words of several lines are read: headings, lists and steps by how a line begins.

`# ` is a heading, `- ` or `* ` a point, `1. ` a step; an empty line begins a new paragraph.
Nothing else means anything, so no words can become markup.
"""

import re
from dataclasses import dataclass
from itertools import groupby

HEADING, POINTS, STEPS, WORDS = "heading", "points", "steps", "words"
_MARKS = (
    (HEADING, re.compile(r"#{1,6}\s+(?=\S)")),
    (POINTS, re.compile(r"[-*–•]\s+(?=\S)")),
    (STEPS, re.compile(r"\d{1,3}[.)]\s+(?=\S)")),
)


@dataclass(frozen=True)
class Block:
    """Lines that belong together: a heading (one line), points, steps or the words of a
    paragraph."""

    kind: str
    lines: tuple[str, ...]


def blocks_of(text: str) -> list[Block]:
    """Return the blocks of `text` in their order. Points with an empty line between are one list,
    so that their numbers go on."""
    found: list[Block] = []
    for kind, same in groupby(map(_read, text.split("\n")), key=lambda line: line[0]):
        lines = tuple(words for _kind, words in same)
        if kind == HEADING:
            found += [Block(HEADING, (line,)) for line in lines]
        elif kind in (POINTS, STEPS) and found and found[-1].kind == kind:
            found[-1] = Block(kind, found[-1].lines + lines)
        elif kind:
            found.append(Block(kind, lines))
    return found


def lines_of(text: str) -> list[str]:
    """Return what stands on each line that is not empty, without its mark."""
    return [words for _kind, words in map(_read, text.split("\n")) if words]


def _read(line: str) -> tuple[str, str]:
    """Return the kind of a line, "" for an empty one, and its words without the mark."""
    line = line.strip()
    for kind, mark in _MARKS:
        if found := mark.match(line):
            return kind, line[found.end() :]
    return (WORDS if line else ""), line
