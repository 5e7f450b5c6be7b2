"""What the board's tables are made of: cards with ready words, built from few and plain rows.

A week may have hundreds of cards, so nothing here asks for one card at a time: times are read once
a row, addresses are taken apart once a pattern, and the template only writes what it is given.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Team
from activities.models import OverLimit, Session, Shift
from activities.models.staffing.shift import ShiftQuerySet
from activities.planning import days_off
from core.dates import midnight
from core.templatetags.formats import weekday_date
from portals.staff.shared.weeks import about_week

DRAFT, CANCELLED = Session.State.DRAFT, Session.State.CANCELLED
_NO_KEY = 987654321


@dataclass(slots=True)
class Act:
    """A link on a card: where, what, and which kind it is (move, swap, fill)."""

    url: str
    words: str
    kind: str


@dataclass(slots=True)
class Card:
    """One session, or one shift of it, as a cell shows it."""

    when: str
    name: str
    url: str = ""
    about: str = ""
    """What stands under the name: the place, or who works."""
    kinds: list[str] = field(default_factory=list)
    """How it looks: draft, off, gap, elsewhere. Each is said in words as well."""
    version: int = 0
    """The session's revision: a drag asks whether it is still the one that was seen."""
    marks: list[str] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)

    @property
    def css(self) -> str:
        """Return its classes."""
        return " ".join(["board-card", *(f"board-card--{one}" for one in self.kinds)])


@dataclass(slots=True)
class Cell:
    """One row's day: its cards, and what else is known of the day."""

    day: "Column"
    cards: list[Card] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to read: a phone leaves it out."""
        return not self.cards and not self.notes


@dataclass(slots=True)
class Column:
    """One day of the week, as its head says."""

    date: date
    words: str
    off: str
    is_today: bool
    iso: str


@dataclass(slots=True)
class Line:
    """One row of a table: a colleague (`staff` is their key), a place or a thing."""

    name: str
    cells: list[Cell]
    notes: list[str] = field(default_factory=list)
    staff: int | None = None


@dataclass(slots=True)
class Sight:
    """One session in few words, with who is put on it."""

    pk: int
    name: str
    place_pk: int
    place: str
    indoors: bool
    day: date
    starts: datetime
    ends: datetime
    when: str
    state: str
    min_staff: int
    revision: int
    why_fewer: str
    """Why fewer staff than the place asks for will do (`Session.min_staff_reason`)."""
    team_pk: int
    shifts: list["Duty"] = field(default_factory=list)

    @property
    def missing(self) -> int:
        """Return how many it lacks, as `Session.missing_staff` says it."""
        is_ahead = self.state in Session.EDITABLE and self.ends > timezone.now()
        return max(0, self.min_staff - sum(one.is_there for one in self.shifts)) if is_ahead else 0

    @property
    def is_changed_still(self) -> bool:
        """Tell whether it can be moved and its people changed."""
        return self.state in Session.EDITABLE and self.ends > timezone.now()


@dataclass(slots=True)
class Duty:
    """One shift in few words."""

    pk: int
    staff_pk: int
    staff: str
    part: str
    is_there: bool
    session: Sight
    why_past: str = ""
    """Why a leader lets them pass a limit of working time by it, "" for nothing."""
    lent_by: str = ""
    """The team of a substitute, by name."""


def address(name: str, *, keys: int = 1) -> Callable[..., str]:
    """Return a function from `keys` keys to the address of `name`; it is looked up once."""
    placeholders = [_NO_KEY + number for number in range(keys)]
    pieces = [reverse(name, args=placeholders)]
    for placeholder in placeholders:
        pieces[-1:] = pieces[-1].split(str(placeholder))
    return lambda *given: "".join(
        f"{piece}{key}" for piece, key in zip(pieces, (*given, ""), strict=True)
    )


def head(tab: str, monday: date) -> dict[str, Any]:
    """Return what the views of a week share, and the month; `tab` is which of them it is."""
    tabs = [
        ("days", reverse("staff:week"), _("Dag")),
        ("people", reverse("staff:week_people"), _("Folk")),
        ("places", reverse("staff:week_places"), _("Sted")),
    ]
    today = timezone.localdate()
    month = today if monday <= today < monday + timedelta(days=7) else monday
    return {**about_week(monday), "tab": tab, "tabs": tabs, "month": month}


def columns(team: Team, monday: date) -> list[Column]:
    """Return the seven days. One query."""
    sunday, today = monday + timedelta(days=6), timezone.localdate()
    off = days_off.names(team, first=monday, last=sunday)
    days = [monday + timedelta(days=number) for number in range(7)]
    return [
        Column(day, weekday_date(day), off.get(day, ""), day == today, day.isoformat())
        for day in days
    ]


def sights(rows: Any) -> list[Sight]:
    """Return each session of `rows`, in order, without who works it. One query."""
    found = rows.order_by("starts_at", "pk").values_list(
        "pk", "title", "activity__name", "place_id", "place__name", "place__indoors",
        "starts_at", "ends_at", "state", "min_staff", "min_staff_reason", "team_id", "revision",
    )  # fmt: skip
    here, made = timezone.get_current_timezone(), []
    for row in found:
        (
            pk, title, activity, place_pk, place, indoors, starts, ends, state, least, why, team_pk,
            revision,
        ) = row  # fmt: skip
        begins, over = starts.astimezone(here), ends.astimezone(here)
        when = f"{begins:%H.%M}–{over:%H.%M}"
        made.append(
            Sight(
                pk=pk, name=title or activity, place_pk=place_pk, place=place, indoors=indoors,
                day=begins.date(), starts=starts, ends=ends, when=when, state=state,
                min_staff=least, why_fewer=why, team_pk=team_pk, revision=revision,
            )
        )  # fmt: skip
    return made


def sights_of_week(team: Team, monday: date, *, staff: Iterable[int] = ()) -> list[Sight]:
    """Return the sessions of the week with their shifts: the team's, and where `staff` work.

    Two queries.
    """
    wanted = Q(team=team)
    if staff := list(staff):
        wanted |= Q(pk__in=Shift.objects.filter(staff__in=staff).values("session"))
    first, after = midnight(monday), midnight(monday + timedelta(days=7))
    in_time = {"starts_at__gte": first, "starts_at__lt": after}
    found = sights(Session.objects.filter(wanted, **in_time))
    give_shifts(
        found,
        Shift.objects.filter(
            Q(session__team=team) | Q(staff__in=staff),
            session__starts_at__gte=first,
            session__starts_at__lt=after,
        ),
    )
    return found


def give_shifts(found: Iterable[Sight], shifts: ShiftQuerySet) -> None:
    """Put on each session those of `shifts` that are its. One query."""
    by_key = {one.pk: one for one in found}
    why = OverLimit.objects.filter(shift=OuterRef("pk")).values("reason")[:1]
    rows = shifts.with_presence().annotate(why=Subquery(why)).order_by("pk").values_list(  # type: ignore[misc] # annotated
        "pk", "session_id", "staff_id", "staff__first_name", "staff__last_name", "staff__email",
        "part", "is_there", "why", "lent_by__name",
    )  # fmt: skip
    for pk, session_pk, staff_pk, first, last, email, part, is_there, why_past, lent_by in rows:
        if session := by_key.get(session_pk):
            name = f"{first} {last}".strip() or email
            past, lender = why_past or "", lent_by or ""
            duty = Duty(pk, staff_pk, name, part, bool(is_there), session, past, lender)
            session.shifts.append(duty)


def new_line(name: str, days: list[Column]) -> tuple[Line, dict[date, Cell]]:
    """Return a row without cards, and its cells by day."""
    by_day = {one.date: Cell(one) for one in days}
    return Line(name, list(by_day.values())), by_day


class Deck:
    """Makes the cards of a page of `team`.

    `may_plan` says whether they have acts, which lead back to `seen_by` (`back.FROM`).
    """

    def __init__(self, team: Team, *, may_plan: bool, seen_by: str) -> None:
        self.team, self.may_plan, self._back = team, may_plan, f"?fra={seen_by}"
        self._sheet = address("staff:sheet")
        self._move = address("staff:session_move")
        self._fill = address("staff:shift_fill")
        self._swap = address("staff:shift_swap", keys=2)
        self._words = {
            DRAFT: _("utkast"), CANCELLED: _("avlyst"), "move": _("Flytt"), "swap": _("Bytt"),
            "fill": _("Sett på"), "away": _("er borte"), "elsewhere": _("Annet team"),
            "at_once": _("to ting samtidig"), "past": _("over en grense: %(why)s"),
        }  # fmt: skip
        self._parts = {str(value): str(label) for value, label in Shift.Part.choices}
        self._lacks: dict[int, str] = {}

    def lacks(self, count: int) -> str:
        """Return «mangler 1»."""
        if count not in self._lacks:
            self._lacks[count] = ngettext("mangler %(n)s", "mangler %(n)s", count) % {"n": count}
        return self._lacks[count]

    def of_session(self, one: Sight, *, about: str = "") -> Card:
        """Return the card of a session, which can be moved; and filled when it lacks somebody."""
        card = self._card(one, about=about or one.place)
        if missing := one.missing:
            card.marks.append(self.lacks(missing))
            card.kinds.append("gap")
            self._add(card, one, self._fill(one.pk), "fill")
        self._add(card, one, self._move(one.pk), "move")
        return card

    def of_gap(self, one: Sight) -> Card:
        """Return the card of the lane: what lacks somebody."""
        card = self._card(one, about=one.place)
        card.marks.append(self.lacks(one.missing))
        card.kinds.append("gap")
        self._add(card, one, self._fill(one.pk), "fill")
        return card

    def of_shift(self, duty: Duty) -> Card:
        """Return the card of somebody's shift, which another can take; elsewhere only its time."""
        one = duty.session
        if one.team_pk != self.team.pk:
            return Card(one.when, self._words["elsewhere"], kinds=["elsewhere"])
        card = self._card(one, about=one.place)
        if duty.part != Shift.Part.SECOND:
            card.marks.append(self._parts[duty.part])
        if not duty.is_there and one.state in Session.EDITABLE:
            card.marks.append(self._words["away"])
            card.kinds.append("gap")
        if duty.why_past:
            card.marks.append(self._words["past"] % {"why": duty.why_past})
        self._add(card, one, self._swap(one.pk, duty.pk), "swap")
        self._add(card, one, self._move(one.pk), "move")
        return card

    def mark_what_is_at_once(self, found: list[tuple[Sight, Card]]) -> None:
        """Mark of one row's cards those that share any time."""
        held = [pair for pair in found if pair[0].state in Session.EDITABLE]
        for number, (one, card) in enumerate(held):
            for other, beside in held[number + 1 :]:
                if one.starts < other.ends and other.starts < one.ends:
                    for each in (card, beside):
                        if self._words["at_once"] not in each.marks:
                            each.marks.append(self._words["at_once"])

    def _card(self, one: Sight, *, about: str) -> Card:
        card = Card(one.when, one.name, self._sheet(one.pk), about, version=one.revision)
        if one.state in (DRAFT, CANCELLED):
            card.marks.append(self._words[one.state])
            card.kinds.append("draft" if one.state == DRAFT else "off")
        if one.why_fewer:
            held = ngettext("%(n)s ansatt holder:", "%(n)s ansatte holder:", one.min_staff)
            card.marks.append(f"{held % {'n': one.min_staff}} {one.why_fewer}")
        return card

    def _add(self, card: Card, one: Sight, url: str, words: str) -> None:
        if self.may_plan and one.is_changed_still:
            card.acts.append(Act(url + self._back, self._words[words], words))


def table(
    found: Iterable[Sight], lines: list[Line], *, days: list[Column], deck: Deck
) -> dict[str, Any]:
    """Return what the template writes: `lines`, and on top the lane of what lacks staff."""
    lane, by_day = new_line(_("Mangler folk"), days)
    gaps = [one for one in found if one.team_pk == deck.team.pk and one.missing]
    for one in gaps:
        by_day[one.day].cards.append(deck.of_gap(one))
    return {
        "columns": days,
        "has_off": any(one.off for one in days),
        "has_lane": bool(gaps),
        "bodies": [[lane], lines] if gaps else [lines],
    }


def has_drafts(found: Iterable[Sight], team: Team) -> bool:
    """Tell whether any of the week is a draft of `team`: then «Publiser uka» stands in sight."""
    return any(one.state == DRAFT and one.team_pk == team.pk for one in found)


def by_staff(found: Iterable[Sight]) -> dict[int, list[Duty]]:
    """Return the shifts of each colleague, in order of time."""
    theirs: dict[int, list[Duty]] = defaultdict(list)
    for one in found:
        for duty in one.shifts:
            theirs[duty.staff_pk].append(duty)
    return theirs


def days_between(first: datetime, last: datetime, monday: date) -> Iterator[date]:
    """Yield the days of the week from `monday` that [first, last) touches, in Oslo."""
    start, end = timezone.localtime(first), timezone.localtime(last)
    for number in range(7):
        day = monday + timedelta(days=number)
        if midnight(day) < end and midnight(day + timedelta(days=1)) > start:
            yield day
