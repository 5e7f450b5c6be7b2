"""The demonstration, built once for this state of the code and this day; a copy for each who asks.

Browser tests and measurements run on copies: what one of them does is nobody else's business.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from tests import database

APPS = (
    "accounts",
    "activities",
    "cms",
    "core",
    "demo",
    "leasing",
    "ledger",
    "notices",
    "participants",
    "payouts",
    "pictures",
)
DATABASE = "reir.sqlite3"
TO_BE_MET = "to-be-met.json"


@dataclass(frozen=True)
class Demonstration:
    """A copy of the demonstration in a folder of its own: database, pictures, password and card."""

    folder: Path

    @property
    def url(self) -> str:
        """Return the address of the database, as DATABASE_URL."""
        return f"sqlite:///{self.folder / DATABASE}"

    @property
    def media(self) -> Path:
        """Return the folder of the pictures."""
        return self.folder / "media"

    @property
    def password(self) -> str:
        """Return the password of every login."""
        return (self.folder / "demo-password").read_text().strip()

    @property
    def card(self) -> str:
        """Return the token of the participant's card whose link is printed (/k/<token>)."""
        return (self.folder / "demo-card").read_text().strip()

    @property
    def to_be_met(self) -> dict[str, Any]:
        """Return what a walk through a large one must meet (`tests.walk.programme`)."""
        return json.loads((self.folder / TO_BE_MET).read_text())

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment in which a command or a server works on this copy."""
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.demo",
            "DATABASE_URL": self.url,
            "REIR_VAR": str(self.folder),
            "REIR_READ_ENV_FILE": "0",
        }

    def run(self, *arguments: str) -> str:
        """Run a command of manage.py on this copy and return what it prints."""
        return self.python("manage.py", *arguments)

    def python(self, *arguments: str, within: int = 300) -> str:
        """Run Python on this copy and return what it prints."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=database.ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=within,
        )
        assert done.returncode == 0, done.stderr[-4000:]
        return done.stdout

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Return what the database answers."""
        with sqlite3.connect(self.folder / DATABASE) as connection:
            found = connection.execute(sql, values).fetchall()
        connection.close()
        return found


@pytest.fixture(scope="session")
def demo_database() -> Iterator[Callable[[], Demonstration]]:
    """Return a function that gives a new copy of the demonstration, gone after the test run.

    `large=True` gives one whose every list has several pages, with what must be met there.
    """
    original = built()
    copies = []

    def copy(*, large: bool = False) -> Demonstration:
        folder = database.FOLDER / f"demo-copy-{uuid4().hex}"
        shutil.copytree(built_large(original) if large else original, folder)
        copies.append(folder)
        return Demonstration(folder)

    yield copy
    for folder in copies:
        shutil.rmtree(folder, ignore_errors=True)


def built() -> Path:
    """Return the folder of the demonstration for today, built when it is not there."""
    folder = database.FOLDER / f"demo-{_fingerprint()}"
    server = database.SQLite()
    server.prepare()
    with database.alone("demo"):
        if folder.exists():
            return folder
        database.remove_yesterdays("demo-*")
        building = Demonstration(database.FOLDER / f"building-demo-{uuid4().hex}")
        building.folder.mkdir()
        empty = server.copy()
        Path(empty.removeprefix("sqlite:///")).rename(building.folder / DATABASE)
        building.run("createcachetable")
        building.run("demo")
        with sqlite3.connect(building.folder / DATABASE) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        building.folder.rename(folder)
    return folder


def built_large(original: Path) -> Path:
    """Return the folder of the large demonstration (`tests.walk.programme`), built when needed."""
    folder = database.FOLDER / f"{original.name}-large-{_programme()}"
    with database.alone("demo-large"):
        if not folder.exists():
            database.remove_yesterdays("demo-*-large-*")
            building = Demonstration(database.FOLDER / f"building-demo-{uuid4().hex}")
            shutil.copytree(original, building.folder)
            building.python("-m", "tests.walk.programme")
            with sqlite3.connect(building.folder / DATABASE) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.close()
            building.folder.rename(folder)
    return folder


def _programme() -> str:
    """Return a digest of what decides how the demonstration is made large."""
    tests, digest = database.ROOT / "tests", hashlib.sha256()
    for path in (
        tests / "walk" / "programme.py",
        tests / "browser" / "people.py",
        *sorted((tests / "factories").glob("*.py")),
    ):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _fingerprint() -> str:
    """Return a digest of everything that decides what the demonstration looks like."""
    today = datetime.now(ZoneInfo("Europe/Oslo")).date()
    day = f"{today}{os.environ.get('REIR_TEST_DAY', '')}"
    digest = hashlib.sha256(day.encode())
    found = [path for app in APPS for path in (database.ROOT / app).rglob("*.py")]
    found += (database.ROOT / "demo" / "data").rglob("*.md")
    found += (database.ROOT / "static" / "illustrations").glob("*.webp")
    for path in sorted(found):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
