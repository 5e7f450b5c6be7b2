"""A served demonstration for browser tests: gunicorn on a copy, ended with the test run."""

import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from tests import database
from tests.database import ROOT

SHELL = """
import contextlib, io, json, sys
import django
django.setup()
for line in sys.stdin:
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(json.loads(line), {"__name__": "__main__"})
    print(json.dumps(printed.getvalue()), flush=True)
"""


@dataclass(frozen=True)
class Site:
    """Where a copy of the demonstration is served, and the environment it is served with."""

    url: str
    environment: dict[str, str]
    shells: list[subprocess.Popen[str]] = field(default_factory=list)

    def python(self, code: str) -> str:
        """Run Python in the copy's Django; return what it printed.

        One process runs all of it, because starting Django takes two seconds.
        """
        if not self.shells:
            self.shells.append(
                subprocess.Popen(
                    [sys.executable, "-c", SHELL],
                    cwd=ROOT,
                    env=self.environment,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                )
            )
        shell = self.shells[0]
        assert shell.stdin
        assert shell.stdout
        shell.stdin.write(json.dumps(code) + "\n")
        shell.stdin.flush()
        answer = shell.stdout.readline()
        assert answer, "the code failed: its error stands in what was captured of stderr"
        return json.loads(answer)

    def close(self) -> None:
        """End the process that runs Python."""
        for shell in self.shells:
            shell.communicate()


@contextmanager
def served(database_url: str, var: Path, *, workers: int = 1, port: int = 0) -> Iterator[Site]:
    """Serve the copy at `database_url` with its files in `var` until the block ends.

    `port` is one that was served at before; 0 finds a free one.
    """
    # Held from here on, so that nobody else takes the port while the server starts.
    with socket.create_server(("127.0.0.1", port), backlog=128) as held:
        yield from _served_at(held, database_url, var, workers=workers)


def _served_at(
    held: socket.socket, database_url: str, var: Path, *, workers: int
) -> Iterator[Site]:
    url = f"http://localhost:{held.getsockname()[1]}"
    environment = {
        **os.environ,
        "DATABASE_URL": database_url,
        "REIR_VAR": str(var),
        "REIR_BASE_URL": url,
        "REIR_READ_ENV_FILE": "no",
        "DJANGO_SETTINGS_MODULE": "config.settings.demo",
    }
    _gather_static_files(environment, var)
    log = (var / "server.log").open("wb")
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "config.wsgi"),
            *("--bind", f"fd://{held.fileno()}", "--workers", str(workers), "--threads", "4"),
        ],
        pass_fds=[held.fileno()],
        cwd=ROOT,
        env=environment,
        stdout=log,
        stderr=log,
    )
    try:
        _wait(f"{url}/healthz", server)
        with closing(Site(url=url, environment=environment)) as site:
            yield site
    finally:
        server.terminate()
        server.wait(timeout=120)
        log.close()


def _gather_static_files(environment: dict[str, str], var: Path) -> None:
    """Put the static files into `var`; hashing and pressing them is done once for their state."""
    kept = database.FOLDER / f"static-{_fingerprint()}"
    with database.alone("static"):
        if not kept.exists():
            for old in database.FOLDER.glob("static-*"):
                shutil.rmtree(old, ignore_errors=True)
            gathering = database.FOLDER / f"gathering-static-{uuid4().hex}"
            subprocess.run(
                [sys.executable, "manage.py", "collectstatic", "-v0", "--noinput"],
                cwd=ROOT,
                env={**environment, "REIR_VAR": str(gathering)},
                check=True,
            )
            (gathering / "static").rename(kept)
            shutil.rmtree(gathering)
        if not (var / "static").exists():
            shutil.copytree(kept, var / "static", copy_function=os.link)


def _fingerprint() -> str:
    """Return a digest of everything that decides what the static files look like."""
    digest = hashlib.sha256()
    for name in ("config/staticfiles.py", "config/settings/base.py", "requirements-dev.lock"):
        digest.update((ROOT / name).read_bytes())
    digest.update((ROOT / "package-lock.json").read_bytes())
    for path in sorted((ROOT / "static").rglob("*")):
        if path.is_file():
            digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 180
    while time.monotonic() < until:
        assert server.poll() is None, "the server ended before it answered"
        try:
            urllib.request.urlopen(url, timeout=20)
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not answer")
