"""The words of the public's pages, in three languages: the files of the folder `texts`.

A file begins with lines `field: value` (an indented line goes on with the one before it), and after
an empty line follow the blocks, with an empty line between them:

    ## A heading
    Words that are a paragraph; `- ` and `1. ` begin the items of a list.
    > A quote
    > — the chosen name of who says it
    ![what it shows](drawing) caption
    {key of a work}
    | label | value |                 rows of facts
    | drawing | heading | words |     promises of the home page
    What to do [label](/address/)

A translation says what is different in its language and has the rest (drawing, district, people)
from the file in bokmål.
"""

import re
from collections.abc import Iterator
from itertools import chain, groupby
from pathlib import Path
from typing import Any

from demo.data.programme import ACTIVITIES
from demo.data.shapes import LANGUAGES, Block, PageText

FOLDER = Path(__file__).parent / "texts"


def blocks_of(body: str) -> Iterator[Block]:
    """Yield the blocks of a file; paragraphs and lists that follow each other are one, as HTML."""
    found = chain.from_iterable(map(_blocks_in, body.strip().split("\n\n")))
    for kind, same in groupby(found, key=lambda block: block[0]):
        if kind == "paragraph":
            yield kind, "".join(html for _kind, html in same)
        else:
            yield from same


def _blocks_in(part: str) -> list[Block]:
    """Return the blocks of `part`, which has no empty line: one, or the rows of a table."""
    words = " ".join(part.split())
    if part.startswith("|"):
        return _table([line.strip("| ").split(" | ") for line in part.splitlines()])
    if part.startswith("> "):
        text, _dash, who = words.removeprefix("> ").replace(" > ", " ").partition(" — ")
        return [("quote", {"text": text, "who": who})]
    if part.startswith("## "):
        return [("heading", words.removeprefix("## "))]
    if found := re.fullmatch(r"\{(.+)\}", words):
        return [("work", found[1])]
    if found := re.fullmatch(r"!\[(.+)\]\((.+?)\) ?(.*)", words):
        return [("picture", {"illustration": found[2], "alt": found[1], "caption": found[3]})]
    if found := re.fullmatch(r"(.+) \[(.+)\]\((.+)\)", words):
        return [("call", {"text": found[1], "link": found[3], "label": found[2]})]
    for tag, mark in (("ul", r"^- "), ("ol", r"^\d+\. ")):
        if re.match(mark, part):
            items = [" ".join(item.split()) for item in re.split(f"(?m){mark}", part)[1:]]
            return [("paragraph", f"<{tag}><li>{'</li><li>'.join(items)}</li></{tag}>")]
    return [("paragraph", f"<p>{words}</p>")]


def _table(rows: list[list[str]]) -> list[Block]:
    if len(rows[0]) == 2:
        return [("facts", [{"label": label, "value": value} for label, value in rows])]
    return [
        ("promise", {"illustration": drawing, "heading": heading, "text": text})
        for drawing, heading, text in rows
    ]


def _read(folder: str, slug: str) -> Iterator[PageText]:
    """Yield the text of `slug` in each language it is written in, bokmål first."""
    fields: dict[str, Any] = {}
    for language in LANGUAGES:
        path = FOLDER / folder / f"{slug}.{language}.md"
        if path.exists():
            head, body = path.read_text(encoding="utf-8").split("\n\n", 1)
            for line in re.sub(r"\n +", " ", head).splitlines():
                name, value = line.split(": ", 1)
                fields[name] = _typed(name, value)
            yield PageText(slug=slug, language=language, blocks=(*blocks_of(body),), **fields)


def _typed(name: str, value: str) -> Any:
    if name == "weeks_ago":
        return int(value)
    return tuple(value.split(", ")) if name == "named" else value


def _all(folder: str, *slugs: str) -> tuple[PageText, ...]:
    return tuple(text for slug in slugs for text in _read(folder, slug))


HOME = _all("", "home")
PAGES = _all("pages", "om-reir", "for-bedrifter", "personvern", "tilgjengelighet")
PROJECTS = _all("projects", *(activity.key for activity in ACTIVITIES))
STORIES = tuple(
    sorted(
        _all("stories", *sorted(path.name[:-6] for path in FOLDER.glob("stories/*.nb.md"))),
        key=lambda story: story.weeks_ago,
    )
)
"""Bokmål first of each, then its translations; stories with the newest first.

Each was written for Reir in plain language. A person stands in a story only by a chosen name from
`demo.data.people`, and `manage.py demo` gives a consent for exactly that story.
"""
