"""What «Tall» and the letter say: nothing that gives back what is hidden, and nothing untrue."""

from collections import Counter, defaultdict
from datetime import date
from itertools import product

import pytest

from activities.models import Activity
from participants.small_numbers import is_few
from payouts.reports.figures import Figures, Money, Part
from payouts.reports.grant_letter import paragraph
from payouts.reports.shown_figures import show

HAGEN, ELVA = Activity(pk=1, name="Hagen"), Activity(pk=2, name="Elva")


def part(first: int, people: int, *, new: int = 0, guests: int = 0, ore: int = 0) -> Part:
    """Return one session in which `people`, numbered from `first`, got `ore` each."""
    numbers = range(first, first + people)
    sums = Money(ore * people, people, Counter(dict.fromkeys(numbers, ore)))
    return Part(
        sessions=1, people=Counter(numbers), new=set(numbers[:new]), guests=guests, cost=sums
    )  # fmt: skip


def figures(hagen: Part, elva: Part) -> Figures:
    found = Figures(date(2026, 3, 1), date(2026, 3, 31), {HAGEN: hagen, ELVA: elva})
    for one in (hagen, elva):
        found.from_leases.join(one.cost)
    return found


@pytest.mark.parametrize(
    ("hagen", "elva", "activity", "said"),
    [
        (8, 2, HAGEN, ""),  # hidden for the sake of the river: eight are not fewer than five
        (8, 2, ELVA, "Færre enn fem ulike personer var med."),
        (4, 4, None, ""),  # the sum is hidden, and is eight
        (2, 0, None, "Færre enn fem ulike personer var med."),
        (8, 6, HAGEN, "8 ulike personer var med"),
    ],
)
def test_the_letter_says_fewer_than_five_of_few_alone(hagen, elva, activity, said):
    found = figures(part(1, hagen, guests=5), part(100, elva))
    text = paragraph(show(found, activity=activity))
    assert said in text
    assert ("ulike personer" in text) == bool(said)
    assert ("5 gjester var innom." in text) == (activity != ELVA)


def test_who_is_new_is_not_found_by_subtracting():
    """Every page of two activities that looks the same, to one who knows how many came."""
    options = defaultdict(set)
    pages = []
    sizes = [(people, new) for people in (0, 2, 5, 6, 7) for new in range(people + 1)]
    for one, other in product(sizes, repeat=2):
        shown = show(figures(part(1, one[0], new=one[1]), part(100, other[0], new=other[1])))
        lines = {line.name: line.cells for line in shown.lines}
        words = [
            lines[name.name]["new"].words if name.name in lines else "" for name in (HAGEN, ELVA)
        ]
        looks = (one[0], other[0], *words, shown.together.cells["new"].words)
        options[looks].add((one[1], other[1]))
        pages.append((looks, (one, other), lines))
    for looks, true, lines in pages:
        for place, activity in enumerate((HAGEN, ELVA)):
            people, new = true[place]
            told = activity.name in lines and lines[activity.name]["people"].words.isdigit()
            if told and (is_few(new) or is_few(people - new)):
                assert len({found[place] for found in options[looks]}) > 1, (looks, true)


def test_what_leases_paid_for_gives_back_no_hidden_sum():
    shown = show(figures(part(1, 9, ore=100_00), part(100, 2, ore=100_00)))
    assert shown.together.cells["cost"].words != "skjult"
    assert shown.lines[1].cells["cost"].words == "skjult"
    assert shown.from_leases.words == "skjult"
    assert shown.hides_something


def test_one_activity_says_nothing_of_the_whole_teams_leases():
    found = figures(part(1, 9, ore=100_00), part(100, 8, ore=100_00))
    found.lease_income_ore = 5_000_00
    found.paid_by_leases = {"Elva"}
    assert "Utleie" in paragraph(show(found))
    shown = show(found, activity=HAGEN)
    assert not shown.has_leases
    assert "Utleie" not in paragraph(shown)


def test_a_page_says_that_it_hides_something_only_when_it_does():
    third = Activity(pk=3, name="Benken")
    found = figures(part(1, 6), part(100, 2))
    found.parts[third] = part(200, 9)
    assert show(found).hides_something
    assert show(found, activity=ELVA).hides_something
    assert not show(found, activity=third).hides_something
