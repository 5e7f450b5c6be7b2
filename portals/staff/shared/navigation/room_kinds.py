"""What a room of the staff's portal is, and a page of it."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Page:
    """A page that one finds in a room, or an act: one that is reached from such a page.

    `opens` is the question who may (`page_access.OPENS`); "" is everybody on the staff. `also` is
    what else one may call it in a search. One that is `by_team` stays with the team that the page
    before it was about.
    """

    route: str
    name: Any
    about: Any = ""
    opens: str = ""
    acts: tuple["Page", ...] = ()
    by_team: bool = False
    also: Any = ""


@dataclass(frozen=True)
class Room:
    """A room: its slug and word, its drawing's path (24 × 24), and its pages, the landing first.

    `below` are addresses that are no page's own and still lie here: a session's, a shift's.
    """

    slug: str
    name: Any
    icon: str
    pages: tuple[Page, ...]
    below: tuple[str, ...] = ()
    is_mine: bool = False
