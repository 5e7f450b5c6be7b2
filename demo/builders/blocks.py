"""Turning the data's blocks into those of the pages."""

from collections.abc import Iterable
from typing import Any

from wagtail.rich_text import RichText

from demo.data.shapes import Block, ProjectText
from demo.world import World

HEADINGS = {
    "nb": ("Dette gjør vi", "Hvem kan komme?", "Ta med", "Godt å vite"),
    "nn": ("Dette gjer vi", "Kven kan kome?", "Ta med", "Godt å vite"),
    "en": ("What we do", "Who can come?", "Bring", "Good to know"),
}


def body_of(world: World, blocks: Iterable[Block]) -> list[tuple[str, Any]]:
    """Return the blocks of a story or page as a StreamField takes them."""
    return [(kind, _value(world, kind, value)) for kind, value in blocks]


def project_body(text: ProjectText) -> list[tuple[str, Any]]:
    """Return the body of a project page. In bokmål what to bring stands on the activity."""
    we_do, who, bring, good_to_know = HEADINGS[text.language]
    items = "".join(f"<li>{sentence}</li>" for sentence in text.what_we_do)
    body = [
        ("heading", we_do),
        ("paragraph", RichText(f"<ul>{items}</ul>")),
        ("heading", who),
        ("paragraph", RichText(f"<p>{text.who_can_come}</p>")),
    ]
    if text.language != "nb":
        body += [("heading", bring), ("paragraph", RichText(f"<p>{text.what_to_bring}</p>"))]
    body += [("heading", good_to_know), ("paragraph", RichText(f"<p>{text.good_to_know}</p>"))]
    return body


def _value(world: World, kind: str, value: Any) -> Any:
    if kind == "paragraph":
        return RichText(value)
    if kind == "quote":
        return _quote(world, value)
    if kind == "picture":
        return {"picture": None, **value}
    if kind == "work":
        return world.works[value]
    return value


def _quote(world: World, value: dict[str, str]) -> dict[str, Any]:
    """Return a quote whose speaker is chosen, not written, when it is a participant."""
    speaker = next(
        (person for person in world.people.values() if person.chosen_name == value["who"]), None
    )
    return {
        "text": value["text"],
        "participant": speaker,
        "who": "" if speaker else value["who"],
    }
