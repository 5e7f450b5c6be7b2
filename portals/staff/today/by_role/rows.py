"""What the lists of «I dag» and «Trenger deg» are made of: a thing, and its next act."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from participants.models import Participant
from portals.staff.shared.links import Link


@dataclass(frozen=True)
class Press:
    """A button that does it at once: the address, its word, and the one value it sends."""

    url: str
    label: Any
    name: str = ""
    value: str = ""
    variant: str = "secondary"


@dataclass
class Row:
    """One thing: what it is, more about it, and the next act.

    `url` is where its words lead, `subject` the row it is read from, `person` whom it is about, and
    `is_ours` whether their page opens from here.
    """

    words: str
    about: str = ""
    links: list[Link] = field(default_factory=list)
    presses: list[Press] = field(default_factory=list)
    url: str = ""
    person: Participant | None = None
    is_ours: bool = True
    phone: Any = ""
    subject: Any = None
    is_done: bool = False
    is_several: bool = False
    """Whether it answers other rows of the list at once."""


@dataclass
class Group:
    """Things of one kind; `empty` is said when there are none, `act` is what one makes there.

    What `waits` is numbered; the rest is only to know.
    """

    key: str
    name: Any
    rows: list[Row]
    empty: Any = ""
    act: Link | None = None
    waits: bool = True

    @property
    def count(self) -> int:
        """Return how many wait: what is done does not, nor what answers others."""
        return sum(not (row.is_done or row.is_several) for row in self.rows)


def people_in(groups: Iterable[Group]) -> list[Participant | None]:
    """Return whom the rows show, for the access log."""
    return [row.person for group in groups for row in group.rows]
