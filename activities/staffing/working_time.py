"""The limits of working time: what the law and the contract say, and which of them are passed.

Read, never written; nothing here refuses (`over_limits` asks for a reason). Everything is measured
in seconds that pass, so that a night when the clock changes is as long as it is. What somebody
works in other teams counts, whom an absence keeps does not work (`Shift.working`), and being on
call without being called is no work (arbeidsmiljøloven § 10-4, third part, is not reckoned here).

- Daily rest: in the 24 hours from the beginning of each duty there is that much rest in one piece;
  so there is between the duties of two days.
- Weekly rest: the same in the seven days from the beginning of each duty.
- Longest day: what is worked from the beginning of a duty until the next rest, in 24 hours at most.
- Full week and contract: what is worked from Monday to Sunday.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Team
from activities.models import Limit, Session
from core.dates import midnight

DAY, WEEK = 24 * 3600, 7 * 24 * 3600
AROUND = timedelta(days=8)
"""How far beside a day duties matter to it."""
_LAW = "https://lovdata.no/lov/2005-06-17-62/%C2%A7"


@dataclass(frozen=True)
class Source:
    """Where a limit comes from, and which column of a team holds its minutes (None: no column)."""

    code: Limit
    column: str
    paragraph: str | Promise
    url: str
    says: Any
    """What the law says, in a sentence (lazy text)."""

    @property
    def default(self) -> int | None:
        """Return the law's minutes, those of a team that says nothing."""
        column: Any = Team._meta.get_field(self.column)
        return column.default if self.code != Limit.CONTRACT else None


SOURCES = (
    Source(
        Limit.DAILY_REST, "daily_rest", "aml. § 10-8", f"{_LAW}10-8",
        gettext_lazy(
            "Minst 11 timer fri i strekk i løpet av 24 timer (første ledd)."
            " Med tariffavtale kan dere avtale ned til 8 timer (tredje ledd)."
        ),
    ),
    Source(
        Limit.WEEKLY_REST, "weekly_rest", "aml. § 10-8", f"{_LAW}10-8",
        gettext_lazy(
            "Minst 35 timer fri i strekk i løpet av sju dager (andre ledd)."
            " Med tariffavtale kan dere avtale ned til 28 timer (tredje ledd)."
        ),
    ),
    Source(
        Limit.LONGEST_DAY, "longest_day", "aml. § 10-4", f"{_LAW}10-4",
        gettext_lazy(
            "Høyst 9 timer i løpet av 24 timer (første ledd). Mer enn det er overtid (§ 10-6)."
        ),
    ),
    Source(
        Limit.FULL_WEEK, "full_week", "aml. § 10-4", f"{_LAW}10-4",
        gettext_lazy(
            "Høyst 40 timer i løpet av sju dager (første ledd). Mer enn det er overtid (§ 10-6)."
        ),
    ),
    Source(
        Limit.CONTRACT, "contract_counts", gettext_lazy("arbeidsavtalen"), f"{_LAW}14-6",
        gettext_lazy("Timene i uka som er skrevet opp på hver kollega, i alle team de jobber i."),
    ),
)  # fmt: skip
LAWS = [one for one in SOURCES if one.code != Limit.CONTRACT]
"""Those whose hours are a column of the team."""
SOURCE = {one.code: one for one in SOURCES}


class Span(NamedTuple):
    """A time in seconds since 1970, its end not in it."""

    starts: int
    ends: int


class Duty(NamedTuple):
    """What somebody works: as much of a session as it takes to hold another against it.

    A team's weeks hold hundreds; as rows of the database they cost more than everything else here.
    """

    pk: int
    starts_at: datetime
    ends_at: datetime
    team_id: int
    name: str

    def meets(self, other: Any) -> bool:
        """Tell whether it and `other`, a session or an absence, share any time."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


@dataclass(frozen=True)
class Rules:
    """The limits that hold in a team: {limit: seconds}, without those that are switched off."""

    seconds: Mapping[Limit, int]
    agreement: str = ""
    contract: bool = True

    def source(self, limit: Limit) -> str:
        """Return «aml. § 10-8», or the agreement that says something else."""
        held = SOURCE[limit]
        is_law = held.default is None or self.seconds.get(limit) == held.default * 60
        return str(held.paragraph) if is_law else self.agreement or _("teamets innstilling")


@dataclass(frozen=True)
class Broken:
    """A limit that is passed: `found` seconds of rest or work, where `limit` is least or most.

    `during` is the time that was looked at.
    """

    code: Limit
    found: int
    limit: int
    during: Span
    rules: Rules = field(repr=False, compare=False)

    @property
    def source(self) -> str:
        """Return where the limit comes from."""
        return self.rules.source(self.code)

    @property
    def words(self) -> str:
        """Return it in a few words, with its source."""
        return _WORDS[self.code] % {
            "found": in_hours(self.found), "limit": in_hours(self.limit), "source": self.source
        }  # fmt: skip

    @property
    def day(self) -> date:
        """Return the day on which that time begins (Oslo)."""
        return _day(self.during.starts)


_WORDS = {
    Limit.DAILY_REST: gettext_lazy("trenger hvile: %(found)s av %(limit)s timer (%(source)s)"),
    Limit.WEEKLY_REST: gettext_lazy(
        "trenger fri i uka: %(found)s av %(limit)s timer i strekk (%(source)s)"
    ),
    Limit.LONGEST_DAY: gettext_lazy("lang dag: %(found)s timer, mest %(limit)s (%(source)s)"),
    Limit.FULL_WEEK: gettext_lazy("har full uke: %(found)s timer, mest %(limit)s (%(source)s)"),
    Limit.CONTRACT: gettext_lazy("over avtalt uke: %(found)s av %(limit)s timer (%(source)s)"),
}


def in_hours(seconds: float) -> str:
    """Return hours with a decimal comma: «7,5»."""
    return f"{round(seconds / 3600, 1):g}".replace(".", ",")


def hours_in_words(seconds: float) -> str:
    """Return «7,5 timer», and «1 time» for one."""
    hours = in_hours(seconds)
    words = ngettext("%(hours)s time", "%(hours)s timer", 1 if hours == "1" else 2)
    return words % {"hours": hours}


def rules_of(team: Team) -> Rules:
    """Return the limits that hold in `team`. No query."""
    held: dict[Limit, int] = {
        one.code: 60 * minutes
        for one in SOURCES
        if one.code != Limit.CONTRACT and (minutes := getattr(team, one.column)) is not None
    }
    return Rules(held, team.working_time_agreement, contract=team.contract_counts)


def span(starts_at: datetime, ends_at: datetime) -> Span:
    """Return a time as it is measured here."""
    return Span(round(starts_at.timestamp()), round(ends_at.timestamp()))


def broken(duties: Iterable[Span], rules: Rules, *, contract: int | None) -> list[Broken]:
    """Return every limit that `duties` of one person pass, in order of time, once a day or week.

    `contract` is the agreed seconds of a week, None when none are written down.
    """
    spans = sorted(duties)
    if not spans:
        return []
    near = Span(spans[0].starts - WEEK, max(one.ends for one in spans) + WEEK)
    worst: dict[tuple[Limit, Any], Broken] = {}
    for one in _all(spans, [each.starts for each in spans], near, rules, contract).values():
        about = _monday(one.day) if one.code == Limit.WEEKLY_REST else one.day
        held = worst.get((one.code, about))
        if held is None or _excess(one) > _excess(held):
            worst[one.code, about] = one
    return sorted(worst.values(), key=lambda one: (one.during, one.code))


def broken_by(
    duty: Span, others: Sequence[Span], rules: Rules, *, contract: int | None
) -> list[Broken]:
    """Return the limits that `duty` beside `others` passes, or passes further than they do.

    One a limit, the worst, in the order of `SOURCES`.
    """
    near = [one for one in others if one.ends > duty.starts - WEEK - DAY]
    near = sorted(one for one in near if one.starts < duty.ends + WEEK + DAY)
    spans = sorted([*near, duty])
    anchors = [one.starts for one in spans]
    after = _all(spans, anchors, duty, rules, contract)
    if not after:
        return []
    before = _all(near, anchors, duty, rules, contract)
    worst: dict[Limit, Broken] = {}
    for key, one in after.items():
        if key in before and _excess(before[key]) >= _excess(one):
            continue
        if one.code not in worst or _excess(one) > _excess(worst[one.code]):
            worst[one.code] = one
    return [worst[one.code] for one in SOURCES if one.code in worst]


def _excess(one: Broken) -> int:
    return abs(one.found - one.limit)


def _all(
    spans: Sequence[Span], anchors: Sequence[int], near: Span, rules: Rules, contract: int | None
) -> dict[Any, Broken]:
    """Return what is passed in the times that touch `near`, by limit and time."""
    blocks, limits = _merged(spans), rules.seconds
    rest = limits.get(Limit.DAILY_REST)
    found: dict[Any, Broken] = {}

    def keep(
        code: Limit, seconds: int, first: int, last: int,
        *, of: int | None = None, until: int | None = None,
    ) -> None:  # fmt: skip
        limit = contract if code == Limit.CONTRACT else limits[code]
        what = (code, first if of is None else of, last)
        found[what] = Broken(code, seconds, limit or 0, Span(first, until or last), rules)

    for first in sorted(set(anchors)):
        if first > near.ends or first + WEEK < near.starts:
            continue
        weekly = limits.get(Limit.WEEKLY_REST)
        if weekly and (free := _longest_free(blocks, first, first + WEEK)) < weekly:
            keep(Limit.WEEKLY_REST, free, first, first + WEEK)
        if first + DAY < near.starts:
            continue
        if rest and (free := _longest_free(blocks, first, first + DAY)) < rest:
            keep(Limit.DAILY_REST, free, first, first + DAY)
        most = limits.get(Limit.LONGEST_DAY)
        until = _until_rest(blocks, first, rest or 0)
        if most and (worked := _worked(blocks, first, until)) > most:
            keep(Limit.LONGEST_DAY, worked, first, first + DAY, until=until)
    if rest:
        for one, two in pairwise(blocks):
            is_near = one.ends >= near.starts - DAY and two.starts <= near.ends + DAY
            gap = two.starts - one.ends
            if is_near and gap < rest and _day(one.starts) != _day(two.starts):
                keep(Limit.DAILY_REST, gap, one.starts, two.starts, of=one.ends)
    agreed = contract if rules.contract else None
    for first, last in _weeks(near):
        worked = _worked(blocks, first, last)
        if Limit.FULL_WEEK in limits and worked > limits[Limit.FULL_WEEK]:
            keep(Limit.FULL_WEEK, worked, first, last)
        if agreed is not None and worked > agreed:
            keep(Limit.CONTRACT, worked, first, last)
    return found


def _merged(spans: Sequence[Span]) -> list[Span]:
    """Return `spans`, in order, as times of work without overlap: two at once are worked once."""
    blocks: list[Span] = []
    for one in spans:
        if blocks and one.starts <= blocks[-1].ends:
            blocks[-1] = Span(blocks[-1].starts, max(blocks[-1].ends, one.ends))
        else:
            blocks.append(one)
    return blocks


def _longest_free(blocks: Sequence[Span], first: int, last: int) -> int:
    longest, free_from = 0, first
    for starts, ends in blocks:
        if ends <= first:
            continue
        if starts >= last:
            break
        longest = max(longest, starts - free_from)
        free_from = ends
    return max(longest, last - free_from)


def _worked(blocks: Sequence[Span], first: int, last: int) -> int:
    worked = 0
    for starts, ends in blocks:
        if starts >= last:
            break
        if ends > first:
            worked += min(ends, last) - max(starts, first)
    return worked


def _until_rest(blocks: Sequence[Span], first: int, rest: int) -> int:
    """Return when, from `first` on, `rest` seconds are free; in a day at most.

    Without a daily rest a duty of the next day is another day's all the same: eleven hours part.
    """
    until, rest = first + DAY, rest or 11 * 3600
    free_from = first
    for one in blocks:
        if one.ends <= first:
            continue
        if one.starts - free_from >= rest:
            until = min(until, free_from)
            break
        free_from = one.ends
    return until


@lru_cache(maxsize=2**12)
def _day(moment: int) -> date:
    return datetime.fromtimestamp(moment, tz=timezone.get_default_timezone()).date()


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _weeks(near: Span) -> Iterable[tuple[int, int]]:
    """Yield the first and last second of each week from Monday that `near` touches, in Oslo."""
    monday, last = _monday(_day(near.starts)), _day(near.ends - 1)
    while monday <= last:
        following = monday + timedelta(days=7)
        yield _second(monday), _second(following)
        monday = following


@lru_cache(maxsize=2**9)
def _second(day: date) -> int:
    return round(midnight(day).timestamp())


def spans_of(sessions: Iterable[Session | Duty]) -> list[Span]:
    """Return the times of sessions, and of duties."""
    return [span(one.starts_at, one.ends_at) for one in sessions]
