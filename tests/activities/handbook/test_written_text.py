"""How plain words are read: by how a line begins, and as nothing else."""

import pytest
from django.template.loader import render_to_string

from activities.handbook.written_text import Block, blocks_of, lines_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("En.\nTo.\n\nTre.", [Block("words", ("En.", "To.")), Block("words", ("Tre.",))]),
        ("# Før\nLås.", [Block("heading", ("Før",)), Block("words", ("Lås.",))]),
        ("- En\n\n- To\n* Tre", [Block("points", ("En", "To", "Tre"))]),
        ("1. En\n2) To", [Block("steps", ("En", "To"))]),
        ("#Elva\n-5 grader\n1.5 l", [Block("words", ("#Elva", "-5 grader", "1.5 l"))]),
    ],
)  # fmt: skip
def test_the_blocks(text, expected):
    assert blocks_of(text) == expected


def test_the_lines_without_their_marks():
    assert lines_of("- Skruer\n\n2. Maling\nSag\n") == ["Skruer", "Maling", "Sag"]


def test_no_words_become_markup():
    blocks = blocks_of("# <b>Hei</b>\n- <script>\n<img src=x>")
    page = render_to_string("portals/staff/parts/written.html", {"blocks": blocks, "level": 2})
    assert "<b>" not in page
    assert "<script>" not in page
    assert "<img" not in page
    assert "&lt;script&gt;" in page
