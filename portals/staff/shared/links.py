"""A link that a page shows: an address and its words."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Link:
    """An address and the words of its link."""

    url: str
    label: Any
