"""The shapes of the demonstration's data. Money is øre, lengths are minutes, times are Oslo's
clock.

Values of states and kinds are those of the models' choices (`activities.Work.Kind` and so on),
kept as text here so that this package stays data. Districts, staff, people, places, activities
and works point to each other by `key`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["nb", "nn", "en"]
Role = Literal["leader", "worker", "peer_worker", "finance", "editor", "auditor"]
Channel = Literal["sms", "email", "call", "paper", "none"]
Block = tuple[str, object]
"""(kind, value): see `Story.blocks` for the kinds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class District:
    """A team of the municipality. `key` is also its slug."""

    key: str
    name: str
    phone: str
    email: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffMember:
    """A member of staff. `roles` holds (district key, role); the first is their home team."""

    key: str
    first_name: str
    last_name: str
    email: str
    phone: str
    roles: tuple[tuple[str, Role], ...]

    @property
    def name(self) -> str:
        """Return the name as it is said."""
        return f"{self.first_name} {self.last_name}"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A public place, WGS 84 degrees. `off_site` means that staff report all clear afterwards."""

    key: str
    name: str
    address: str
    latitude: float
    longitude: float
    indoors: bool
    district: str
    min_staff: int = 2
    how_to_find: str = ""

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
    outdoor: bool
    staff: tuple[str, ...]
    title: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Something made or cared for. `kind` is `Work.Kind`, `state` is `Work.State`.

    `makers_shown` are the makers who have said yes to their chosen name beside it on the web; the
    demonstration gives exactly these consents. `steward` looks after it, and may be empty.
    """

    key: str
    kind: str
    number: int | None
    title: str
    description: str
    activity: str
    district: str
    illustration: str
    alt: str
    makers: tuple[str, ...]
    place: str | None = None
    state: str = "finished"
    makers_shown: tuple[str, ...] = ()
    steward: str = ""
    leasable: bool = False


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
    monthly_price: int
    state: Literal["ended", "running", "enquiry"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A story. `slug` is the same in every language; `translations` hold the other languages.

    `blocks` is a list of (kind, value): `heading` text · `paragraph` HTML of p, ul, ol, li ·
    `quote` {"text", "who"} with who a chosen name or "" ·
    `picture` {"illustration", "alt", "caption"} ·
    `work` a work's key · `facts` list of {"label", "value"} · `call` {"text", "link", "label"}.
    `named_participants` are the keys of those whose chosen name stands in the text: each of them
    needs a consent for this story on the web, in every language it is written in.
    """

    slug: str
    title: str
    intro: str
    lead_illustration: str
    lead_alt: str
    activity_key: str
    district: str
    blocks: list[Block]
    language: Language = "nb"
    weeks_ago: int = 1
    named_participants: tuple[str, ...] = ()
    translations: tuple[Story, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """A page with a title, an intro and blocks as in `Story.blocks`."""

    slug: str
    title: str
    intro: str
    illustration: str
    illustration_alt: str
    blocks: list[Block]
    language: Language = "nb"
    search_description: str = ""
    translations: tuple[PageText, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeText:
    """The words of the home page; the programme, stories and works come from the data."""

    title: str
    intro: str
    illustration: str
    illustration_alt: str
    primary_label: str
    secondary_label: str
    promises: tuple[tuple[str, str, str], ...]
    """(illustration, heading, text) for each promise."""
    projects_heading: str
    stories_heading: str
    calendar_heading: str
    partners_heading: str
    partners_text: str
    language: Language = "nb"
    translations: tuple[HomeText, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectText:
    """A project page. `activity_key` is the activity that feeds it with sessions and works.

    `what_we_do` holds short sentences, one for each line of a list.
    """

    slug: str
    activity_key: str
    title: str
    intro: str
    illustration: str
    illustration_alt: str
    what_we_do: tuple[str, ...]
    who_can_come: str
    what_to_bring: str
    good_to_know: str
    language: Language = "nb"
    translations: tuple[ProjectText, ...] = ()
