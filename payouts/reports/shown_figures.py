"""What «Tall» says of `payouts.reports.figures`: counts in words, with small groups hidden.

What tells of people is hidden by `participants.small_numbers`: an activity with one to four people
shows neither how many they were, how often, nor what they got. One activity by itself shows what
it shows among the others, so that choosing it tells no more.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from core import money
from ledger import spreadsheets
from participants.small_numbers import Group, Hidden, in_words, is_few, to_hide
from payouts.reports.figures import Figures, Money, Part

NOTHING = ("0", "0,00")
SUMS = ("promised", "cost", "paid")


@dataclass(frozen=True)
class Cell:
    """One figure: as a page says it, and as a spreadsheet reads it.

    `is_few` when it says no number, but that there were one to four people.
    """

    words: str
    plain: str
    is_few: bool = False

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True)
class Column:
    """A kind of figure: what it is called, and what exactly it counts."""

    key: str
    name: Any
    means: Any


DONE = (
    Column("sessions", _("Økter"), _("Økter som er holdt: ferdige, eller åpne og over.")),
    Column("hours", _("Planlagte timer"), _("Så lenge øktene var satt opp til å vare.")),
    Column(
        "staff_hours",
        _("Timer ansatte"),
        _("De samme timene, talt for hver ansatt som var på vakt i økta."),
    ),
    Column(
        "people",
        _("Ulike personer"),
        _("Deltakere som var med minst én gang. Hver telles én gang, også i flere aktiviteter."),
    ),
    Column("times", _("Ganger med"), _("Hvor mange ganger deltakere har vært med, til sammen.")),
    Column(
        "new",
        _("Nye"),
        _("De av personene som ikke hadde vært med i teamet før perioden begynte."),
    ),
    Column(
        "guests",
        _("Gjester"),
        _("Gjester i øktene. Vi glemmer dem etter et halvt år, så eldre økter har ingen."),
    ),
)
MADE = (
    Column("works_begun", _("Nye verk"), _("Verk som ble lagt inn i perioden.")),
    Column("works_cared_for", _("Verk sett til"), _("Ulike verk som noen så til.")),
    Column("care_visits", _("Tilsyn"), _("Hvor mange ganger noen så til et verk.")),
    Column("kilos", _("Kilo fra elva"), _("Det øktene fikk opp av elva.")),
    Column("scooters", _("Elsparkesykler"), _("Elsparkesykler som øktene fikk opp av elva.")),
)
SPENT = (
    Column("promised", _("Lovet"), _("Honorar det er penger til, for det som skjedde i perioden.")),
    Column(
        "cost", _("Kostnad"), _("Honorar ført som kostnad i perioden, mindre det som ble rettet.")
    ),
    Column(
        "paid", _("Betalt"), _("Honorar som kom fram i perioden etter bilagene, uansett når de ble"
        " tjent.")
    ),
)  # fmt: skip
COLUMNS = (*DONE, *MADE, *SPENT)


@dataclass(frozen=True)
class Line:
    """One activity's figures, or those of all together."""

    name: str
    cells: dict[str, Cell]
    months: dict[date, int]

    def of(self, columns: Sequence[Column]) -> list[Cell]:
        """Return the figures of `columns`, in their order."""
        return [self.cells[one.key] for one in columns]

    def is_nothing(self, columns: Sequence[Column]) -> bool:
        """Tell whether all of `columns` are nothing here."""
        return all(cell.plain in NOTHING for cell in self.of(columns))


@dataclass
class Shown:
    """A page of «Tall»: `lines` by activity, and `together`, or the one activity chosen."""

    first: date
    last: date
    lines: list[Line]
    together: Line
    lease_income: Cell
    earmarked: Cell
    from_leases: Cell
    paid_by_leases: list[str]
    is_empty: bool
    has_leases: bool
    hides_something: bool
    activity: Any = None


def show(figures: Figures, *, activity: Any = None) -> Shown:
    """Return what may be seen of `figures`; of one `activity` among them alone, when given."""
    parts, together = list(figures.parts.values()), figures.together
    hidden = _hide(parts, together)
    lines = {
        one: Line(one.name, _cells(part, hidden, place), dict(part.months))
        for place, (one, part) in enumerate(figures.parts.items())
    }
    whole = Line("", _cells(together, hidden, None), dict(together.months))
    place = None
    if activity is not None:
        place, whole = list(lines).index(activity), lines[activity]
        lines = {activity: whole}
    lines = {one: line for one, line in lines.items() if figures.parts[one] != Part()}
    # What leases brought is the whole team's, and no activity's.
    shown_leases = activity is None and (
        figures.lease_income_ore or figures.earmarked_ore or figures.from_leases.ore
    )
    # It is a part of the sums, which gives back what is hidden among them.
    hides_leases = bool(shown_leases and figures.from_leases.ore) and (
        hidden["money"].together
        or bool(hidden["money"].groups)
        or is_few(figures.from_leases.people)
        or is_few(figures.from_others.people)
    )
    return Shown(
        first=figures.first,
        last=figures.last,
        lines=list(lines.values()),
        together=whole,
        lease_income=_kroner(figures.lease_income_ore),
        earmarked=_kroner(figures.earmarked_ore),
        from_leases=_kroner(figures.from_leases.ore, hidden=hides_leases),
        paid_by_leases=sorted(figures.paid_by_leases),
        is_empty=not lines and not shown_leases,
        has_leases=bool(shown_leases),
        hides_something=hides_leases
        or any(one.hides_in(place) or (activity is None and one.groups) for one in hidden.values()),
        activity=activity,
    )


def export(shown: Shown, *, teams: str) -> Iterator[str]:
    """Return the lines of a CSV (`ledger.spreadsheets`): a row an activity, and all together."""
    columns = ["Fra", "Til", "Team", "Aktivitet", *(str(one.name) for one in COLUMNS)]
    days = f"{shown.first:%d.%m.%Y}", f"{shown.last:%d.%m.%Y}"
    rows = [(one.name, one) for one in shown.lines]
    if shown.activity is None:
        rows.append(("Til sammen", shown.together))
    return spreadsheets.lines(
        columns,
        ((*days, teams, name, *(cell.plain for cell in line.of(COLUMNS))) for name, line in rows),
    )


def _hide(parts: Sequence[Part], together: Part) -> dict[str, Hidden]:
    """Return what is hidden of people, of who is new, of guests and of money."""
    people = to_hide([_turnout(one) for one in parts], _turnout(together))
    return {
        "people": people,
        "new": _hide_new(parts, together, people),
        "guests": to_hide([_guests(one) for one in parts], _guests(together)),
        "money": _hide_money(parts, together, people),
    }


def _hide_new(parts: Sequence[Part], together: Part, people: Hidden) -> Hidden:
    """Hide who is new where they, or those who are not, are few; then the sum of them is too.

    How many came is often told beside it, so hiding more activities is not enough.
    """

    def tells(part: Part) -> bool:
        return is_few(len(part.new)) or is_few(len(part.people) - len(part.new))

    groups = frozenset(
        place
        for place, one in enumerate(parts)
        if one.new and (tells(one) or place in people.groups)
    )
    return Hidden(groups, bool(groups) or people.together or tells(together))


def _hide_money(parts: Sequence[Part], together: Part, people: Hidden) -> Hidden:
    """Hide the same activities in all three sums, which are often the same sum."""
    groups, is_hidden = people.groups, people.together
    before: Collection[int] | None = None
    while groups != before:
        before = groups
        for name in SUMS:
            most = max(1, getattr(together, name).count)
            found = to_hide(
                [_receivers(getattr(one, name), most) for one in parts],
                _receivers(getattr(together, name), most),
                also=groups,
            )
            groups, is_hidden = groups | found.groups, is_hidden or found.together
    return Hidden(groups, is_hidden)


def _turnout(part: Part) -> Group:
    return Group(len(part.people), part.times, max(1, part.sessions))


def _guests(part: Part) -> Group:
    return Group(part.guests, part.guests)


def _receivers(sums: Money, most: int) -> Group:
    return Group(sums.people, max(sums.count, sums.people), most)


def _cells(part: Part, hidden: dict[str, Hidden], place: int | None) -> dict[str, Cell]:
    """Return the figures of the activity at `place`; of all together when it is None."""

    def hides(what: str) -> bool:
        return hidden[what].hides_in(place)

    cells = {
        key: _people(number, hidden=hides(key) and bool(number))
        for key, number in (("people", len(part.people)), ("guests", part.guests))
    }
    # «Under fem» or not would tell of those who are not new, where they are few.
    for key, count, what in (("times", part.times, "people"), ("new", len(part.new), "new")):
        said = str(_("skjult")) if hides(what) and count else str(count)
        cells[key] = Cell(said, said)
    cells["hours"], cells["staff_hours"] = _hours(part.minutes), _hours(part.staff_minutes)
    for key in ("sessions", *(one.key for one in MADE)):
        number = str(getattr(part, key))
        cells[key] = Cell(number, number)
    for key in SUMS:
        sums = getattr(part, key)
        cells[key] = _kroner(sums.ore, hidden=hides("money") and bool(sums.people))
    return cells


def _people(number: int, *, hidden: bool) -> Cell:
    words = in_words(number, hidden=hidden)
    return Cell(words, words, is_few=hidden and is_few(number))


def _hours(minutes: int) -> Cell:
    words = f"{round(minutes / 60, 1):g}".replace(".", ",")
    return Cell(words, words)


def _kroner(ore: int, *, hidden: bool = False) -> Cell:
    if hidden:
        return Cell(str(_("skjult")), str(_("skjult")))
    return Cell(money.kroner(ore), spreadsheets.kroner(ore))
