"""No text of ours tells what kind of service this is."""

import re
from pathlib import Path

import pytest

from notices.neutral import is_neutral, revealing_words

ROOT = Path(__file__).resolve().parent.parent.parent
QUEUEING = re.compile(r"outbox\.queue\(|\bqueue\(")
WORDS = re.compile(r"_\(\s*((?:\"[^\"]*\"\s*)+)")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Rusfri frokost på tirsdag", ["rusfri"]),
        ("Tilbud til brukere og pasienter", ["brukere", "pasienter"]),
        ("Psykisk helse. Behandlingen din.", ["psykisk", "behandlingen"]),
        ("Vi ruster opp hagen ved Voldsløkka på en rusten benk", []),
        ("Navnet ditt står på lista. Vi ses på tirsdag.", []),
        ("Vi må avlyse tirsdag. Per er syk. Du får 150 kroner likevel.", []),
    ],
)
def test_the_words_are_found_and_no_others(text, found):
    assert (revealing_words(text), is_neutral(text)) == (found, not found)


def test_every_text_that_can_be_sent_is_neutral():
    told = {
        path.relative_to(ROOT): revealing_words(" ".join(WORDS.findall(path.read_text())))
        for folder in (
            "notices",
            "participants",
            "activities",
            "ledger",
            "payouts",
            "accounts",
            "leasing",
            "portals",
        )
        for path in (ROOT / folder).rglob("*.py")
        if "migrations" not in path.parts and QUEUEING.search(path.read_text())
    }
    assert {path: words for path, words in told.items() if words} == {}


def test_every_message_template_is_neutral():
    texts = [*ROOT.glob("templates/**/*.txt"), *ROOT.glob("templates/notices/**/*.html")]
    assert {path: words for path in texts if (words := revealing_words(path.read_text()))} == {}
