"""A participant's pages on the smallest phone, and on paper."""

import re
from collections.abc import Callable

import pytest

from tests.browser.pages import PAGES
from tests.browser.visitor import Visitor
from tests.demo_database import Demonstration

FIRST_LOOK = 600
"""Pixels of a phone of 360 × 640 in which the next thing is answered (rules.md#first-look)."""
AS_LONG_AS_IT_IS = {"mine:everything", "mine:year"}
"""All that is stored, and a whole year: they leave nothing out, so they take what they take."""
MINE = [
    name
    for name, where in PAGES.items()
    if where.who == "participant" and name not in AS_LONG_AS_IT_IS
]


@pytest.fixture(scope="module")
def participant(long_visits: Callable[..., Visitor], demonstration: Demonstration) -> Visitor:
    """Give the participant of the printed card, at a phone of 360 × 640."""
    return long_visits().with_card(demonstration.card)


def test_what_when_where_and_who_are_seen_at_once(participant: Visitor) -> None:
    card = participant.go("/min/").page.get_by_role("article").first
    answers = {"Hva": card.get_by_role("heading")}
    for word in ("Når", "Hvor", "Hvem"):
        term = card.get_by_role("term").filter(has_text=re.compile(rf"^{word}$"))
        answers[word] = term.locator("xpath=following-sibling::dd[1]")
    ends = {}
    for word, answer in answers.items():
        box = answer.bounding_box()
        ends[word] = box["y"] + box["height"]
    assert {word: end for word, end in ends.items() if end > FIRST_LOOK} == {}


@pytest.mark.parametrize("name", MINE)
def test_it_prints_on_one_sheet(
    name: str, participant: Visitor, demonstration: Demonstration
) -> None:
    participant.go(PAGES[name].address(name, demonstration))
    paper = participant.page.pdf(format="A4", print_background=False)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
