"""Counts of people on a page of figures: who are one to four is not told (decision 029).

A page has groups (activities) and what they are together. A group of one to four people is hidden,
and so are as many others, the smallest first, as it takes that nobody finds the number by taking
the rest from the sum. Where that cannot be done, what they are together is hidden too.

Two periods that are told differ by a month at least (`whole_months`): who takes one from the other
learns nothing of one day, on which one person came.
"""

import calendar
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

FEWEST = 5
"""The smallest number of people that is told."""


@dataclass(frozen=True)
class Group:
    """How many `people`, and what the page adds up that tells of them.

    `times` is how often they took part in all, each at most `most` times; None when the page
    does not say. Somebody may be in several groups, so `people` do not add up, `times` do.
    """

    people: int
    times: int | None = None
    most: int = 1

    @property
    def is_few(self) -> bool:
        """Tell whether the number itself is too small to be told."""
        return is_few(self.people)

    @property
    def fewest_times(self) -> int:
        """Return the fewest times of a hidden group, to one who sees only that it is hidden."""
        return 1 if self.is_few else FEWEST

    def most_times(self, everybody: int) -> int:
        """Return the most times of a hidden group, to one who knows how many all are."""
        return (FEWEST - 1 if self.is_few else everybody) * self.most


@dataclass(frozen=True)
class Hidden:
    """Which groups are not told, and whether the sum (`together`) is not."""

    groups: frozenset[int] = frozenset()
    together: bool = False

    def hides_in(self, place: int | None) -> bool:
        """Tell whether the group at `place` is hidden; what they are together when it is None."""
        return self.together if place is None else place in self.groups


def is_few(number: int) -> bool:
    """Tell whether so many people are too few to be told; nobody at all is told."""
    return 0 < number < FEWEST


def whole_months(first: date, last: date, *, today: date) -> tuple[date, date]:
    """Return the first and last day of all the months that two days are in, none after `today`."""
    length = calendar.monthrange(last.year, last.month)[1]
    return first.replace(day=1), max(first.replace(day=1), min(last.replace(day=length), today))


def to_hide(groups: Sequence[Group], together: Group, *, also: Collection[int] = ()) -> Hidden:
    """Return what must be hidden of `groups` and of what they are `together`.

    `also` are groups that are hidden for another reason. A group without people is told, unless it
    is one of those.
    """
    few = {place for place, one in enumerate(groups) if one.is_few}
    hidden = few | {place for place in also if groups[place].people}
    left = sorted(
        (place for place, one in enumerate(groups) if one.people and place not in hidden),
        key=lambda place: (groups[place].people, place),
    )
    while hidden and not together.is_few and not _is_safe(groups, together, hidden):
        if not left:
            return Hidden(frozenset(hidden), together=True)
        hidden.add(left.pop(0))
    return Hidden(frozenset(hidden), together.is_few)


def in_words(number: int, *, hidden: bool) -> str:
    """Return a number of people as a page says it."""
    if not hidden:
        return str(number)
    return _("under fem") if is_few(number) else _("skjult")


def _is_safe(groups: Sequence[Group], together: Group, hidden: Iterable[int]) -> bool:
    """Tell whether each hidden group may be of two sizes at least, for all that the page tells."""
    unknown = set(hidden)
    if len(unknown) < 2:
        return False
    told = [one for place, one in enumerate(groups) if place not in unknown]
    people_left = together.people - sum(one.people for one in told)
    times_left = None
    if together.times is not None:
        times_left = together.times - sum(one.times or 0 for one in told)
    for place in unknown:
        if groups[place].is_few:
            others = [groups[other] for other in unknown - {place}]
            sizes = (
                size
                for size in range(1, FEWEST)
                if _can_be(
                    size,
                    groups[place].most,
                    others,
                    together.people,
                    people_left=people_left,
                    times_left=times_left,
                )
            )
            if len(list(sizes)) < 2:
                return False
    return True


def _can_be(
    size: int,
    most: int,
    others: list[Group],
    everybody: int,
    *,
    people_left: int,
    times_left: int | None,
) -> bool:
    """Tell whether a hidden group could be `size` people, as far as one can reckon."""
    most_people = sum(FEWEST - 1 if one.is_few else everybody for one in others)
    if size > everybody or size + most_people < people_left:
        return False
    if times_left is None:
        return True
    fewest = sum(one.fewest_times for one in others)
    at_most = sum(one.most_times(everybody) for one in others)
    return max(size, times_left - at_most) <= min(size * most, times_left - fewest)
