"""Nobody finds a group of one to four people by subtracting: random pages, and one who tries."""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participants.small_numbers import (
    FEWEST,
    Group,
    Hidden,
    in_words,
    is_few,
    to_hide,
    whole_months,
)

TODAY = date(2026, 12, 9)

# Each of a team's people, and how often each took part in activities of at most three sessions.
visits = st.integers(2, 4).flatmap(
    lambda groups: st.lists(st.tuples(*[st.integers(0, 3)] * groups).map(list), max_size=9)
)


def page_of(people: list[list[int]], *, with_times: bool) -> tuple[list[Group], Group]:
    """Return the groups of a page, and what they are together."""
    groups = [
        Group(sum(map(bool, column)), sum(column) if with_times else None, max(1, *column))
        for column in zip(*people, strict=True)
    ] or [Group(0, 0 if with_times else None)]
    together = Group(sum(any(row) for row in people), sum(map(sum, people)) if with_times else None)
    return groups, together


def possible(groups: list[Group], together: Group, hidden: Hidden) -> dict[int, set[int]]:
    """Return the sizes that each hidden group may have, by trying every page that looks so."""
    unknown = sorted(hidden.groups)
    told = [one for place, one in enumerate(groups) if place not in hidden.groups]
    choices = []
    for place in unknown:
        one = groups[place]
        sizes = range(1, FEWEST) if one.is_few else range(FEWEST, together.people + 1)
        choices.append(
            [
                (size, times)
                for size in sizes
                for times in (range(size, size * one.most + 1) if one.times is not None else [0])
            ]
        )
    found: dict[int, set[int]] = {place: set() for place in unknown}
    for guess in product(*choices):
        sizes = [*(size for size, _times in guess), *(one.people for one in told)]
        times = sum(times for _size, times in guess) + sum(one.times or 0 for one in told)
        if not max(sizes) <= together.people <= sum(sizes):
            continue
        if together.times is not None and times != together.times:
            continue
        for place, (size, _times) in zip(unknown, guess, strict=True):
            found[place].add(size)
    return found


@given(visits, st.booleans())
def test_nobody_finds_a_small_group(people, with_times):
    groups, together = page_of(people, with_times=with_times)

    hidden = to_hide(groups, together)

    assert {place for place, one in enumerate(groups) if one.is_few} <= hidden.groups
    assert not together.is_few or hidden.together
    if not hidden.together:
        sizes = possible(groups, together, hidden)
        few = [place for place in hidden.groups if groups[place].is_few]
        assert [place for place in few if len(sizes[place]) < 2] == []


@given(visits, st.booleans())
def test_what_is_no_secret_is_told(people, with_times):
    groups, together = page_of(people, with_times=with_times)

    hidden = to_hide(groups, together)

    if not any(is_few(one.people) for one in (*groups, together)):
        assert hidden == Hidden()
    assert all(groups[place].people for place in hidden.groups)


@given(visits, st.integers(0, 1))
def test_what_is_hidden_for_another_reason_is_not_alone(people, place):
    groups, together = page_of(people, with_times=True)
    also = {min(place, len(groups) - 1)}

    hidden = to_hide(groups, together, also=also)

    if groups[min(also)].people:
        assert also <= hidden.groups
        assert hidden.together or len(hidden.groups) > 1


@pytest.mark.parametrize(
    ("people", "together", "expected"),
    [
        ([8, 9], 12, Hidden()),
        ([8, 0], 8, Hidden()),
        ([8, 2], 9, Hidden(frozenset({0, 1}))),
        ([8, 2, 6], 12, Hidden(frozenset({1, 2}))),
        ([2, 3], 4, Hidden(frozenset({0, 1}), together=True)),
        ([4, 4], 8, Hidden(frozenset({0, 1}), together=True)),
        ([4, 4, 6], 14, Hidden(frozenset({0, 1, 2}))),
        ([4], 4, Hidden(frozenset({0}), together=True)),
        ([5], 5, Hidden()),
    ],
)
def test_the_smallest_other_is_hidden_too(people, together, expected):
    assert to_hide([Group(one) for one in people], Group(together)) == expected


def test_sums_of_times_tell_nothing_either():
    """Two groups of one, once each, and «two in all» would be as good as telling."""
    groups = [Group(1, 1), Group(1, 1), Group(9, 9)]
    assert to_hide(groups, Group(10, 11)) == Hidden(frozenset({0, 1, 2}))
    assert to_hide([Group(1, 1), Group(1, 1)], Group(2, 2)).together


def test_in_words():
    assert [in_words(number, hidden=False) for number in (0, 7)] == ["0", "7"]
    assert [in_words(number, hidden=True) for number in (1, 4, 5)] == [
        "under fem", "under fem", "skjult",
    ]  # fmt: skip


@given(st.dates(date(2024, 1, 1), date(2026, 11, 30)), st.dates(date(2024, 1, 1), TODAY))
def test_a_period_is_whole_months(first, last):
    first, last = min(first, last), max(first, last)

    found = whole_months(first, last, today=TODAY)

    assert found[0] <= first
    assert found[1] >= last
    assert found[0].day == 1
    assert found[1] == TODAY or (found[1] + timedelta(days=1)).day == 1
    assert whole_months(*found, today=TODAY) == found
