"""Turning the data's blocks into those of the pages."""

from collections.abc import Iterable
from typing import Any

from wagtail.rich_text import RichText

from demo.data.shapes import Block
from demo.world import World


def body_of(world: World, blocks: Iterable[Block]) -> list[tuple[str, Any]]:
    """Return the blocks of a page as a StreamField takes them."""
    return [(kind, _value(world, kind, value)) for kind, value in blocks]


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
