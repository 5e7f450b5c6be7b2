"""The releases in docs/releases.md, and their code in a folder of its own."""

import re
import subprocess
import tarfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from tests.database import ROOT

LIST = ROOT / "docs" / "releases.md"
_ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| (\d{4}-\d\d-\d\d) \| (?:`([0-9a-f]{40})`|—) \|", re.M)


@dataclass(frozen=True)
class Release:
    """A row of the list. `commit` is empty until a later commit has written it down."""

    version: str
    date: str
    commit: str


class NotHereError(Exception):
    """The commit is not in this clone: it is shallow, or no clone at all."""


def releases(text: str) -> list[Release]:
    """Return the rows of the list `text`, as they stand: the newest first."""
    return [Release(version, date, commit) for version, date, commit in _ROW.findall(text)]


def last(text: str) -> Release | None:
    """Return the newest release whose commit is written down, or None."""
    return next((row for row in releases(text) if row.commit), None)


def unpack(commit: str, folder: Path, *, repository: Path = ROOT) -> Path:
    """Put the code of `commit` into `folder` and return it. Raises NotHereError."""
    made = subprocess.run(
        ["git", "archive", "--format=tar", commit], cwd=repository, capture_output=True, check=False
    )
    if made.returncode != 0:
        raise NotHereError(made.stderr.decode(errors="replace").strip())
    with tarfile.open(fileobj=BytesIO(made.stdout)) as archive:
        archive.extractall(folder, filter="data")
    return folder


def migrations(folder: Path) -> dict[str, bytes]:
    """Return each migration of the code in `folder`, by its path."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.glob("*/migrations/*.py")
    }
