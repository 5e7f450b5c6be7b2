"""What participants read is easy and warm (rules.md#plain-words), and no refusal."""

import re
from pathlib import Path

import pytest

from tests.words import banned_words, lix

ROOT = Path(__file__).parents[3]
EASY = 30
SOURCES = sorted(
    [
        *(ROOT / "templates/portals/mine").rglob("*.html"),
        *(path for path in (ROOT / "portals/mine").glob("*.py")),
    ]
)
_MARKED = re.compile(
    r"""\{%\s*(?:translate|trans)\s+(?P<q>["'])(?P<translate>.*?)(?P=q)"""
    r"""|\{%\s*blocktranslate.*?%\}(?P<block>.*?)\{%\s*endblocktranslate"""
    r"""|(?:\b_|gettext_lazy)\(\s*"(?P<python>[^"]*)\"""",
    re.S,
)


def sentences(path: Path) -> list[str]:
    """Return the texts of a file that somebody reads, with a word in each gap."""
    found = []
    for match in _MARKED.finditer(path.read_text()):
        text = match["translate"] or match["block"] or match["python"] or ""
        text = re.sub(r"\{\{.*?\}\}|%\(\w+\)s", "Ola", text).strip()
        if text:
            found.append(text if text[-1] in ".!?:" else f"{text}.")
    return found


def test_the_texts_are_found():
    assert "Du kommer. Så fint! Vi ses." in sentences(ROOT / "templates/portals/mine/session.html")
    assert sum(len(sentences(path)) for path in SOURCES) > 150


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_every_page_is_easy_to_read(path):
    assert lix(" ".join(sentences(path))) <= EASY


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_no_word_that_hurts(path):
    assert banned_words(" ".join(sentences(path))) == []
