"""Databases to measure on: copies that are gone afterwards."""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tests import database, demo_database

_KEPT = ExitStack()
atexit.register(_KEPT.close)


@dataclass(frozen=True)
class Ground:
    """A folder with a database and its files, and the settings to run it with."""

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment in which a command or a server works here."""
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
            "DATABASE_URL": f"sqlite:///{self.folder / demo_database.DATABASE}",
            "REIR_VAR": str(self.folder),
            "REIR_READ_ENV_FILE": "no",
        }

    def python(self, *arguments: str, **environment: str) -> str:
        """Run Python here and return what it prints; what it complains of is seen."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=database.ROOT,
            env={**self.environment, **environment},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return done.stdout

    def manage(self, *arguments: str) -> str:
        """Run a command of `manage.py` here."""
        return self.python("manage.py", *arguments)


@contextmanager
def demonstration() -> Iterator[Ground]:
    """Give a copy of the demonstration, with static files as they are served."""
    with _folder() as folder:
        shutil.copytree(demo_database.built(), folder, dirs_exist_ok=True)
        yield _ready(folder)


@contextmanager
def empty() -> Iterator[Ground]:
    """Give a migrated database with nobody in it, and the static files."""
    server = database.SQLite()
    server.prepare()
    with _folder() as folder:
        copy = server.copy().removeprefix("sqlite:///")
        shutil.move(copy, folder / demo_database.DATABASE)
        yield _ready(folder)


def _ready(folder: Path) -> Ground:
    ground = Ground(folder)
    ground.manage("createcachetable")
    shutil.copytree(_static_files(), folder / "static", copy_function=os.link)
    return ground


@cache
def _static_files() -> Path:
    """Return a folder with the static files, hashed and pressed once; it goes when we end."""
    folder = Path(_KEPT.enter_context(_folder()))
    Ground(folder).manage("collectstatic", "-v0", "--noinput")
    return folder / "static"


@contextmanager
def _folder() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="reir-bench-"))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def machine() -> dict[str, Any]:
    """Return what the figures were taken on."""
    import platform
    import sqlite3

    return {
        "cores": len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count(),
        "load_before": round(os.getloadavg()[0], 2),
        "python": platform.python_version(),
        "database": f"SQLite {sqlite3.sqlite_version}",
    }
