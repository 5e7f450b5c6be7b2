"""One word for a session («økta») and one for each act: «avlyse», «gjøre ferdig», «kaste»."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = (
    "accounts", "activities", "api", "cms", "demo", "leasing", "notices", "participants",
    "ledger", "payouts", "pictures", "portals", "templates",
)  # fmt: skip
OTHER_FORM = re.compile(r"\bøkten(s)?\b", re.IGNORECASE)
OTHER_ACT = re.compile(
    r"(avslutt|fjern|innstill|kanseller|slett)\w* (denne )?(økt|økta|utkast)\w*\b", re.IGNORECASE
)


def texts():
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in (".py", ".html", ".md", ".txt") and "migrations" not in path.parts:
                yield path, path.read_text()


def test_a_session_has_one_word_and_each_act_its_own():
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path, text in texts()
        for pattern in (OTHER_FORM, OTHER_ACT)
        for match in pattern.finditer(text)
    ]
    assert found == []
