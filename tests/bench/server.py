"""The server that `make run` starts, for as long as a measurement lasts."""

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from tests.bench.ground import Ground
from tests.database import ROOT

WORKERS = 2


@contextmanager
def served(ground: Ground, **environment: str) -> Iterator[str]:
    """Serve `ground` with gunicorn's two workers; give the address without a last slash."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://localhost:{port}"
    with (ground.folder / "server.log").open("ab") as log:
        server = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "config.wsgi", "--preload"),
                *("--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS)),
                *("--log-level", "warning"),
            ],
            cwd=ROOT,
            env={**ground.environment, "REIR_BASE_URL": url, **environment},
            stdout=log,
            stderr=log,
        )
        try:
            _wait(f"{url}/healthz", server)
            yield url
        finally:
            server.terminate()
            server.wait(timeout=20)


def _wait(url: str, server: "subprocess.Popen[bytes]") -> None:
    for _try in range(600):
        if server.poll() is not None:
            raise RuntimeError("The server ended before it answered.")
        try:
            urllib.request.urlopen(url, timeout=2)
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("The server did not answer.")
