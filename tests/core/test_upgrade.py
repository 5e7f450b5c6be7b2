"""A filled database of the last release becomes today's: three processes, two versions of the code.

`REIR_UPGRADE_FROM` names another commit to begin from.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import database
from tests.core import releases
from tests.core.releases import ROOT, NotHereError, Release
from tests.processes import on_the_real_day

TWO = """
| Version | Date | Commit | Migrations |
| --- | --- | --- | --- |
| 0.2.0 | 2027-01-01 | — | one |
| 0.1.0 | 2026-11-29 | `{commit}` | the first |
"""


@pytest.fixture
def empty() -> Iterator[str]:
    server = database.chosen()
    url = server.empty()
    yield url
    server.drop(url)


def run(code: Path, url: str, var: Path, *words: str) -> str:
    """Run Python with the code in the folder `code` on the database; return what it printed."""
    done = subprocess.run(
        [sys.executable, *words],
        cwd=code,
        env={
            **on_the_real_day(), "DATABASE_URL": url, "REIR_VAR": str(var),
            "DJANGO_SETTINGS_MODULE": "config.settings.test", "REIR_READ_ENV_FILE": "0",
        },
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{words}: {done.stdout[-1000:]}{done.stderr[-3000:]}"
    return done.stdout


def upgrade(old: Path, url: str, var: Path, *, new: Path = ROOT) -> list[dict[str, Any]]:
    """Fill with `old`, migrate with `new`; return what was there before and after."""
    before = run(old, url, var, "-m", "tests.core.filled_database", "fill")
    run(new, url, var, "manage.py", "migrate", "-v0")
    after = run(new, url, var, "-m", "tests.core.filled_database", "verify")
    return [json.loads(said.splitlines()[-1]) for said in (before, after)]


@pytest.mark.both
def test_a_filled_database_of_the_last_release_is_upgraded(empty: str, tmp_path: Path) -> None:
    begin = os.environ.get("REIR_UPGRADE_FROM", "")
    release = releases.last(releases.LIST.read_text())
    if not begin and release is None:
        pytest.skip("docs/releases.md names no commit yet")
    commit = begin or (release.commit if release else "")
    try:
        old = releases.unpack(commit, tmp_path / "code")
    except NotHereError as error:
        pytest.skip(f"{commit} is not in this clone, so nothing is upgraded from it: {error}")
    if not begin and releases.migrations(old) == releases.migrations(ROOT):
        pytest.skip(f"today's migrations are those of {commit}: there is nothing to upgrade")

    before, after = upgrade(old, empty, tmp_path)

    assert len(before["entries"]) > 5
    assert before["bank"]
    assert after == before


def test_the_list_names_the_last_release_whose_commit_is_known() -> None:
    commit = "a" * 40

    rows = releases.releases(TWO.format(commit=commit))

    assert rows == [
        Release("0.2.0", "2027-01-01", ""), Release("0.1.0", "2026-11-29", commit)
    ]  # fmt: skip
    assert releases.last(TWO.format(commit=commit)) == rows[1]
    assert releases.last("| 0.1.0 | 2026-11-29 | — | the first |") is None


def test_our_list_is_read_and_its_newest_is_the_version_of_the_code() -> None:
    import tomllib

    found = releases.releases(releases.LIST.read_text())

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert found[0].version == project["version"]
    headings = [
        line for line in (ROOT / "CHANGELOG.md").read_text().splitlines() if line.startswith("## ")
    ]
    assert f"## {found[0].version} · {found[0].date}" in headings
    assert all(row.commit for row in found[1:])


def test_code_is_taken_out_of_a_clone_and_a_shallow_one_says_so(tmp_path: Path) -> None:
    whole, shallow = tmp_path / "whole", tmp_path / "shallow"
    whole.mkdir()

    def git(*words: str, at: Path = whole) -> str:
        who = ("-c", "user.name=x", "-c", "user.email=x@example.no")
        command = ["git", *who, *words]
        return subprocess.run(
            command, cwd=at, capture_output=True, text=True, check=True
        ).stdout.strip()

    git("init", "-q")
    commits = []
    for text in ("first", "second"):
        (whole / "shop" / "migrations").mkdir(parents=True, exist_ok=True)
        (whole / "shop" / "migrations" / "0001_initial.py").write_text(text)
        git("add", ".")
        git("commit", "-q", "-m", text)
        commits.append(git("rev-parse", "HEAD"))
    git("clone", "-q", "--depth=1", f"file://{whole}", str(shallow), at=tmp_path)

    old = releases.unpack(commits[0], tmp_path / "old", repository=whole)

    assert releases.migrations(old) == {"shop/migrations/0001_initial.py": b"first"}
    assert releases.migrations(old) != releases.migrations(whole)
    with pytest.raises(NotHereError):
        releases.unpack(commits[0], tmp_path / "none", repository=shallow)
