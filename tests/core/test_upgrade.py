"""A filled database of an older version becomes today's by `manage.py migrate`, as a process."""

from pathlib import Path
from typing import Any

import pytest

from tests.test_commands import manage

WAS_OPEN = """
from activities.models import Session
rows = Session.objects.filter(state="cancelled").order_by("pk")
print({row.title: row.published_at is not None for row in rows})
"""


@pytest.mark.both
@pytest.mark.long  # a minute and a half; `make test-upgrade` is this, and `.ci/run` calls it
def test_an_older_database_is_upgraded_and_its_books_agree(race: Any, tmp_path: Path) -> None:
    before = race.run("tests.core.racers.older_database", processes=0)["look"]

    for words in (("migrate", "-v0"), ("check", "--database=default"), ("verify_access_log",)):
        done = manage(race.url, tmp_path, *words)
        assert done.returncode == 0, f"{words}: {done.stderr[-2000:]}"
    books = manage(race.url, tmp_path, "verify_ledger")
    assert books.returncode == 0, books.stderr[-2000:]
    assert f"{before['entries']} bilag" in books.stdout
    assert before["receipts"] == 1
    shown = manage(race.url, tmp_path, "shell", "--no-imports", "-v0", "-c", WAS_OPEN)
    assert shown.stdout.strip() == "{'Var åpen': True, 'Aldri åpen': False}", shown.stderr[-2000:]
