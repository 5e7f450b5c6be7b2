"""A link that a page shows: an address and its words."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Link:
    """An address and its words; `opens` is who may (`page_access.OPENS`), "" everybody."""

    url: str
    label: Any
    opens: str = ""
