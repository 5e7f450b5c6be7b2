"""The shapes of the demonstration's data. Money is øre, lengths are minutes, times are Oslo's
clock.

Values of states and kinds are those of the models' choices (`activities.Work.Kind` and so on),
kept as text here so that this package stays data. Districts, staff, people, places, activities
and works point to each other by `key`.
"""

from dataclasses import dataclass
from typing import Any, Literal

Language = Literal["nb", "nn", "en"]
Role = Literal["leader", "worker", "peer_worker", "finance", "editor", "auditor"]
Channel = Literal["sms", "email", "call", "paper", "none"]
LANGUAGES: tuple[Language, ...] = ("nb", "nn", "en")
Block = tuple[str, Any]
"""(kind, value): see `PageText.blocks` for the kinds."""


@dataclass(frozen=True, slots=True)
class District:
    """A team of the municipality. `key` is also its slug."""

    key: str
    name: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffMember:
    """A member of staff. `roles` holds (district key, role); the first is their home team."""

    key: str
    first_name: str
    last_name: str
    email: str
    phone: str
    roles: tuple[tuple[str, Role], ...]


@dataclass(frozen=True, slots=True)
class Interest:
    """Something people like to do, chosen from pictures."""

    key: str
    name: str
    illustration: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A participant. `phone` stands with the channels SMS and call, `email` with e-mail."""

    key: str
    chosen_name: str
    district: str
    interests: tuple[str, ...]
    primary_contact: str
    deputy_contact: str
    language: Language = "nb"
    channel: Channel = "paper"
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A public place; `position` is latitude and longitude in WGS 84 degrees.

    `off_site` means that staff report all clear afterwards.
    """

    key: str
    name: str
    address: str
    position: tuple[float, float]
    how_to_find: str
    indoors: bool
    min_staff: int = 2

    @property
    def off_site(self) -> bool:
        """Tell whether staff are out of the house there."""
        return not self.indoors


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """An activity of one or more districts. `key` is also its slug; `kind` is `Activity.Kind`."""

    key: str
    name: str
    kind: str
    summary: str
    bring: str
    illustration: str
    districts: tuple[str, ...]
    interests: tuple[str, ...]
    hashtag: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklySession:
    """A session that comes back each week. `weekday` 0 is Monday; `places` None is drop-in.

    `honorarium` is the flat sum for taking part, in øre. `staff` has at least the place's
    `min_staff`; the first one leads. `expected` is how many usually come, used to reserve money
    when it is drop-in.
    """

    key: str
    activity: str
    district: str
    weekday: int
    starts: str
    minutes: int
    place: str
    places: int | None
    expected: int
    honorarium: int
    staff: tuple[str, ...]
    title: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Something made or cared for. `kind` is `Work.Kind`, `state` is `Work.State`.

    `makers_shown` are the makers who have said yes to their chosen name beside it on the web; the
    demonstration gives exactly these consents.
    """

    key: str
    kind: str
    number: int | None
    title: str
    description: str
    activity: str
    district: str
    illustration: str
    makers: tuple[str, ...]
    place: str | None = None
    state: str = "finished"
    makers_shown: tuple[str, ...] = ()

    @property
    def leasable(self) -> bool:
        """Tell whether a business can lease it: the finished gardens."""
        return self.kind == "garden" and self.state == "finished"

    @property
    def steward(self) -> str:
        """Return who looks after it: of every garden, and of what is out in town."""
        is_out = self.place is not None and self.state == "finished"
        return self.makers[0] if self.kind == "garden" or is_out else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """A company that leases gardens."""

    key: str
    name: str
    organisation_number: str
    contact_name: str
    contact_email: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """A lease of one or more gardens. It starts `starts_weeks` after today (negative: before)."""

    key: str
    partner: str
    gardens: tuple[str, ...]
    starts_weeks: int
    months: int
    state: Literal["ended", "running", "enquiry"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """A page in one language. `slug` is the same in every language.

    `blocks` holds (kind, value): `heading` text · `paragraph` HTML of p, ul, ol, li ·
    `quote` {"text", "who"} with who a chosen name or "" ·
    `picture` {"illustration", "alt", "caption"} · `work` a work's key ·
    `facts` list of {"label", "value"} · `call` {"text", "link", "label"} ·
    `promise` {"illustration", "heading", "text"}.
    """

    slug: str
    language: Language
    title: str
    intro: str
    illustration: str
    illustration_alt: str
    blocks: tuple[Block, ...]
    search_description: str = ""

    activity: str = ""
    district: str = ""
    weeks_ago: int = 0
    named: tuple[str, ...] = ()
    """Of a story. `named` are the keys of those whose chosen name stands in it: each of them needs
    a consent for it on the web, in every language it is written in."""

    partners_heading: str = ""
    partners_text: str = ""
    """Of the home page."""
