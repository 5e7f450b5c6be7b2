"""No SMS is made of letters that turn 160 into 70, in any of the three languages."""

import ast
import re
import string
from pathlib import Path

import pytest
from django.utils import translation

from notices import sms

ROOT = Path(__file__).resolve().parents[2]
APPS = (
    "accounts",
    "activities",
    "leasing",
    "ledger",
    "notices",
    "payouts",
    "participants",
    "portals",
)
MOST_PARTS = 3


def queued_texts():
    """Return each text of the modules that put messages in the outbox, and its module."""
    found = {}
    for path in (file for app in APPS for file in (ROOT / app).rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        if "outbox.queue(" not in source and path.name != "outbox.py":
            continue
        for node in ast.walk(ast.parse(source)):
            name = getattr(getattr(node, "func", None), "id", "")
            if name in ("_", "gettext", "gettext_lazy") and isinstance(node.args[0], ast.Constant):
                found[node.args[0].value] = path.name
    return found


def filled(text):
    """Return `text` with a name of ordinary length where one is put in."""
    return re.sub(r"%\(\w+\)s", "Kari Nordby", text)


def test_the_texts_are_found():
    places = set(queued_texts().values())
    assert {
        "sessions.py",
        "escalation.py",
        "reminders.py",
        "move_notices.py",
        "outbox.py",
    } <= places


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_text_that_may_be_an_sms_fits_the_alphabet(language):
    with translation.override(language):
        texts = {text: filled(translation.gettext(text)) for text in queued_texts()}
    strange = {
        said: sorted(set(sms.plain(said)) - sms.ALPHABET - sms.TWICE) for said in texts.values()
    }
    assert {said: signs for said, signs in strange.items() if signs} == {}
    assert {said for said in texts.values() if sms.parts(said) > MOST_PARTS} == set()


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("Meld «alt i orden» – nå…", 'Meld "alt i orden" - nå...'),
        ("“a” „b” ‘c’ d’e `f`", "\"a\" \"b\" 'c' d'e 'f'"),
        ("1\u00a0000\u202fkr\t−5", "1 000 kr -5"),
        ("Áile Čáhput Đ ŋ Šš Žž ê ó ç", "Aile Cahput D n Ss Zz e o c"),
        ("e\u0301 a\u030a\u200b\ufe0f", "é å"),
        ("æøåÆØÅ éèùìòäöñüà ÄÖÑÜß€[]", "æøåÆØÅ éèùìòäöñüà ÄÖÑÜß€[]"),
        ("½ ﬁ × 3⁄4 ①", "1/2 fi x 3/4 1"),
        ("Привет", "Привет"),
    ],
)
def test_the_nearest_letter_is_sent(written, sent):
    assert sms.plain(written) == sent


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", 0), ("a" * 160, 1), ("a" * 161, 2), ("a" * 306, 2), ("a" * 307, 3),
        ("«" * 160, 1), ("ê" * 160, 1), ("€" * 80, 1), ("€" * 81, 2),
        ("п" * 70, 1), ("п" * 71, 2), ("п" + "a" * 133, 2), ("п" + "a" * 134, 3),
        ("😀" * 35, 1), ("😀" * 36, 2),
    ],
)  # fmt: skip
def test_the_parts_are_counted_as_the_network_counts(text, number):
    assert sms.parts(text) == number


def test_every_letter_of_a_keyboard_is_in_the_alphabet():
    keys = set(string.printable) - set("`\t\x0b")
    assert keys <= sms.ALPHABET | sms.TWICE
