"""The rooms as one person meets them: what of each they may open, and where they are."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from portals.staff.shared.navigation.room_kinds import Page, Room
from portals.staff.shared.navigation.rooms import MORE, NEW, ROOMS, address_of, pages_of

IN_THE_BAR = 4
"""How many rooms stand at the foot of a phone; the rest are behind «Mer»."""


@dataclass(frozen=True)
class OpenPage:
    """A page as one person meets it."""

    page: Page
    address: str
    current: str
    """What `aria-current` says: "page" on the page itself, "true" below it, "" elsewhere."""


@dataclass(frozen=True)
class OpenRoom:
    """A room with those of its pages that one person may open; `address` is the first's."""

    room: Room
    pages: tuple[OpenPage, ...]
    current: str
    in_bar: bool

    @property
    def address(self) -> str:
        """Return where the room's word leads."""
        return self.pages[0].address


@dataclass(frozen=True)
class Menu:
    """Everything that one person may open, and where they are; `more` leads to all of it.

    `new` is what they may make wherever they are.
    """

    rooms: tuple[OpenRoom, ...]
    more: OpenRoom
    new: tuple[OpenPage, ...]

    @property
    def here(self) -> OpenRoom | None:
        """Return the room that the page lies in, None on «Mer»."""
        return next((room for room in self.rooms if room.current), None)


@cache
def _places() -> dict[str, tuple[Room, Page | None]]:
    """Return what lies at or below each address of the table."""
    found: dict[str, tuple[Room, Page | None]] = {}
    for room in ROOMS:
        found |= dict.fromkeys(room.below, (room, None))
        for page in room.pages:
            found |= {address_of(one.route): (room, page) for one in (page, *page.acts)}
    return found


def where(path: str) -> tuple[Room | None, Page | None]:
    """Return the room and the page that `path` lies in: those of the longest address above it.

    What lies nowhere but below /staff/ is «I dag»'s only when it is that page.
    """
    places = _places()
    above = [address for address in places if path.startswith(address)]
    nearest = max(above, key=len, default="")
    if nearest in ("", address_of("staff:today")) and path != nearest:
        return None, None
    return places[nearest]


def menu_of(opens: Collection[str], *, path: str, team: str = "") -> Menu:
    """Return the rooms that somebody who `opens` so much may enter, seen from `path`.

    `team` is the slug that the page's own address names.
    """
    here, this = where(path)
    query = f"?team={team}" if team else ""
    rooms: list[OpenRoom] = []
    for room in ROOMS:
        pages = tuple(
            OpenPage(
                page,
                address=address_of(page.route) + (query if page.by_team else ""),
                current=_current(page is this, path == address_of(page.route)),
            )
            for page in room.pages
            if not page.opens or page.opens in opens
        )
        if pages:
            rooms.append(_entered(room, pages, is_here=room is here, before=rooms))
    outside = here is not None and not any(one.in_bar and one.current for one in rooms)
    address = address_of(MORE.pages[0].route)
    current = _current(outside, path == address)
    more = OpenRoom(MORE, (OpenPage(MORE.pages[0], address, current),), current, in_bar=True)
    new = tuple(
        OpenPage(page, address_of(page.route), _current(False, path == address_of(page.route)))
        for page in pages_of(opens)
        if page.route in NEW
    )
    return Menu(tuple(rooms), more, new)


def _entered(
    room: Room, pages: tuple[OpenPage, ...], *, is_here: bool, before: list[OpenRoom]
) -> OpenRoom:
    """Return `room` as it is met; it is in the bar while there is room, if its landing is open."""
    has_room = sum(one.in_bar for one in before) < IN_THE_BAR
    in_bar = has_room and pages[0].page is room.pages[0] and not room.is_mine
    return OpenRoom(room, pages, _current(is_here, pages[0].current == "page"), in_bar)


def _current(lies_here: bool, is_it: bool) -> str:
    return "page" if is_it else "true" if lies_here else ""
